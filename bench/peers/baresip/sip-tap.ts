// Stands between two SIP phones that call each other directly, and leads their media through a network of the bench.

import { createSocket, type Socket } from 'node:dgram';
import { type MediaAddress, rewriteSdp } from '../../enterprise/relay/sdp-rewrite.ts';

const loopback = '127.0.0.1';

export interface TapSide {
  /** Where this side listens for speech, from its own description. */
  onDescription(wanted: MediaAddress): void;
  /** The port that the other side shall send to instead. */
  readonly portForOther: number;
}

export class SipTap {
  readonly #socket: Socket;
  readonly #calleePort: number;
  #callerPort: number | undefined;

  static async open(calleePort: number, caller: TapSide, callee: TapSide): Promise<SipTap> {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.bind(0, loopback, () => resolve());
    });
    return new SipTap(socket, calleePort, caller, callee);
  }

  private constructor(socket: Socket, calleePort: number, caller: TapSide, callee: TapSide) {
    this.#socket = socket;
    this.#calleePort = calleePort;
    socket.on('message', (message, { port }) => {
      const isFromCallee = port === calleePort;
      if (!isFromCallee) this.#callerPort = port;
      const target = isFromCallee ? this.#callerPort : this.#calleePort;
      if (target !== undefined) socket.send(lead(message, isFromCallee ? callee : caller), target, loopback);
    });
  }

  get port(): number {
    return this.#socket.address().port;
  }

  close(): void {
    this.#socket.close();
  }
}

/** The message with its description's media led elsewhere, and its length made right (RFC 3261, 20.14). */
function lead(message: Buffer, side: TapSide): Buffer {
  const text = message.toString('latin1');
  const split = text.indexOf('\r\n\r\n');
  if (split < 0 || !/^(?:Content-Type|c):\s*application\/sdp/im.test(text.slice(0, split))) return message;
  const { text: body, wanted } = rewriteSdp(text.slice(split + 4), { address: loopback, port: side.portForOther });
  if (wanted) side.onDescription(wanted);
  const head = text.slice(0, split).replace(/^(Content-Length|l):.*$/im, `$1: ${body.length}`);
  return Buffer.from(`${head}\r\n\r\n${body}`, 'latin1');
}
