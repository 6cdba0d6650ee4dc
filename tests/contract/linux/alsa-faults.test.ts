// What real cards do: they stall, sleep, vanish, are taken by others, drift, lie about themselves; the call goes on.

import { afterEach, beforeEach, expect, it } from 'vitest';
import type { VirtualCard, VirtualCardOptions } from '../../../bench/media/vclk/virtual-card.ts';
import type { AudioDevice } from '../../../hal/audio.ts';
import { openAudio } from '../../../hal/linux/alsa-audio.ts';
import { largestStep, longestSilenceMs, loudest, passMs, plugIn, reach, tone, until } from './alsa-bench.ts';

const level = { capture_db: 0, playback_db: 0 };
const periodSamples = 960;
const hz = 400;
/** What the tone itself moves from one frame to the next, and a little. */
const mostStep = 8_000 * 2 * Math.PI * (hz / 44_100) * 1.2;

let device: AudioDevice;
let card: VirtualCard;
let other: VirtualCard;
let close: () => void;
let warnings: string[];
let heard: Int16Array[];
let periods: number;

/** A phone whose handset is `first` and whose headset is `second`, with a tone in its ear. */
async function open(first: VirtualCardOptions, second: VirtualCardOptions = { name: 'headset' }, options = {}) {
  const plugged = plugIn(first, second);
  [card, other] = plugged.cards as [VirtualCard, VirtualCard];
  close = plugged.close;
  const handset = { capture: card.near, playback: card.near, ...level };
  const headset = { capture: other.near, playback: other.near, ...level };
  device = await openAudio({ handset, headset, ...options }, periodSamples, (sentence) => warnings.push(sentence));
  const ear = tone(hz, 48_000);
  device.start((capture, playout) => {
    const at = (periods++ * periodSamples) % ear.length;
    playout.set(ear.subarray(at, at + periodSamples));
    heard.push(capture.slice());
  });
}

/** What the card played in its last `ms`. */
function played(ms: number, by = card): Int16Array {
  const frames = Math.round((ms * by.rateHz) / 1000);
  return by.hear(by.position() - frames, frames);
}

beforeEach(() => {
  warnings = [];
  heard = [];
  periods = 0;
});
afterEach(async () => {
  await device.close();
  close();
});

const works = () => device.statistics().capturing && device.statistics().playing && loudest(played(10)) > 4_000;

it('hears and plays to the level that the path says', async () => {
  const quiet = { capture_db: -6.02, playback_db: -6.02 };
  await open({ name: 'handset' }, undefined, {
    handset: { capture: 'handset_near', playback: 'handset_near', ...quiet },
  });
  await until(() => device.statistics().capturing && loudest(played(10)) > 0);
  card.say(card.position() + 4_800, tone(1_000, 24_000));
  await passMs(card, 500);
  expect(loudest(played(100))).toBeGreaterThan(3_800);
  expect(loudest(played(100))).toBeLessThan(4_200);
  const microphone = heard.slice(-10).map(loudest);
  expect(Math.max(...microphone)).toBeGreaterThan(3_800);
  expect(Math.max(...microphone)).toBeLessThan(4_200);
});

it.each([
  ['an overrun', (struck: VirtualCard) => struck.xrun()],
  ['a sleep of the machine', (struck: VirtualCard) => struck.suspend()],
])('goes on after %s within 200 ms', async (_, strike) => {
  await open({ name: 'handset' });
  await until(works);
  strike(card);
  await passMs(card, 600);
  expect(longestSilenceMs(played(600))).toBeLessThan(200);
  expect(works()).toBe(true);
});

it('takes a card that was pulled and plugged in again within 200 ms, in the same call', async () => {
  await open({ name: 'handset' });
  await until(works);
  card.unplugForMs(300);
  const from = card.position();
  await passMs(card, 1_000);
  const silenceMs = longestSilenceMs(card.hear(from, 48_000));
  expect(silenceMs).toBeGreaterThan(250);
  expect(silenceMs).toBeLessThan(500);
  expect(works()).toBe(true);
});

it('trims the delay that a stall leaves behind', async () => {
  await open({ name: 'handset' });
  await until(works);
  await passMs(card, 500);
  const beforeMs = device.statistics().playoutDelayMs;
  for (const until = performance.now() + 300; performance.now() < until; );
  await passMs(card, 3_000);
  expect(device.statistics().trimmedSamples).toBeGreaterThan(0);
  expect(device.statistics().playoutDelayMs).toBeLessThan(beforeMs + 25);
  expect(works()).toBe(true);
});

