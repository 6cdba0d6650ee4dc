// A call through sound cards: spoken into the microphone, said back by the company, heard from the speaker.

import { afterAll, beforeAll, expect, test } from 'vitest';
import type { VirtualCard } from '../../bench/media/vclk/virtual-card.ts';
import { loudest, passMs, plugIn, tone, until } from '../contract/linux/alsa-bench.ts';
import { openRealPhone, type RealPhone } from './fakes/real-phone.ts';

const echoService = '4901';
/** What is said comes back through two encoders and two jitter buffers. */
const mostReturnMs = 1_000;
const clearlyHeard = 1_000;
const quiet = 200;

const cards = plugIn({ name: 'desk', ppm: 80 });
const [card] = cards.cards as readonly [VirtualCard];
let desk: RealPhone;
let phone: RealPhone['phone'];

beforeAll(async () => {
  const handset = { capture: card.near, playback: card.near, capture_db: 0, playback_db: 0 };
  desk = await openRealPhone('linux/alsa-audio.ts', { handset });
  phone = desk.phone;
});
afterAll(async () => {
  await desk.close();
  cards.close();
});

const call = () => phone.state.calls.find(({ id }) => id === phone.state.activeCallId);
const played = (from: number, ms: number) => card.hear(from, Math.round((ms * card.rateHz) / 1000));

/** Says half a second of a tone, and resolves with how loud it came back. */
async function sayAndListen(): Promise<number> {
  const from = card.position() + 4_800;
  expect(loudest(played(from - 14_400, 200))).toBeLessThan(quiet);
  card.say(from, tone(700, 24_000));
  await passMs(card, mostReturnMs + 700);
  return loudest(played(from, mostReturnMs));
}

test('what is spoken comes back, also after the handset was pulled and plugged in again in the call', async () => {
  phone.commands.signInWithPin('4217', '246810');
  await until(() => phone.state.account.status === 'signed-in');
  phone.commands.dial(echoService);
  await until(() => call()?.phase === 'connected' && call()?.quality !== undefined);
  await passMs(card, 500);
  expect(await sayAndListen()).toBeGreaterThan(clearlyHeard);

  card.unplugForMs(400);
  await until(() =>
    desk.events.some((event) => event.type === 'log' && event.text.includes('is gone: plug it in again')),
  );
  await until(() =>
    desk.events.some((event) => event.type === 'log' && event.text.includes('"desk_near" works again')),
  );
  await passMs(card, 1_000);
  expect(call()?.phase).toBe('connected');
  expect(await sayAndListen()).toBeGreaterThan(clearlyHeard);
  expect(phone.state.deviceProblems).toEqual([]);
});

test('a handset that stays away is said on the screen, the call stands, and it is taken back', async () => {
  card.unplug();
  await until(() => phone.state.deviceProblems.includes('no-audio-device'));
  expect(call()?.phase).toBe('connected');
  card.plug();
  await until(() => phone.state.deviceProblems.length === 0);
  await passMs(card, 1_000);
  expect(await sayAndListen()).toBeGreaterThan(clearlyHeard);
  phone.commands.hangUp();
  await until(() => phone.state.calls.every(({ phase }) => phase === 'ended'));
});
