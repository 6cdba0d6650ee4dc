// Two endpoints talk over real loopback sockets on a virtual clock: every codec, every suite, and strangers.

import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../hal/sim/virtual-clock.ts';
import { codecNames } from '../../../media/codec/index.ts';
import { type EndpointListener, openRtpEndpoint, type RtpEndpoint } from '../../../media/endpoint/index.ts';
import { isRtcp, writeRtpHeader } from '../../../media/rtp/packet.ts';
import type { MediaStatistics, SrtpKey, SrtpSuite } from '../../../media/session.ts';
import { keyAndSaltBytes, openSrtpReceiver, suiteNames } from '../../../media/srtp/index.ts';
import { ThreadSession } from '../../../media/thread/thread-session.ts';
import {
  converse,
  deliver,
  type Overrides,
  openEndpoint,
  parametersFor,
  periodMs,
  periodSamples,
  SeededRandom,
} from './rig/loopback.ts';
import { align, rms, speechLike } from './rig/speech.ts';

const open: RtpEndpoint[] = [];
const sockets: Socket[] = [];

afterEach(() => {
  for (const endpoint of open.splice(0)) endpoint.close();
  for (const socket of sockets.splice(0)) socket.close();
});

interface Pair {
  readonly clock: VirtualClock;
  readonly near: RtpEndpoint;
  readonly far: RtpEndpoint;
}

async function connect(
  overrides: Overrides = {},
  listeners: { near?: EndpointListener; far?: EndpointListener } = {},
): Promise<Pair> {
  const clock = new VirtualClock();
  const near = await openEndpoint(clock, 1, listeners.near);
  const far = await openEndpoint(clock, 2, listeners.far);
  open.push(near, far);
  expect(near.start(parametersFor(far.localPort, overrides)).ok).toBe(true);
  const mirrored = { ...overrides, sendKey: overrides.receiveKey, receiveKey: overrides.sendKey };
  expect(far.start(parametersFor(near.localPort, mirrored as Overrides)).ok).toBe(true);
  return { clock, near, far };
}

function keyFor(suite: SrtpSuite, fill: number): SrtpKey {
  return { suite, keyAndSalt: new Uint8Array(keyAndSaltBytes(suite)).fill(fill) };
}

const second = 48_000;

/** A socket that keeps all that comes. */
async function listen(): Promise<{ readonly port: number; readonly datagrams: Uint8Array[] }> {
  const socket = createSocket('udp4');
  sockets.push(socket);
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const datagrams: Uint8Array[] = [];
  socket.on('message', (datagram) => datagrams.push(datagram));
  return { port: socket.address().port, datagrams };
}

describe('speech', () => {
  it.each(codecNames)('arrives whole with %s', async (codec) => {
    const { clock, near, far } = await connect({ codec });
    const spoken = speechLike(2 * second);
    const { correlation, delay } = align(
      spoken.subarray(0, second),
      (await converse(clock, near, far, spoken)).far,
      9_600,
    );
    expect(correlation).toBeGreaterThan(0.95);
    expect(delay).toBeLessThan(0.09 * second);
  });

  it.each(suiteNames)('arrives whole under %s, both ways', async (suite) => {
    const { clock, near, far } = await connect({ sendKey: keyFor(suite, 1), receiveKey: keyFor(suite, 2) });
    const spoken = speechLike(1.5 * second, 1);
    const answered = speechLike(1.5 * second, 4);
    const heard = await converse(clock, near, far, spoken, answered);
    expect(align(spoken.subarray(0, second), heard.far, 9_600).correlation).toBeGreaterThan(0.95);
    expect(align(answered.subarray(0, second), heard.near, 9_600).correlation).toBeGreaterThan(0.95);
  });

  it.each([10, 40, 60])('arrives in packets of %i ms', async (packetTimeMs) => {
    const { clock, near, far } = await connect({ packetTimeMs, codec: 'PCMA' });
    const spoken = speechLike(2 * second);
    expect(
      align(spoken.subarray(0, second), (await converse(clock, near, far, spoken)).far, 14_400).correlation,
    ).toBeGreaterThan(0.95);
  });

  it('survives a key change in the middle of the call', async () => {
    const suite = 'AEAD_AES_256_GCM';
    const { clock, near, far } = await connect({ sendKey: keyFor(suite, 1), receiveKey: keyFor(suite, 2) });
    await converse(clock, near, far, speechLike(second / 2));
    near.start(parametersFor(far.localPort, { sendKey: keyFor(suite, 3), receiveKey: keyFor(suite, 4) }));
    far.start(parametersFor(near.localPort, { sendKey: keyFor(suite, 4), receiveKey: keyFor(suite, 3) }));
    const spoken = speechLike(second);
    const heard = await converse(clock, near, far, spoken);
    expect(align(spoken.subarray(0, second / 2), heard.far, 9_600).correlation).toBeGreaterThan(0.95);
  });

  it('does not start with a key of the wrong length or for one direction only', async () => {
    const { near, far } = await connect();
    const short = { suite: 'AEAD_AES_256_GCM', keyAndSalt: new Uint8Array(3) } as const;
    expect(near.start(parametersFor(far.localPort, { sendKey: short, receiveKey: short })).ok).toBe(false);
    expect(near.start(parametersFor(far.localPort, { sendKey: keyFor('AEAD_AES_256_GCM', 1) })).ok).toBe(false);
  });
});

