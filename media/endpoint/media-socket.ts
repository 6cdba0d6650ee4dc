// The UDP socket of one call: an even port where one can be had, and sending that cannot throw.

import { createSocket, type Socket } from 'node:dgram';
import { isIP, isIPv6 } from 'node:net';
import { err, ok, type Result } from '../../hal/result.ts';
import type { Source } from './source-latch.ts';

/** RFC 3550, 11 asks for even RTP ports; some old peers insist. */
const bindAttempts = 6;

export class MediaSocket {
  readonly #socket: Socket;
  readonly port: number;
  readonly address: string;
  #isOpen = true;
  /** Packets the system would not take. */
  sendFailures = 0;

  constructor(socket: Socket) {
    this.#socket = socket;
    const { port, address } = socket.address();
    this.port = port;
    this.address = address;
    // Errors of a single send come through its callback; what arrives here (ICMP) must not end the process.
    socket.on('error', () => {
      this.sendFailures++;
    });
  }

  onDatagram(listener: (datagram: Uint8Array, source: Source) => void): void {
    this.#socket.on('message', listener);
  }

  send(packet: Uint8Array, address: string, port: number): void {
    if (!this.#isOpen) return;
    this.#socket.send(packet, port, address, (error) => {
      if (error) this.sendFailures++;
    });
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#socket.close();
  }
}

/** Whether media can be sent there: a real IP address and a port (an address of zeros means "hold", RFC 3264, 8.4). */
export function isReachable(address: string, port: number): boolean {
  return isIP(address) !== 0 && address !== '0.0.0.0' && address !== '::' && port > 0 && port <= 0xffff;
}

function bindOnce(localAddress: string, port = 0): Promise<Result<Socket>> {
  return new Promise((resolve) => {
    const socket = createSocket(isIPv6(localAddress) ? 'udp6' : 'udp4');
    const fail = (error: Error): void => {
      socket.close();
      resolve(err(error.message));
    };
    socket.once('error', fail);
    socket.bind(port, localAddress, () => {
      socket.off('error', fail);
      resolve(ok(socket));
    });
  });
}

export async function openMediaSocket(localAddress: string): Promise<Result<MediaSocket>> {
  if (isIP(localAddress) === 0) return err(`${localAddress} is not an IP address`);
  const odd: Socket[] = [];
  let chosen: Result<Socket> = await bindOnce(localAddress);
  for (let attempt = 1; attempt < bindAttempts && chosen.ok && chosen.value.address().port % 2 === 1; attempt++) {
    odd.push(chosen.value);
    chosen = await bindOnce(localAddress);
  }
  for (const socket of odd) if (!chosen.ok || socket !== chosen.value) socket.close();
  return chosen.ok ? ok(new MediaSocket(chosen.value)) : chosen;
}

/** The port above, for far ends that do not multiplex RTCP; undefined where somebody else has it. */
export async function openRtcpSocket(rtp: MediaSocket): Promise<MediaSocket | undefined> {
  const bound = await bindOnce(rtp.address, rtp.port + 1);
  return bound.ok ? new MediaSocket(bound.value) : undefined;
}
