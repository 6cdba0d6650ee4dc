// Tones sound at their frequencies, powers and rhythms, add to speech exactly, and never click.

import { describe, expect, it } from 'vitest';
import {
  cadencesOf,
  digitCadence,
  RingerPlayer,
  ringerNames,
  sentDigitCadence,
  TonePlayer,
  toneCountries,
} from '../../../../media/tones/index.ts';
import { nationalTones, recommendedTones } from '../../../../media/tones/national-tones.ts';
import { abruptness, amplitudeAt, dbfs } from '../rig/spectrum.ts';
import { rms, speechLike } from '../rig/speech.ts';

const frameSamples = 960;
/** Power of a sine that just fits into 16 bits, in dBm0 (ITU-T G.711). */
const fullScaleDbm0 = 3.14;

/** Renders `durationMs`, calling `at` before each frame with its time. */
function render(
  player: { mix(frame: Int16Array): void },
  durationMs: number,
  at: (ms: number) => void = () => undefined,
): Int16Array {
  const out = new Int16Array(Math.ceil((durationMs * 48) / frameSamples) * frameSamples);
  for (let from = 0; from < out.length; from += frameSamples) {
    at((from / 48_000) * 1_000);
    player.mix(out.subarray(from, from + frameSamples));
  }
  return out;
}

function between(signal: Int16Array, fromMs: number, toMs: number): Int16Array {
  return signal.subarray(Math.round(fromMs * 48), Math.round(toMs * 48));
}

function powerDbm0(signal: Int16Array): number {
  return dbfs(rms(signal) * Math.SQRT2) + fullScaleDbm0;
}

const names = ['dial', 'ringback', 'busy', 'congestion', 'call-waiting', 'information'] as const;
const keys = { 'call-waiting': 'callWaiting' } as const;

interface Written {
  readonly country: (typeof toneCountries)[number] | undefined;
  readonly name: (typeof names)[number];
  readonly notation: string;
}

/** Each notation once, with a country that has it: they are many, and few differ. */
const written: readonly Written[] = [
  ...new Map(
    [undefined, ...toneCountries].flatMap((country) =>
      names.map((name): [string, Written] => {
        const tones = { ...recommendedTones, ...(country && nationalTones[country]) };
        const notation = tones[name === 'call-waiting' ? keys[name] : name];
        return [`${name} ${notation}`, { country, name, notation }];
      }),
    ),
  ).values(),
];

/** What the table says, read a second time and in another way than by the phone. */
function expectationsOf(notation: string): { hz: number[]; fromMs: number; toMs: number }[] {
  const [sounds = '', ...seconds] = notation.split(' ');
  const turns = sounds.split('/').map((sound) => {
    const swing = /^(\d+)x(\d+)$/.exec(sound);
    if (!swing) return sound.split('+').map(Number);
    const [carrier, by] = [Number(swing[1]), Number(swing[2])];
    return [carrier - by, carrier, carrier + by];
  });
  if (seconds.length === 0) return [{ hz: turns[0] ?? [], fromMs: 0, toMs: 2_000 }];
  const times = seconds.map((text) => Number(text) * 1_000);
  const spans: { hz: number[]; fromMs: number; toMs: number }[] = [];
  let atMs = 0;
  for (let n = 0; n < 2 * times.length; n++) {
    const lengthMs = times[n % times.length] ?? 0;
    const turn = turns[((n % times.length) / 2) % turns.length] ?? [];
    if (n % 2 === 0) spans.push({ hz: turn, fromMs: atMs, toMs: atMs + lengthMs });
    atMs += lengthMs;
  }
  return spans;
}