describe('hold and direction', () => {
  it('are obeyed, and speech comes back after them', async () => {
    const { clock, near, far } = await connect();
    const spoken = speechLike(second);
    await converse(clock, near, far, spoken);
    near.start(parametersFor(far.localPort, { direction: 'inactive' }));
    far.start(parametersFor(near.localPort, { direction: 'inactive' }));
    const held = await converse(clock, near, far, spoken, spoken);
    expect(rms(held.far.subarray(second / 5))).toBe(0);
    expect(rms(held.near.subarray(second / 5))).toBe(0);
    near.start(parametersFor(far.localPort));
    far.start(parametersFor(near.localPort));
    const resumed = await converse(clock, near, far, spoken);
    expect(align(spoken.subarray(0, second / 2), resumed.far, 9_600).correlation).toBeGreaterThan(0.95);
  });

  it.each(['0.0.0.0', '::'])(
    'sends neither speech nor reports to %s, the old way to say hold',
    async (remoteAddress) => {
      const { clock, near, far } = await connect();
      // On this system a packet to the address of zeros would arrive here.
      const peer = await listen();
      await converse(clock, near, far, speechLike(second / 5));
      near.start(parametersFor(peer.port, { remoteAddress }));
      await converse(clock, near, far, speechLike(5 * second));
      expect(near.sendDigit('5')).toBe(true);
      await converse(clock, near, far, speechLike(second / 2));
      near.close();
      await deliver();
      expect(peer.datagrams).toEqual([]);
    },
  );
});

describe('a call with keys', () => {
  const suite = 'AES_CM_128_HMAC_SHA1_80';
  const keys = { sendKey: keyFor(suite, 1), receiveKey: keyFor(suite, 2) };

  it('sends no packet that is not sealed: speech, digits, reports and good-bye', async () => {
    const clock = new VirtualClock();
    const near = await openEndpoint(clock, 1);
    const far = await openEndpoint(clock, 2);
    open.push(near, far);
    const peer = await listen();
    near.start(parametersFor(peer.port, keys));
    near.sendDigit('5');
    await converse(clock, near, far, speechLike(3 * second));
    near.start(parametersFor(peer.port, { ...keys, direction: 'recvonly' }));
    await converse(clock, near, far, speechLike(second));
    near.close();
    await deliver();
    const opener = openSrtpReceiver(keys.sendKey);
    if (!opener.ok) throw new Error(opener.error);
    const { value } = opener;
    const opened = peer.datagrams.map(
      (datagram) => (isRtcp(datagram) ? value.unprotectRtcp(datagram) : value.unprotectRtp(datagram)).ok,
    );
    expect(opened.length).toBeGreaterThan(150);
    expect(opened).not.toContain(false);
    expect(peer.datagrams.filter(isRtcp).length).toBeGreaterThan(1);
  });

  it('plays no plain packet, not even from the far end’s own address', async () => {
    const clock = new VirtualClock();
    const near = await openEndpoint(clock, 1);
    const far = await openEndpoint(clock, 2);
    open.push(near, far);
    near.start(parametersFor(far.localPort, keys));
    far.start(parametersFor(near.localPort));
    const spoken = speechLike(second);
    const heard = await converse(clock, near, far, spoken, spoken);
    expect(rms(heard.near)).toBe(0);
    expect(near.close()).toMatchObject({ lastRefusal: 'not-authentic', packetsReceived: 0, encrypted: true });
  });
});

