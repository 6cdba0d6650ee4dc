// The simulated sound device: periods by its own clock, delay that shrinks by itself, and a page's microphone.

import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { SimAudioDevice } from '../../../../hal/sim/sound/device.ts';
import { PageSound } from '../../../../hal/sim/sound/page-sound.ts';
import { RecordedSound } from '../../../../hal/sim/sound/recorded-sound.ts';
import { SampleRing } from '../../../../hal/sim/sound/sample-ring.ts';
import { parseWav, wavHeader } from '../../../../hal/sim/sound/wav.ts';
import { VirtualClock } from '../../../../hal/sim/virtual-clock.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

describe('the device clock', () => {
  it('runs 100 periods of 10 ms a second without a microphone, and none after stop', async () => {
    const clock = new VirtualClock();
    const device = new SimAudioDevice(new RecordedSound(), clock, 480);
    let periods = 0;
    device.start((capture) => {
      periods++;
      expect(capture.every((sample) => sample === 0)).toBe(true);
    });
    await clock.advance(1_000);
    expect(periods).toBe(100);
    expect(device.statistics().capturing).toBe(false);
    device.stop();
    await clock.advance(1_000);
    expect(periods).toBe(100);
    expect(clock.pendingTimers).toBe(0);
  });

  it('counts what a stalled engine missed instead of making it up in a burst', () => {
    let nowMs = 0;
    let fire: () => void = () => undefined;
    const clock = {
      nowMs: () => nowMs,
      wallMs: () => nowMs,
      after: (_delay: number, run: () => void) => {
        fire = run;
        return { cancel: () => undefined };
      },
    };
    const device = new SimAudioDevice(new RecordedSound(), clock, 480);
    let periods = 0;
    device.start(() => void periods++);
    nowMs = 500;
    fire();
    expect(periods, 'one for each turn of the event loop').toBe(1);
    for (let turn = 0; turn < 30; turn++) fire();
    expect(periods).toBeLessThanOrEqual(11);
    expect(device.statistics().starvedPeriods + periods).toBe(50);
  });

  it('goes on speaking while nobody listens, and keeps the time of what is heard', () => {
    const added: number[] = [];
    const recorder = { add: (samples: Int16Array) => void added.push(samples.length), close: () => undefined };
    const spoken = Int16Array.from({ length: 700 }, (_, at) => at);
    const farSide = new RecordedSound({ spoken, loop: true, recorder });
    const capture = new Int16Array(100);
    farSide.capture(capture);
    farSide.miss(650);
    farSide.capture(capture);
    expect([capture[0], added]).toEqual([50, [650]]);
  });

  it('plays a recording in a loop and hears volume', async () => {
    const clock = new VirtualClock();
    const spoken = Int16Array.from({ length: 700 }, (_, at) => at);
    const heard: number[] = [];
    const farSide = new RecordedSound({ spoken, loop: true });
    const device = new SimAudioDevice(farSide, clock, 480);
    device.setVolume(0.5);
    farSide.play = (playout) => void heard.push(...playout);
    device.start((capture, playout) => playout.set(capture));
    await clock.advance(20);
    expect(heard.length).toBe(960);
    expect(heard[100]).toBe(50);
    expect(heard[700 + 200]).toBe(100);
  });
});

describe('the ring between a bursty page and a steady device', () => {
  const sizes = { prefill: 480, window: 48_000, capacity: 24_000 };

  it('takes out delay that a stall left behind', () => {
    const ring = new SampleRing(sizes);
    const period = new Int16Array(480).fill(1000);
    for (let stalled = 0; stalled < 20; stalled++) ring.write(period);
    const into = new Int16Array(480);
    for (let at = 0; at < 250; at++) {
      ring.write(period);
      expect(ring.read(into)).toBe(true);
    }
    expect(ring.depth).toBeLessThanOrEqual(2 * 480);
    expect(ring.trimmed).toBeGreaterThanOrEqual(18 * 480);
  });

  it('keeps the delay that bursts of 40 ms need, and never runs dry', () => {
    const ring = new SampleRing(sizes);
    const burst = new Int16Array(4 * 480).fill(1000);
    const into = new Int16Array(480);
    ring.write(burst);
    for (let at = 0; at < 400; at++) {
      if (at % 4 === 0) ring.write(burst);
      expect(ring.read(into)).toBe(true);
    }
    expect(ring.depth).toBeGreaterThanOrEqual(480);
  });

  it('gives silence while it fills, and never holds more than its capacity', () => {
    const ring = new SampleRing(sizes);
    const into = new Int16Array(480).fill(7);
    expect(ring.read(into)).toBe(false);
    expect(into.every((sample) => sample === 0)).toBe(true);
    ring.write(new Int16Array(60_000));
    expect(ring.depth).toBe(24_000);
  });
});

describe("a page's microphone and speaker", () => {
  it('carries sound both ways, the ringer beside the talking path, and nothing while all is silent', async () => {
    const sound = await PageSound.open({ token: 'secret', origins: ['http://127.0.0.1:1'] });
    cleanups.push(() => sound.close());
    const device = new SimAudioDevice(sound, new VirtualClock(), 480);
    expect(device.statistics().turnedOff).toBe(true);
    const page = new WebSocket(`ws://127.0.0.1:${sound.port}/?token=secret`, { origin: 'http://127.0.0.1:1' });
    cleanups.push(() => page.terminate());
    await new Promise((resolve) => page.once('open', resolve));
    const messages: Buffer[] = [];
    const first = new Promise<void>((resolve) =>
      page.on('message', (data) => {
        messages.push(data as Buffer);
        resolve();
      }),
    );

    page.send(new Uint8Array(Int16Array.from({ length: 1440 }, () => 321).buffer));
    const capture = new Int16Array(480);
    const quiet = new Int16Array(480);
    while (!sound.capture(capture)) await new Promise((resolve) => setImmediate(resolve));
    expect(capture[0]).toBe(321);
    expect(device.statistics().turnedOff).toBe(false);

    sound.play(new Int16Array(480).fill(5), new Int16Array(480).fill(9), 'speaker');
    await first;
    const message = messages[0] as Buffer;
    expect([message[0], message[1], message.length]).toEqual([3, 2, 4 + 2 * 960]);
    expect([message.readInt16LE(4), message.readInt16LE(4 + 960)]).toEqual([5, 9]);

    for (let period = 0; period < 100; period++) sound.play(quiet, quiet, 'handset');
    const pong = new Promise((resolve) => page.once('pong', resolve));
    page.ping();
    await pong;
    expect(messages.length).toBeLessThan(30);
  });
});

it('reads the WAV files it writes and says what is wrong with others', () => {
  const file = Buffer.concat([wavHeader(2), Buffer.from(new Int16Array([1, -2]).buffer)]);
  const parsed = parseWav(file);
  expect(parsed.ok && [...parsed.value]).toEqual([1, -2]);
  expect(parseWav(Buffer.from('hello'))).toEqual({ ok: false, error: 'not a WAV file' });
  const slow = Buffer.from(file);
  slow.writeUInt32LE(8_000, 24);
  expect(parseWav(slow)).toEqual({ ok: false, error: 'a WAV file, but not 16-bit mono at 48 kHz' });
});
