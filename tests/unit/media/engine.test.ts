// The real media thread with a timer for a sound card, in real time: it speaks, listens, fails and comes back.

import { afterEach, describe, expect, it, vi } from 'vitest';
import { SystemClock } from '../../../hal/system/clock.ts';
import { type EndpointListener, openRtpEndpoint, type RtpEndpoint } from '../../../media/endpoint/index.ts';
import { openMediaEngine } from '../../../media/engine.ts';
import { startFrameClock } from '../../../media/frame-clock.ts';
import type { MediaEngine, MediaFailure, MediaSession, MediaStatistics } from '../../../media/session.ts';
import { parametersFor, periodMs, periodSamples, SeededRandom } from './rig/loopback.ts';
import { amplitudeAt } from './rig/spectrum.ts';
import { rms } from './rig/speech.ts';
import type { TimerAudioOptions } from './rig/timer-audio.ts';

const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function openEngine(options: TimerAudioOptions): Promise<MediaEngine> {
  const engine = await openMediaEngine({
    audio: { moduleUrl: new URL('./rig/timer-audio.ts', import.meta.url).href, options },
  });
  closing.push(() => engine.close());
  return engine;
}

/** A far end that speaks one tone and keeps the last half second of what it hears. */
async function openFarEnd(
  listener: EndpointListener = {},
  hz = 1_000,
): Promise<{ endpoint: RtpEndpoint; heard: Int16Array }> {
  const clock = new SystemClock();
  const opened = openRtpEndpoint({ localAddress: '127.0.0.1', clock, random: new SeededRandom(5) }, listener);
  if (!opened.ok) throw new Error(opened.error);
  const heard = new Int16Array(24_000);
  const capture = Int16Array.from({ length: periodSamples }, (_, n) =>
    Math.round(6_000 * Math.sin((2 * Math.PI * hz * n) / 48_000)),
  );
  const playout = new Int16Array(periodSamples);
  const frames = startFrameClock(clock, periodMs, () => {
    opened.value.exchange(capture, playout);
    heard.copyWithin(0, periodSamples);
    heard.set(playout, heard.length - periodSamples);
  });
  closing.push(() => {
    frames.stop();
    opened.value.close();
  });
  return { endpoint: opened.value, heard };
}

/** Looks every 20 ms until it is so; these tests run on the machine's own time. */
async function until(isSo: () => boolean, what: string): Promise<void> {
  await vi.waitFor(() => expect(isSo(), what).toBe(true), { timeout: 5_000, interval: periodMs });
}

