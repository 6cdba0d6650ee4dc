// media.digits: are digits in the voice all heard, and is no person's speech ever taken for one?

import { decodeG711, encodeG711, lawOf } from '../../../media/codec/g711.ts';
import { Downsampler } from '../../../media/codec/resampler.ts';
import { DigitDetector, detectorRateHz } from '../../../media/tones/digit-detector.ts';
import { sentDigitCadence, TonePlayer } from '../../../media/tones/index.ts';
import { seededRandom } from '../../enterprise/relay/impairment.ts';
import { readSpeech, speechNames } from '../../media/speech/speech.ts';
import type { Claim } from '../claim.ts';

/** Each clip is also spoken faster and slower, so that its pitch passes over the digits' frequencies in turn. */
const speeds = { short: [0.84, 0.92, 1, 1.09, 1.19], long: Array.from({ length: 41 }, (_, n) => 0.8 * 1.0114 ** n) };
const gains = [1, 4];
const presses = { short: 500, long: 10_000 };
const digits = '0123456789*#ABCD';
/** Below the digits' -4.9 dBm0 in total by 15 dB: a very noisy line. */
const noiseAmplitude = 32_768 * 10 ** ((-19.9 - 3.14) / 20) * Math.SQRT1_2;

export const inBandDigits: Claim = {
  name: 'media.digits',
  what: 'digits as tones in G.711: how many real speech is taken for, and how many are missed in noise 15 dB below them',
  async measure({ long, say }) {
    let heardInSpeech = 0;
    let seconds = 0;
    for (const name of speechNames) {
      const { samples } = readSpeech(name);
      for (const speed of long ? speeds.long : speeds.short)
        for (const gain of gains) {
          const narrow = atNarrowRate(spokenAt(samples, speed, gain));
          const heard = hear(narrow);
          seconds += narrow.length / detectorRateHz;
          heardInSpeech += heard.length;
          if (heard !== '') say(`${name} at speed ${speed.toFixed(2)}, gain ${gain}: heard ${heard}`);
        }
    }
    say(`${Math.round(seconds)} s of speech by ${speechNames.join(', ')}`);
    const count = long ? presses.long : presses.short;
    return [
      { name: 'false', value: heardInSpeech, unit: 'digits', goal: { operator: '<=', value: 0 } },
      { name: 'missed', value: missedOf(count), unit: `of ${count}`, goal: { operator: '<=', value: 0 } },
    ];
  },
};

function spokenAt(samples: Int16Array, speed: number, gain: number): Int16Array {
  return Int16Array.from({ length: Math.floor(samples.length / speed / 6) * 6 }, (_, n) => {
    const at = n * speed;
    const [before, after] = [samples[Math.floor(at)] ?? 0, samples[Math.floor(at) + 1] ?? 0];
    const value = gain * (before + (after - before) * (at % 1));
    return Math.max(-32_768, Math.min(32_767, Math.round(value)));
  });
}

/** Through A-law, as from the far end of a call. */
function atNarrowRate(samples: Int16Array): Int16Array {
  const narrow = new Int16Array(samples.length / 6);
  new Downsampler(detectorRateHz).process(samples, narrow);
  const law = lawOf('PCMA');
  const coded = new Uint8Array(narrow.length);
  encodeG711(law, narrow, narrow.length, coded);
  decodeG711(law, coded, narrow);
  return narrow;
}

function hear(narrow: Int16Array): string {
  return new DigitDetector().listen(narrow, narrow.length);
}

/** As this phone sends them, 50 ms of tone and 50 of pause. */
function missedOf(count: number): number {
  const random = seededRandom(7);
  const wanted = Array.from({ length: count }, () => digits[Math.floor(random() * digits.length)] ?? '0').join('');
  const line = new Int16Array(count * 4_800);
  const player = new TonePlayer();
  for (let n = 0; n < count; n++) {
    const cadence = sentDigitCadence(wanted[n] ?? '', 50, 50);
    if (cadence) player.play(cadence);
    player.mix(line.subarray(n * 4_800, (n + 1) * 4_800));
  }
  for (let n = 0; n < line.length; n++) {
    // The sum of twelve uniform numbers has the variance of one standard deviation; white up to 24 kHz, of which a
    // sixth stays below 4: times the root of six.
    let noise = -6;
    for (let k = 0; k < 12; k++) noise += random();
    const value = (line[n] ?? 0) + noise * noiseAmplitude * Math.sqrt(6);
    line[n] = Math.max(-32_768, Math.min(32_767, Math.round(value)));
  }
  return count - matches(hear(atNarrowRate(line)), wanted);
}

/** Length of the longest run of agreement from both ends: exact where nothing is missed, a bound where much is. */
function matches(heard: string, wanted: string): number {
  let front = 0;
  while (front < heard.length && heard[front] === wanted[front]) front++;
  let back = 0;
  while (back < heard.length - front && heard.at(-1 - back) === wanted.at(-1 - back)) back++;
  return Math.min(front + back, wanted.length);
}