it('says who has a card that is in use, goes on meanwhile, and takes it once it is free', async () => {
  const plugged = plugIn({ name: 'handset' });
  [card] = plugged.cards as [VirtualCard];
  close = plugged.close;
  card.setBusy(true);
  const handset = { capture: card.near, playback: card.near, ...level };
  device = await openAudio({ handset }, periodSamples, (sentence) => warnings.push(sentence));
  device.start((_, playout) => {
    periods++;
    playout.fill(5_000);
  });
  await until(() => warnings.length >= 2);
  expect(warnings.join(' ')).toMatch(/microphone "handset_near" is in use by another program.*end that program/);
  expect(device.statistics()).toMatchObject({ capturing: false, playing: false });
  const before = periods;
  await passMs(card, 1_000);
  expect(Math.abs(periods - before - 50)).toBeLessThanOrEqual(3);
  card.setBusy(false);
  await until(() => device.statistics().playing && loudest(played(10)) > 4_000);
});

it('names a card that is not there, and what to do', async () => {
  await open({ name: 'handset' }, undefined, {
    handset: { capture: 'nothing_here', playback: 'handset_near', ...level },
  });
  await until(() => warnings.some((sentence) => sentence.includes('"nothing_here" is not there')));
  expect(warnings.join(' ')).toContain('name another in the board file');
  await until(() => loudest(played(10)) > 4_000);
  expect(device.statistics()).toMatchObject({ capturing: false, playing: true });
});

it('plays a pure tone on a card that only does 44.1 kHz stereo', async () => {
  await open({ name: 'handset', rateHz: 44_100, channels: { least: 2, most: 2 } });
  await until(works);
  await passMs(card, 1_500);
  const sound = played(1_000);
  expect(loudest(sound)).toBeGreaterThan(7_800);
  expect(longestSilenceMs(sound, 44_100)).toBeLessThan(1);
  expect(largestStep(sound)).toBeLessThan(mostStep);
});

it('plays on without a gap when a card moves in longer steps than it said', async () => {
  await open({ name: 'handset' });
  await until(works);
  card.setStepFrames(1_024);
  await passMs(card, 1_500);
  const sound = played(1_000);
  expect(loudest(sound)).toBeGreaterThan(7_000);
  expect(longestSilenceMs(sound)).toBeLessThan(1);
});

it('holds two cards together whose clocks differ', async () => {
  await open(
    { name: 'handset', ppm: -150 },
    { name: 'headset', ppm: 150 },
    {
      handset: { capture: 'headset_near', playback: 'handset_near', ...level },
    },
  );
  await until(works);
  await passMs(card, 1_000);
  const before = device.statistics();
  const from = card.position();
  await passMs(card, 4_000);
  const sound = card.hear(from, 4 * 48_000);
  expect(largestStep(sound)).toBeLessThan(mostStep);
  expect(longestSilenceMs(sound)).toBeLessThan(1);
  expect(device.statistics().xruns).toBe(before.xruns);
});

it('goes over to another card without a click', async () => {
  await open({ name: 'handset' }, { name: 'headset', ppm: 100 });
  await until(works);
  await passMs(card, 300);
  const [fromCard, fromOther] = [card.position(), other.position()];
  device.setPath('headset');
  await until(() => loudest(played(10, other)) > 7_000);
  await reach(card, fromCard + 24_000);
  expect(largestStep(card.hear(fromCard, 24_000))).toBeLessThan(mostStep);
  expect(largestStep(other.hear(fromOther, 24_000))).toBeLessThan(mostStep);
  expect(loudest(played(100))).toBe(0);
});

it('moves the volume without a zipper', async () => {
  await open({ name: 'handset' });
  await until(works);
  await passMs(card, 300);
  const from = card.position();
  device.setVolume(0.1);
  await passMs(card, 200);
  device.setVolume(1);
  await passMs(card, 300);
  expect(largestStep(card.hear(from, 19_200))).toBeLessThan(mostStep);
  expect(loudest(card.hear(from + 4_800, 2_400))).toBeLessThan(1_000);
});
