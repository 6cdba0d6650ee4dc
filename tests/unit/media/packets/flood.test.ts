// Ten thousand packets a second from a stranger, or from the peer itself, cost a call nothing that can be heard.

import { afterEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../../hal/sim/virtual-clock.ts';
import { FloodWatch } from '../../../../media/endpoint/port/flood-watch.ts';
import { type MediaSocket, openMediaSocket } from '../../../../media/endpoint/port/media-socket.ts';
import { RtpEndpoint } from '../../../../media/endpoint/rtp-endpoint.ts';
import { writeRtpHeader } from '../../../../media/rtp/packet.ts';
import type { MediaStatistics, SrtpKey } from '../../../../media/session.ts';
import { keyAndSaltBytes } from '../../../../media/srtp/index.ts';
import { parametersFor, periodMs, periodSamples, SeededRandom } from '../rig/loopback.ts';
import { speechLike } from '../rig/speech.ts';

const closing: { close(): void }[] = [];

afterEach(() => {
  for (const open of closing.splice(0)) open.close();
});

function openSocket(): MediaSocket {
  const socket = openMediaSocket('127.0.0.1', 46);
  if (!socket.ok) throw new Error(socket.error);
  closing.push(socket.value);
  return socket.value;
}

const key = (fill: number): SrtpKey => ({
  suite: 'AEAD_AES_256_GCM',
  keyAndSalt: new Uint8Array(keyAndSaltBytes('AEAD_AES_256_GCM')).fill(fill),
});

const packetsAPeriod = 200;

function rtp(n: number, ssrc: number, length: number): Uint8Array {
  const packet = new Uint8Array(length).fill(n);
  writeRtpHeader(packet, { payloadType: 96, marker: false, sequence: n & 0xffff, timestamp: n * 960, ssrc });
  return packet;
}

interface Call {
  readonly clock: VirtualClock;
  readonly near: RtpEndpoint;
  readonly far: RtpEndpoint;
  readonly farSocket: MediaSocket;
  readonly seen: MediaStatistics[];
}

function openCall(secure: boolean): Call {
  const clock = new VirtualClock();
  const seen: MediaStatistics[] = [];
  const farSocket = openSocket();
  const options = (seed: number) =>
    ({ localAddress: '127.0.0.1', clock, random: new SeededRandom(seed), arrivals: 'poll' }) as const;
  const near = new RtpEndpoint(openSocket(), options(1), { onStatistics: (statistics) => seen.push(statistics) });
  const far = new RtpEndpoint(farSocket, options(2), {});
  closing.push(near, far);
  const keys = secure ? { sendKey: key(1), receiveKey: key(2) } : {};
  const mirrored = secure ? { sendKey: key(2), receiveKey: key(1) } : {};
  expect(near.start(parametersFor(far.localPort, keys)).ok).toBe(true);
  expect(far.start(parametersFor(near.localPort, mirrored)).ok).toBe(true);
  return { clock, near, far, farSocket, seen };
}

/** Talks for `seconds`, with `shout` between the far end's packet and this end's period; then the figures. */
async function talk({ clock, near, far }: Call, seconds: number, shout: (period: number) => void): Promise<void> {
  const speech = speechLike(48_000);
  const heard = new Int16Array(periodSamples);
  for (let period = 0; period < seconds * 50; period++) {
    const at = (period % 50) * periodSamples;
    const spoken = speech.subarray(at, at + periodSamples);
    far.exchange(spoken, heard);
    shout(period);
    near.exchange(spoken, heard);
    await clock.advance(periodMs);
  }
}

describe.each([true, false])('a flood (SRTP: %s)', (secure) => {
  const flood = (socket: MediaSocket, to: RtpEndpoint, make: (n: number) => Uint8Array) => (period: number) => {
    const target = { address: '127.0.0.1', port: to.localPort };
    for (let n = 0; n < packetsAPeriod; n++) socket.send(make(period * packetsAPeriod + n), target);
  };
  const shapes: readonly (readonly [string, (n: number) => Uint8Array])[] = [
    ['RTP of a source of its own', (n) => rtp(n, 666, 100)],
    ['RTP of ever new sources, as long as a frame', (n) => rtp(n, n, 1_400)],
    ['what looks like reports', (n) => new Uint8Array(60).fill(n).fill(0x80, 0, 1).fill(200, 1, 2)],
    ['octets without form', (n) => Uint8Array.from({ length: n % 90 }, (_, m) => (n * m * 31) & 0xff)],
  ];

  it.each(shapes)('of %s from a stranger is not heard', async (_name, make) => {
    const call = openCall(secure);
    await talk(call, 3, flood(openSocket(), call.near, make));
    expectUnharmed(call);
  });

  it.each(shapes)('of %s from the peer itself is not heard', async (_name, make) => {
    const call = openCall(secure);
    // The first packets are the call's own, so that it is known whom to listen to.
    await talk(call, 0.2, () => undefined);
    await talk(call, 3, flood(call.farSocket, call.near, make));
    expectUnharmed(call);
  });
});

function expectUnharmed({ near, seen }: Call): void {
  expect(seen.length).toBeGreaterThanOrEqual(2);
  expect(seen.map(({ concealedShare }) => concealedShare).filter((share) => share !== 0)).toEqual([]);
  const last = near.close();
  expect(last).toMatchObject({ packetsLost: 0, packetsLate: 0 });
  expect(last?.packetsReceived).toBeGreaterThanOrEqual(149);
}

describe('the door that the kernel keeps', () => {
  it('is found again by a far end that moves in the middle of a flood', async () => {
    const call = openCall(true);
    const shouter = openSocket();
    const shout = () => {
      for (let n = 0; n < packetsAPeriod; n++) {
        shouter.send(rtp(n, 666, 100), { address: '127.0.0.1', port: call.near.localPort });
      }
    };
    await talk(call, 1, shout);
    const moved = new RtpEndpoint(
      openSocket(),
      { localAddress: '127.0.0.1', clock: call.clock, random: new SeededRandom(2), arrivals: 'poll' },
      {},
    );
    closing.push(moved);
    moved.start(parametersFor(call.near.localPort, { sendKey: key(3), receiveKey: key(1) }));
    call.near.start(parametersFor(call.far.localPort, { sendKey: key(1), receiveKey: key(3) }));
    await talk({ ...call, far: moved }, 2, shout);
    const received = call.near.close()?.packetsReceived ?? 0;
    // 50 before the move; of 100 after it all but those of the silence that opens the door.
    expect(received).toBeGreaterThan(50 + 100 - 40);
    expect(moved.close()?.packetsReceived).toBeGreaterThan(50);
  });

  it('shuts for a second while the far end is heard, and opens at once when it is not', () => {
    const watch = new FloodWatch();
    expect(watch.observe(0, 24, 0)).toBe('keep');
    expect(watch.observe(20, 200, 10)).toBe('shut');
    expect(watch.observe(40, 0, 30)).toBe('keep');
    expect(watch.observe(1_020, 0, 1_010)).toBe('open');
    expect(watch.observe(1_040, 200, 1_030)).toBe('shut');
    expect(watch.observe(1_640, 0, 1_030)).toBe('open');
    expect(watch.observe(1_660, 200, 1_030)).toBe('keep');
  });
});
