// The polled socket on the loopback interface: ports, marks, ages, limits, and what the system refuses.

import { readdirSync, readlinkSync } from 'node:fs';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import {
  isReachable,
  type MediaSocket,
  openMediaSocket,
  openRtcpSocket,
} from '../../../../media/endpoint/port/media-socket.ts';
import { mediaAddon } from '../../../../media/native/addon.ts';

const open: MediaSocket[] = [];

afterEach(() => {
  for (const socket of open.splice(0)) socket.close();
});

function openSocket(address = '127.0.0.1'): MediaSocket {
  const socket = openMediaSocket(address, 46);
  if (!socket.ok) throw new Error(socket.error);
  open.push(socket.value);
  return socket.value;
}

function collect(socket: MediaSocket) {
  const heard: { datagram: Uint8Array; port: number; address: string; ageMs: number }[] = [];
  const { count, emptied } = socket.poll(({ datagram }, { address, port }, ageMs) =>
    heard.push({ datagram: datagram.slice(), address, port, ageMs }),
  );
  expect(count).toBe(heard.length);
  return { heard, emptied };
}

function socketsOfThisProcess(): number {
  const links = readdirSync('/proc/self/fd').map((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`);
    } catch {
      return '';
    }
  });
  return links.filter((link) => link.startsWith('socket:')).length;
}

describe('a media socket', () => {
  it.each(['127.0.0.1', '::1'])('carries datagrams on %s, with their source and age', (address) => {
    const [near, far] = [openSocket(address), openSocket(address)];
    expect(near.port % 2).toBe(0);
    far.send(Uint8Array.of(1, 2, 3), { address, port: near.port });
    far.send(new Uint8Array(0), { address, port: near.port });
    const { heard, emptied } = collect(near);
    expect(emptied).toBe(true);
    expect(heard.map(({ datagram }) => [...datagram])).toEqual([[1, 2, 3], []]);
    expect(heard[0]?.port).toBe(far.port);
    expect(heard[0]?.ageMs).toBeGreaterThanOrEqual(0);
    near.send(Uint8Array.of(9), { address: heard[0]?.address ?? '', port: heard[0]?.port ?? 0 });
    expect(collect(far).heard).toHaveLength(1);
  });

  it('ends a poll while packets still come, and goes on with the next', () => {
    const [near, far] = [openSocket(), openSocket()];
    for (let n = 0; n < 500; n++) far.send(Uint8Array.of(n), { address: '127.0.0.1', port: near.port });
    const first = collect(near);
    expect(first).toMatchObject({ emptied: false });
    const second = collect(near);
    expect(second).toMatchObject({ emptied: true });
    const all = [...first.heard, ...second.heard].map(({ datagram }) => datagram[0]);
    expect(all).toEqual(Array.from({ length: 500 }, (_, n) => n & 0xff));
  });

  it('opens the port above for reports, and says where it cannot', () => {
    const near = openSocket();
    const reports = openRtcpSocket(near, 46);
    expect(reports?.port).toBe(near.port + 1);
    expect(openRtcpSocket(near, 46)).toBeUndefined();
    reports?.close();
  });

  it('gives its descriptor back, and is silent afterwards', () => {
    const before = socketsOfThisProcess();
    const [near, far] = [openSocket(), openSocket()];
    expect(socketsOfThisProcess()).toBe(before + 2);
    near.close();
    near.close();
    near.send(Uint8Array.of(1), { address: '127.0.0.1', port: far.port });
    near.guard({ address: '127.0.0.1', port: 1 }, 2, 3);
    near.release();
    expect(collect(near)).toEqual({ heard: [], emptied: true });
    far.close();
    expect(socketsOfThisProcess()).toBe(before);
  });

  it('says why it cannot be opened', () => {
    expect(openMediaSocket('fernleigh.test', 0)).toEqual({ ok: false, error: 'fernleigh.test is not an IP address' });
    expect(openMediaSocket('192.0.2.1', 0)).toMatchObject({ ok: false, error: expect.stringContaining('address') });
  });

  it('counts what the system does not take', () => {
    const near = openSocket();
    near.send(new Uint8Array(70_000), { address: '127.0.0.1', port: 9 });
    near.send(Uint8Array.of(1), { address: '::1', port: 9 });
    expect(near.failures).toBe(1);
  });
});

describe('where media can be sent', () => {
  it('is a real address and port', () => {
    expect(isReachable('192.0.2.1', 4_000)).toBe(true);
    for (const [address, port] of [
      ['0.0.0.0', 4],
      ['::', 4],
      ['192.0.2.1', 0],
      ['192.0.2.1', 65_536],
      ['x', 4],
    ] as const) {
      expect(isReachable(address, port)).toBe(false);
    }
  });
});

describe("the addon's door", () => {
  it('stands any sizes and numbers: an error or a number, never a crash', () => {
    const { UdpSocket } = mediaAddon();
    const socket = new UdpSocket(Uint8Array.of(127, 0, 0, 1), 0, 46);
    const port = socket.port();
    const attempt = (call: () => unknown) => {
      try {
        call();
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
      }
    };
    const numbers = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(0, -1, 65_535, 65_536, 2 ** 32));
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 40 }),
        fc.nat(5_000),
        fc.nat(20),
        numbers,
        numbers,
        (octets, bytes, count, a, b) => {
          attempt(() => new UdpSocket(octets, a, b).close());
          attempt(() => socket.send(new Uint8Array(bytes), octets, a));
          attempt(() => socket.guard(octets, a, b, a));
          attempt(() => socket.receive(new Uint8Array(bytes), new Float64Array(count)));
        },
      ),
    );
    socket.release();
    expect(socket.port()).toBe(port);
    socket.close();
    expect(() => socket.receive(new Uint8Array(2_048), new Float64Array(3))).toThrow('closed');
  });
});