describe('the tones of every country', () => {
  it('are known for the larger ones, each entry of the table a notation that can be read', () => {
    for (const code of ['AT', 'AU', 'BR', 'CA', 'CH', 'CN', 'DE', 'ES', 'FR', 'GB', 'IL', 'IN', 'IT', 'JP', 'MX', 'NL'])
      expect(toneCountries).toContain(code);
    for (const code of ['NZ', 'PL', 'RU', 'SE', 'SG', 'TR', 'US', 'ZA']) expect(toneCountries).toContain(code);
    for (const { notation } of written) expect(notation).toMatch(/^[\dx+/]+( [\d.]+ [\d.]+)*$/);
  });

  it.each([
    ['US', 'dial', '350+440'],
    ['US', 'ringback', '440+480 2 4'],
    ['DE', 'busy', '425 0.48 0.48'],
    ['GB', 'ringback', '400+450 0.4 0.2 0.4 2'],
    ['FR', 'dial', '440'],
    ['JP', 'ringback', '400x16 1 2'],
  ] as const)('%s has for %s: %s', (country, name, notation) => {
    expect(written.some((tone) => tone.name === name && tone.notation === notation)).toBe(true);
    expect(cadencesOf(country)[name].repeats).toBe(true);
  });

  it.each(written.map((tone) => [tone.country ?? 'E.180', tone.name, tone.notation, tone] as const))(
    '%s %s: %s',
    (_, name, notation, { country }) => {
      const player = new TonePlayer();
      player.play(cadencesOf(country)[name]);
      const spans = expectationsOf(notation);
      const lastMs = spans.at(-1)?.toMs ?? 0;
      const out = render(player, lastMs + 40);
      const expectedDbm0 = name === 'call-waiting' ? -20 : -13;
      let silentFromMs = 0;
      for (const { hz, fromMs, toMs } of spans) {
        // Fading takes 6 ms of either side; between them there is nothing at all.
        if (fromMs - silentFromMs > 8) expect(rms(between(out, silentFromMs + 7, fromMs))).toBe(0);
        silentFromMs = toMs;
        const steady = between(out, fromMs + 7, toMs);
        // A swing of less than a whole number of times has another mean.
        if (hz.length === 1) expect(Math.abs(powerDbm0(steady) - expectedDbm0)).toBeLessThan(0.3);
        if (toMs - fromMs < 240) continue;
        const share = hz.length === 3 ? [1 / 6, 2 / 3, 1 / 6] : hz.map(() => 1 / hz.length);
        hz.forEach((frequency, at) => {
          const level = dbfs(amplitudeAt(steady, frequency)) + fullScaleDbm0 - 10 * Math.log10(share[at] ?? 1);
          expect(Math.abs(level - expectedDbm0)).toBeLessThan(1);
        });
        for (const absent of [600, 1_200, 2_100]) expect(dbfs(amplitudeAt(steady, absent))).toBeLessThan(-60);
      }
      const highest = Math.max(...spans.flatMap(({ hz }) => hz));
      const amplitude = 32_768 * 10 ** ((expectedDbm0 - fullScaleDbm0) / 20) * 1.5;
      expect(abruptness(out)).toBeLessThan(amplitude * ((2 * Math.PI * highest) / 48_000) ** 2 * 1.4 + 4);
    },
  );
});

describe('a tone', () => {
  const cadences = cadencesOf('US');

  it('gives way to another, to silence and to itself without a click, whenever that happens', () => {
    const player = new TonePlayer();
    const restless = render(player, 6_000, (ms) => {
      const turn = ms / 20;
      if (turn % 7 === 0) player.play(cadences.dial);
      if (turn % 7 === 2) player.play(cadences.busy);
      if (turn % 7 === 3) player.play(cadences.ringback);
      if (turn % 7 === 5) player.stop();
      if (turn % 21 === 6) player.play(cadences.information);
    });
    // The largest second difference of the steady tones: 1800 Hz at -13 dBm0 makes 310.
    expect(abruptness(restless)).toBeLessThan(450);
    player.stop();
    render(player, 40);
    expect(player.isPlaying).toBe(false);
  });

  it('starts and stops without splashing over other frequencies', () => {
    const player = new TonePlayer();
    const out = render(player, 200, (ms) => {
      if (ms === 40) player.play(cadencesOf(undefined).dial);
      if (ms === 120) player.stop();
    });
    for (const centreMs of [43, 123]) {
      const edge = between(out, centreMs - 10, centreMs + 10);
      for (const hz of [1_500, 2_500, 3_400, 6_000]) expect(dbfs(amplitudeAt(edge, hz))).toBeLessThan(-75);
    }
  });

  it('adds itself to speech exactly: nothing is ducked, cut or lost under call waiting', () => {
    const [alone, over] = [new TonePlayer(), new TonePlayer()];
    const spoken = speechLike(3 * 48_000);
    const heard = spoken.slice();
    const tone = new Int16Array(spoken.length);
    for (const player of [alone, over]) player.play(cadences['call-waiting']);
    for (let from = 0; from < spoken.length; from += frameSamples) {
      if (from === 144 * frameSamples) for (const player of [alone, over]) player.stop();
      alone.mix(tone.subarray(from, from + frameSamples));
      over.mix(heard.subarray(from, from + frameSamples));
    }
    expect(rms(tone)).toBeGreaterThan(200);
    heard.forEach((sample, n) => {
      expect(Math.abs(sample - (spoken[n] ?? 0) - (tone[n] ?? 0))).toBeLessThanOrEqual(1);
    });
  });

  it('mixes into the loudest speech without wrapping over', () => {
    const player = new TonePlayer();
    player.play(cadences.dial);
    const frame = new Int16Array(9_600).fill(32_000);
    player.mix(frame);
    expect(Math.min(...frame)).toBeGreaterThan(20_000);
  });

  it('answers a key with a short tick', () => {
    const player = new TonePlayer();
    player.play(cadences.keypress);
    const out = render(player, 100);
    expect(amplitudeAt(between(out, 6, 30), 1_200)).toBeGreaterThan(1_000);
    expect(rms(between(out, 37, 100))).toBe(0);
    expect(player.isPlaying).toBe(false);
  });
});