describe('digits', () => {
  it('arrive in order, once each, between speech', async () => {
    const heard: string[] = [];
    const { clock, near, far } = await connect({}, { far: { onDigit: (digit) => heard.push(digit) } });
    await converse(clock, near, far, speechLike(second / 5));
    for (const digit of '4217#') expect(near.sendDigit(digit, 80)).toBe(true);
    expect(near.sendDigit('x')).toBe(false);
    await converse(clock, near, far, speechLike(1.5 * second));
    expect(heard.join('')).toBe('4217#');
  });

  it.each(['PCMU', 'PCMA'] as const)('arrive as tones in %s where there are no events', async (codec) => {
    const heard: string[] = [];
    const { clock, near, far } = await connect(
      { codec, inBandDigits: true },
      { far: { onDigit: (digit) => heard.push(digit) } },
    );
    const session = new ThreadSession(near);
    const spoken = speechLike(3 * second);
    for (const digit of '4217#x0') session.sendDigit(digit, 90);
    const playout = new Int16Array(periodSamples);
    for (let at = 0; at < spoken.length; at += periodSamples) {
      const frame = spoken.subarray(at, at + periodSamples);
      session.speak(frame, frame);
      session.listen(playout);
      await deliver();
      far.exchange(frame, playout);
      await deliver();
      await clock.advance(periodMs);
    }
    expect(heard.join('')).toBe('4217#0');
  });
});

describe('statistics', () => {
  it('come once a second with what both ends know', async () => {
    const seen: MediaStatistics[] = [];
    const { clock, near, far } = await connect({}, { near: { onStatistics: (statistics) => seen.push(statistics) } });
    await converse(clock, near, far, speechLike(4 * second), speechLike(4 * second, 3));
    expect(seen.length).toBeGreaterThanOrEqual(3);
    const last = seen.at(-1);
    expect(last).toMatchObject({
      packetsLost: 0,
      packetsRefused: 0,
      lossShare: 0,
      encrypted: false,
      sendCodec: 'opus',
      receiveCodec: 'opus',
      remoteLossShare: 0,
    });
    expect(last?.packetsSent).toBeGreaterThan(140);
    expect(last?.packetsReceived).toBeGreaterThan(140);
    expect(last?.roundTripMs).toBeLessThan(50);
    expect(last?.mosEstimate).toBeGreaterThan(4.2);
    expect(last?.captureLevelDbfs).toBeGreaterThan(-40);
    expect(last?.bitRateBps).toBeGreaterThan(8_000);
    expect(near.close()?.packetsSent).toBeGreaterThan(190);
    expect(near.close()).toBeUndefined();
  });

  it('know the round trip of a far end that does not multiplex RTCP', async () => {
    const { clock, near, far } = await connect();
    near.start(parametersFor(far.localPort, { remoteRtcpPort: far.localPort + 1 }));
    far.start(parametersFor(near.localPort, { remoteRtcpPort: near.localPort + 1 }));
    await deliver();
    await converse(clock, near, far, speechLike(3 * second), speechLike(3 * second, 3));
    expect(near.close()?.roundTripMs).toBeLessThan(50);
  });

  it('hold what the far end’s extended reports say, where both sides asked for them', async () => {
    const { clock, near, far } = await connect({ extendedReports: ['pkt-loss-rle', 'rcvr-rtt', 'voip-metrics'] });
    await converse(clock, near, far, speechLike(4 * second), speechLike(4 * second, 3));
    const { remoteVoice, bursts, captureSpeech } = near.close() ?? {};
    expect(remoteVoice).toMatchObject({ lossShare: 0, discardShare: 0, gmin: 16 });
    expect(remoteVoice?.mosListening).toBeGreaterThan(4);
    // The far end hears this side's voice about as loud as it is spoken here.
    expect(remoteVoice?.signalLevelDb).toBeCloseTo((captureSpeech?.speechDbfs ?? 0) + 3, -1);
    expect(bursts).toMatchObject({ bursts: 0, burstDurationMs: undefined });
  });

  it('hold no extended report of a far end that was not asked for one', async () => {
    const { clock, near, far } = await connect();
    await converse(clock, near, far, speechLike(4 * second), speechLike(4 * second, 3));
    expect(near.close()?.remoteVoice).toBeUndefined();
  });

  it('leave out what was not measured: nothing received yet, another call has the handset, no device', async () => {
    const clock = new VirtualClock();
    const opened = await openRtpEndpoint({
      ...{ localAddress: '127.0.0.1', clock, random: new SeededRandom(1) },
      hasHandset: () => false,
    });
    if (!opened.ok) throw new Error(opened.error);
    const near = opened.value;
    open.push(near);
    near.start(parametersFor((await listen()).port));
    const frame = new Int16Array(periodSamples);
    for (let n = 0; n < 60; n++) {
      near.exchange(frame, new Int16Array(periodSamples));
      await clock.advance(periodMs);
    }
    const last = near.close();
    for (const name of [
      ...([
        'lossShare',
        'jitterMs',
        'roundTripMs',
        'bufferDelayMs',
        'endToEndDelayMs',
        'mosEstimate',
        'device',
      ] as const),
      ...(['captureLevelDbfs', 'playoutLevelDbfs', 'clippedShare', 'captureSpeech', 'remoteLossShare'] as const),
    ]) {
      expect(last?.[name], name).toBeUndefined();
    }
  });

  it('tell the room by what the microphone hears, not by what cleaning leaves of it', async () => {
    const clock = new VirtualClock();
    const opened = await openRtpEndpoint({
      ...{ localAddress: '127.0.0.1', clock, random: new SeededRandom(1) },
      device: () => ({ starvedPeriods: 0, playoutDelayMs: 10, capturing: true, signalToNoiseDb: 8 }),
    });
    if (!opened.ok) throw new Error(opened.error);
    const near = opened.value;
    open.push(near);
    near.start(parametersFor((await listen()).port));
    const speech = speechLike(3 * second);
    for (let at = 0; at + periodSamples <= speech.length; at += periodSamples) {
      near.exchange(speech.subarray(at, at + periodSamples), new Int16Array(periodSamples));
      await clock.advance(periodMs);
    }
    const { captureSpeech } = near.close() ?? {};
    expect(captureSpeech?.signalToNoiseDb).toBe(8);
    expect(captureSpeech?.speechDbfs).toBeGreaterThan(-50);
  });

  it('tell each drought once', async () => {
    const silences: number[] = [];
    const { clock, near, far } = await connect({}, { near: { onSilence: (silentMs) => silences.push(silentMs) } });
    await converse(clock, near, far, new Int16Array(second / 2));
    const frame = new Int16Array(periodSamples);
    for (let n = 0; n < 400; n++) {
      near.exchange(frame, new Int16Array(periodSamples));
      await clock.advance(periodMs);
    }
    expect(silences).toHaveLength(1);
    await converse(clock, near, far, new Int16Array(second / 2));
    expect(silences).toHaveLength(1);
  });
});