describe('the media engine', () => {
  it('carries a call both ways, with digits and statistics, and gives the port back', async () => {
    const engine = await openEngine({ captureHz: 440 });
    expect(engine.audioEndpointPort).toBe(4_711);
    const digits: string[] = [];
    const figures: MediaStatistics[] = [];
    const far = await openFarEnd({ onDigit: (digit) => digits.push(digit) });
    const session = await engine.createSession({ localAddress: '127.0.0.1', dscp: 46 });
    session.onStatistics((statistics) => figures.push(statistics));
    session.setFocus(true);
    session.start(parametersFor(far.endpoint.localPort));
    expect(far.endpoint.start(parametersFor(session.localPort)).ok).toBe(true);
    session.sendDigit('7');
    await until(() => digits.join('') === '7', 'the digit is heard');
    await until(() => figures.length > 0, 'statistics come');
    await until(() => rms(far.heard) > 3_000, 'the hum is heard');
    expect(engine.levels().capture).toBeGreaterThan(0.2);
    expect(engine.levels().playout).toBeGreaterThan(0.1);
    session.setMuted(true);
    await until(() => rms(far.heard) < 50, 'mute is heard');
    const last = await session.stop();
    expect(last?.packetsReceived).toBeGreaterThan(30);
    expect(await session.stop()).toEqual(last);
  });

  it('lets only the session with the handset be heard', async () => {
    const engine = await openEngine({ captureHz: 440 });
    const [first, second] = [await openFarEnd(), await openFarEnd()];
    const sessions = [
      await engine.createSession({ localAddress: '127.0.0.1', dscp: 0 }),
      await engine.createSession({ localAddress: '127.0.0.1', dscp: 0 }),
    ];
    sessions[0]?.start(parametersFor(first.endpoint.localPort, { codec: 'PCMA' }));
    first.endpoint.start(parametersFor(sessions[0]?.localPort ?? 0, { codec: 'PCMA' }));
    sessions[1]?.start(parametersFor(second.endpoint.localPort, { codec: 'PCMA' }));
    second.endpoint.start(parametersFor(sessions[1]?.localPort ?? 0, { codec: 'PCMA' }));
    sessions[1]?.setFocus(true);
    await until(() => rms(second.heard) > 3_000, 'the focused session speaks');
    expect(rms(first.heard)).toBeLessThan(50);
  });

  it('joins sessions into a conference, and parts them again', async () => {
    const engine = await openEngine({ captureHz: 450 });
    const far = [await openFarEnd({}, 1_000), await openFarEnd({}, 1_500)];
    const sessions: MediaSession[] = [];
    for (const { endpoint } of far) {
      const session = await engine.createSession({ localAddress: '127.0.0.1', dscp: 0 });
      session.start(parametersFor(endpoint.localPort, { codec: 'PCMA' }));
      endpoint.start(parametersFor(session.localPort, { codec: 'PCMA' }));
      sessions.push(session);
    }
    const hears = (party: number, hz: number) => amplitudeAt(far[party]?.heard ?? new Int16Array(1), hz) > 1_000;
    engine.conference(sessions);
    await until(() => hears(0, 450) && hears(0, 1_500), 'the first hears the handset and the second');
    await until(() => hears(1, 450) && hears(1, 1_000), 'the second hears the handset and the first');
    expect(hears(0, 1_000) || hears(1, 1_500)).toBe(false);
    sessions[0]?.setFocus(true);
    await until(() => !hears(0, 1_500) && !hears(1, 1_000) && hears(0, 450), 'the first is alone with the handset');
    await until(() => !hears(1, 450), 'the second hears nobody');
  });

  it('says that there is no audio device, and still carries calls', async () => {
    const engine = await openEngine({ captureHz: 440, failsToOpen: true });
    const failures: MediaFailure[] = [];
    engine.onFailure((failure) => failures.push(failure));
    const far = await openFarEnd();
    const session = await engine.createSession({ localAddress: '127.0.0.1', dscp: 0 });
    session.setFocus(true);
    session.start(parametersFor(far.endpoint.localPort));
    far.endpoint.start(parametersFor(session.localPort));
    await until(() => engine.levels().playout > 0.1, 'the far end is received');
    expect(failures).toEqual([{ kind: 'no-audio-device', detail: 'no such device' }]);
  });

  it('tells of a microphone that is dead for three seconds of a call, and of the end of that', async () => {
    const engine = await openEngine({ captureHz: 440, deafAfterPeriods: 10 });
    const told: string[] = [];
    engine.onMicrophone((state) => told.push(state));
    const session = await engine.createSession({ localAddress: '127.0.0.1', dscp: 0 });
    session.start(parametersFor(9));
    await until(() => told.length > 0, 'the dead microphone is told');
    await session.stop();
    await until(() => told.length > 1, 'without a call nobody misses it');
    expect(told).toEqual(['gone', 'works']);
  });

  it('starts again when its thread dies, and tells so', async () => {
    const engine = await openEngine({ captureHz: 440, diesAfterPeriods: 20 });
    const failures: MediaFailure[] = [];
    engine.onFailure((failure) => failures.push(failure));
    let restored = 0;
    engine.onRestored(() => restored++);
    const session = await engine.createSession({ localAddress: '127.0.0.1', dscp: 0 });
    await until(() => failures.length > 0, 'the death is told');
    expect(failures[0]).toEqual({ kind: 'engine-died', detail: 'the test wants this thread dead' });
    expect(await session.stop()).toBeUndefined();
    await until(() => restored === 1, 'the new thread is told');
    const again = await engine.createSession({ localAddress: '127.0.0.1', dscp: 0 });
    expect(again.localPort).toBeGreaterThan(0);
  });

  it('watches its device for a while, and says that a missing one did not run', async () => {
    const engine = await openEngine({ captureHz: 440 });
    expect(await engine.checkDevice(400)).toMatchObject({ ran: true });
    const broken = await openMediaEngine({ audio: { moduleUrl: 'file:///nowhere.ts', options: {} } });
    closing.push(() => broken.close());
    expect(await broken.checkDevice(100)).toEqual({ ran: false, glitches: 0 });
    await broken.close();
    expect(await broken.checkDevice(100)).toEqual({ ran: false, glitches: 0 });
  });

  it('refuses an address that is not one', async () => {
    const engine = await openEngine({ captureHz: 440 });
    const failures: MediaFailure[] = [];
    engine.onFailure((failure) => failures.push(failure));
    await expect(engine.createSession({ localAddress: 'fernleigh.test', dscp: 0 })).rejects.toThrow(
      'not an IP address',
    );
    expect(failures.map(({ kind }) => kind)).toEqual(['session-refused']);
    await engine.close();
    await expect(engine.createSession({ localAddress: '127.0.0.1', dscp: 0 })).rejects.toThrow('not running');
  });
});
