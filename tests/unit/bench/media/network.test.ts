// The bench's bad networks: recorded ones as they are read, and the live one as packets meet it.

import { createSocket, type Socket } from 'node:dgram';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { isSpeech, LiveNetwork } from '../../../../bench/media/network/live-network.ts';
import { parseTrace } from '../../../../bench/media/network/trace.ts';
import { networkCases } from '../../../../bench/media/virtual-call/cases.ts';
import { type NetworkConditions, VirtualNetwork } from '../../../../bench/media/virtual-call/network.ts';

describe('a recorded network', () => {
  it('is a line a packet', () => {
    expect(parseTrace('# Tuesday\n20\n\n lost # rain\n35.5\n')).toEqual({ ok: true, value: [20, undefined, 35.5] });
  });

  it.each([
    ['', 'lets no packet through'],
    ['lost\nlost', 'lets no packet through'],
    ['20\nsoon\n30\n-1', 'line 2 says "soon"'],
    ['20\nsoon\n30\n-1', 'line 4 says "-1"'],
    ['0x14', 'line 1'],
    ['1e9', 'line 1'],
    ['60001', 'line 1'],
    ['NaN', 'line 1'],
  ])('is refused as %j, and says where it is wrong', (text, reason) => {
    const trace = parseTrace(text);
    expect(trace.ok ? '' : trace.error).toContain(reason);
  });

  it('comes back as it was written', () => {
    const packet = fc.option(fc.integer({ min: 0, max: 60_000 }), { nil: undefined });
    fc.assert(
      fc.property(fc.array(packet, { minLength: 1 }), (packets) => {
        const trace = parseTrace(packets.map((delayMs) => delayMs ?? 'lost').join('\n'));
        return packets.every((delayMs) => delayMs === undefined)
          ? !trace.ok
          : trace.ok && trace.value.every((delayMs, at) => delayMs === packets[at]);
      }),
    );
  });

  it('never throws, whatever it is given', () => {
    fc.assert(fc.property(fc.string(), (text) => typeof parseTrace(text).ok === 'boolean'));
  });
});

describe('the cases', () => {
  const shares = (conditions: NetworkConditions, packets = 50_000) => {
    const network = new VirtualNetwork(conditions, 3);
    const arrivals = Array.from({ length: packets }, (_, n) => network.carry(n * 20));
    const lost = arrivals.map(({ length }) => length === 0);
    const bursts = lost.filter((isLost, at) => isLost && !lost[at - 1]).length;
    const count = lost.filter(Boolean).length;
    const delays = arrivals.flatMap(([atMs], n) => (atMs === undefined ? [] : [atMs - n * 20]));
    return { loss: count / packets, burst: bursts === 0 ? 0 : count / bursts, delays };
  };

  it.each([
    ['loss5', 0.05, 1.05],
    ['burst10', 0.1, 3],
    ['burst20', 0.2, 4],
    ['loss-and-jitter', 0.05, 2],
  ] as const)('%s loses as it says', (name, loss, burst) => {
    const measured = shares(networkCases[name]);
    expect(measured.loss).toBeCloseTo(loss, 2);
    expect(Math.abs(measured.burst - burst)).toBeLessThan(0.12);
  });

  it('jitter20 delays by 20 ms and an exponential tail of another 20', () => {
    const { delays } = shares(networkCases.jitter20);
    const mean = delays.reduce((sum, delayMs) => sum + delayMs, 0) / delays.length;
    expect(mean).toBeGreaterThan(39.5);
    expect(mean).toBeLessThan(40.5);
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(20);
    const beyond = delays.filter((delayMs) => delayMs > 20 + 60).length / delays.length;
    expect(beyond).toBeCloseTo(Math.exp(-3), 2);
  });
});

describe('the live network', () => {
  const open: { close(): unknown }[] = [];
  afterEach(() => {
    for (const each of open.splice(0)) each.close();
  });

  async function endpoint(): Promise<{ readonly socket: Socket; readonly port: number }> {
    const socket = createSocket('udp4');
    open.push(socket);
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', () => resolve()));
    return { socket, port: socket.address().port };
  }

  function rtp(sequence: number, payloadBytes = 40): Buffer {
    const packet = Buffer.alloc(12 + payloadBytes);
    packet[0] = 0x80;
    packet[1] = 96;
    packet.writeUInt16BE(sequence, 2);
    return packet;
  }

  async function openNetwork(conditions: NetworkConditions) {
    const network = await LiveNetwork.open(conditions, 1);
    if (!network.ok) throw new Error(network.error);
    open.push(network.value);
    const [talker, listener] = [await endpoint(), await endpoint()];
    network.value.talker = { port: talker.port, rtcpPort: talker.port };
    network.value.listener = { port: listener.port, rtcpPort: listener.port };
    return { network: network.value, talker, listener };
  }

  it('carries speech one way late, and answers the other way', async () => {
    const { network, talker, listener } = await openNetwork({ delayMs: 30, lossShare: 0 });
    const heard = new Promise<Buffer>((resolve) => listener.socket.once('message', resolve));
    const sentAtMs = performance.now();
    talker.socket.send(rtp(7), network.portForTalker, '127.0.0.1');
    expect((await heard).readUInt16BE(2)).toBe(7);
    expect(performance.now() - sentAtMs).toBeGreaterThan(28);
    const answered = new Promise<Buffer>((resolve) => talker.socket.once('message', resolve));
    listener.socket.send(rtp(9), network.portForListener, '127.0.0.1');
    expect((await answered).readUInt16BE(2)).toBe(9);
  });

  it('loses what the conditions say, and nothing that is no speech', async () => {
    const { network, talker, listener } = await openNetwork({ delayMs: 0, lossShare: 1 });
    const heard = new Promise<Buffer>((resolve) => listener.socket.once('message', resolve));
    const report = Buffer.alloc(28);
    report[0] = 0x80;
    report[1] = 200;
    for (let sequence = 0; sequence < 5; sequence++)
      talker.socket.send(rtp(sequence), network.portForTalker, '127.0.0.1');
    talker.socket.send(report, network.portForTalker, '127.0.0.1');
    expect((await heard)[1]).toBe(200);
    expect(network.counts).toMatchObject({ sent: 5, lost: 5 });
    expect(network.losses.length).toBe(5);
  });

  it('knows speech from reports, STUN, DTLS and nothing', () => {
    expect(isSpeech(rtp(1))).toBe(true);
    expect(isSpeech(Uint8Array.of(0x80, 200, ...new Array(20).fill(0)))).toBe(false);
    expect(isSpeech(Uint8Array.of(0x00, 1, ...new Array(20).fill(0)))).toBe(false);
    expect(isSpeech(Uint8Array.of(0x16, 0xfe, ...new Array(20).fill(0)))).toBe(false);
    expect(isSpeech(new Uint8Array(0))).toBe(false);
  });
});
