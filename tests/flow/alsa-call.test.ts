// A call through sound cards: spoken into the microphone, said back by the company, heard from the speaker.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Enterprise, startEnterprise } from '../../bench/enterprise/enterprise.ts';
import type { VirtualCard } from '../../bench/media/vclk/virtual-card.ts';
import { signInAt } from '../../firmware/account/index.ts';
import { configSchema, policySchema } from '../../firmware/config/index.ts';
import { PhoneCore } from '../../firmware/core/index.ts';
import type { DiagnosticEvent } from '../../firmware/diagnostics.ts';
import { createSipUserAgent } from '../../firmware/sip/index.ts';
import { MemoryStore } from '../../firmware/store/index.ts';
import { SystemClock } from '../../hal/system/clock.ts';
import { SystemRandom } from '../../hal/system/random.ts';
import { openMediaEngine } from '../../media/engine.ts';
import { loudest, passMs, plugIn, tone, until } from '../contract/linux/alsa-bench.ts';
import { FakeHook, FakeLamps } from './fakes/whole-phone.ts';

const echoService = '4901';
/** What is said comes back through two encoders and two jitter buffers. */
const mostReturnMs = 1_000;
const clearlyHeard = 1_000;
const quiet = 200;

const cards = plugIn({ name: 'desk', ppm: 80 });
const [card] = cards.cards as readonly [VirtualCard];
const folder = mkdtempSync(join(tmpdir(), 'offhook-alsa-'));
const events: DiagnosticEvent[] = [];
let enterprise: Enterprise;
let phone: PhoneCore;

beforeAll(async () => {
  const started = await startEnterprise({ folder });
  if (!started.ok) throw new Error(started.error);
  enterprise = started.value;
  const clock = new SystemClock();
  const random = new SystemRandom();
  const trustAnchors = [readFileSync(enterprise.authorityFile, 'utf8')];
  phone = new PhoneCore({
    clock,
    random,
    hook: new FakeHook(),
    indicators: new FakeLamps(),
    identity: {
      read: () => ({
        vendor: 'Offhook',
        model: 'Desk',
        revision: '1',
        serialNumber: 'T-1',
        macAddress: '02:00:00:00:00:01',
      }),
    },
    store: new MemoryStore(),
    config: configSchema.parse({ contacts: enterprise.contactsFile, sign_in_service: enterprise.signInUrl }),
    trustAnchors,
    policy: policySchema.parse(JSON.parse(readFileSync(enterprise.policyFile, 'utf8'))),
    version: '0.1.0',
    requestSignIn: signInAt(enterprise.signInUrl, trustAnchors, clock),
    diagnose: (event) => events.push(event),
  });
  const moduleUrl = new URL('../../hal/linux/alsa-audio.ts', import.meta.url).href;
  const handset = { capture: card.near, playback: card.near, capture_db: 0, playback_db: 0 };
  const media = await openMediaEngine({ audio: { moduleUrl, options: { handset } } });
  await phone.attach({ media, sip: createSipUserAgent({ clock, random }) });
});

afterAll(async () => {
  await phone.close();
  await enterprise.close();
  cards.close();
  rmSync(folder, { recursive: true });
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
  await until(() => events.some((event) => event.type === 'log' && event.text.includes('is gone: plug it in again')));
  await until(() => events.some((event) => event.type === 'log' && event.text.includes('"desk_near" works again')));
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