describe('a digit', () => {
  const lows = [697, 770, 852, 941];
  const highs = [1_209, 1_336, 1_477, 1_633];

  it.each([...'123A456B789C*0#D'].map((digit, at) => [digit, lows[at >> 2] ?? 0, highs[at & 3] ?? 0] as const))(
    '%s is %i and %i Hz, in the ear and on the wire',
    (digit, low, high) => {
      const [inEar, sent] = [digitCadence(digit), sentDigitCadence(digit, 120, 80)];
      for (const [cadence, lowDbm0, highDbm0] of [[inEar, -14, -14] as const, [sent, -9, -7] as const]) {
        const player = new TonePlayer();
        expect(cadence).toBeDefined();
        if (cadence) player.play(cadence);
        const out = render(player, 240);
        const steady = between(out, 8, 118);
        expect(Math.abs(dbfs(amplitudeAt(steady, low)) + fullScaleDbm0 - lowDbm0)).toBeLessThan(0.5);
        expect(Math.abs(dbfs(amplitudeAt(steady, high)) + fullScaleDbm0 - highDbm0)).toBeLessThan(0.5);
        expect(player.isPlaying).toBe(false);
      }
    },
  );

  it.each(['x', '', '12', ' '])('"%s" is none', (text) => {
    expect(digitCadence(text)).toBeUndefined();
    expect(sentDigitCadence(text, 100, 80)).toBeUndefined();
  });
});

describe('ringers', () => {
  it('are at least four, each with a name', () => {
    expect(ringerNames.length).toBeGreaterThanOrEqual(4);
    expect(new Set(ringerNames).size).toBe(ringerNames.length);
  });

  it.each(ringerNames)('%s rings, repeats, is not too loud and stops softly', (name) => {
    const player = new RingerPlayer();
    player.start(name);
    const out = render(player, 9_000);
    expect(rms(out.subarray(0, 48_000))).toBeGreaterThan(800);
    expect(rms(out.subarray(5 * 48_000))).toBeGreaterThan(300);
    expect(out.reduce((a, b) => Math.max(a, b), 0)).toBeLessThan(32_000);
    player.stop();
    const tail = render(player, 100);
    expect(rms(tail.subarray(1_920))).toBe(0);
    expect(player.isPlaying).toBe(false);
  });

  it('are about equally loud, with room below full scale', () => {
    const loudest = ringerNames.map((name) => {
      const player = new RingerPlayer();
      player.start(name);
      const out = render(player, 4_000);
      expect(dbfs(out.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0))).toBeLessThan(-3);
      const levels = Array.from({ length: 20 }, (_, n) => dbfs(rms(between(out, n * 200, (n + 1) * 200))));
      return Math.max(...levels);
    });
    for (const level of loudest) expect(level).toBeGreaterThan(-17);
    expect(Math.max(...loudest) - Math.min(...loudest)).toBeLessThan(3);
  });

  it('change from one to the next, and stop, without a click', () => {
    const player = new RingerPlayer();
    player.start('Chime');
    const steady = abruptness(render(player, 8_000));
    const restless = render(player, 2_000, (ms) => {
      if (ms % 400 === 200) player.stop();
      if (ms % 400 === 0) player.start('Chime');
      if (ms % 1_000 === 640) player.start('Chime');
    });
    expect(abruptness(restless)).toBeLessThan(2 * steady + 4);
  });

  it.each(['no such ringer', 'constructor', ''])('ring as the first under the unknown name "%s"', (name) => {
    const [unknown, first] = [new RingerPlayer(), new RingerPlayer()];
    unknown.start(name);
    first.start(ringerNames[0] ?? '');
    expect(render(unknown, 500)).toEqual(render(first, 500));
  });
});