describe('strangers', () => {
  async function shout(port: number, packets: readonly Uint8Array[]): Promise<void> {
    const socket = createSocket('udp4');
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    for (const packet of packets) await new Promise((resolve) => socket.send(packet, port, '127.0.0.1', resolve));
    await deliver();
    socket.close();
  }

  function forged(count: number): Uint8Array[] {
    return Array.from({ length: count }, (_, n) => {
      const packet = new Uint8Array(172).fill(0x80, 12);
      writeRtpHeader(packet, { payloadType: 0, marker: n === 0, sequence: n, timestamp: n * 160, ssrc: 666 });
      return packet;
    });
  }

  it.each([undefined, 'AES_CM_128_HMAC_SHA1_80'] as const)('are not heard, only counted (%s)', async (suite) => {
    const keys = suite ? { sendKey: keyFor(suite, 1), receiveKey: keyFor(suite, 2) } : {};
    const { clock, near, far } = await connect(keys);
    await converse(clock, near, far, new Int16Array(second / 2));
    await shout(near.localPort, forged(20));
    const heard = await converse(clock, near, far, new Int16Array(second / 2));
    expect(rms(heard.near)).toBeLessThan(5);
    expect(near.close()).toMatchObject({ packetsRefused: 20, lastRefusal: suite ? 'not-authentic' : 'stranger' });
  });

  it('cannot break a call with garbage of any shape', async () => {
    const { clock, near, far } = await connect();
    const spoken = speechLike(second);
    await converse(clock, near, far, spoken.subarray(0, second / 2));
    const garbage = Array.from({ length: 200 }, (_, n) =>
      Uint8Array.from({ length: n * 7 }, (_, m) =>
        m === 0 ? 0x80 + (n & 0x3f) : m === 1 ? 180 + (n % 40) : (n * m * 31) & 0xff,
      ),
    );
    // In batches that the system's receive buffer can hold.
    for (let at = 0; at < 200; at += 40) await shout(near.localPort, garbage.slice(at, at + 40));
    const heard = await converse(clock, near, far, spoken, spoken);
    expect(align(spoken.subarray(0, second / 2), heard.near, 9_600).correlation).toBeGreaterThan(0.95);
    expect(near.close()?.packetsRefused).toBe(200);
  });
});
