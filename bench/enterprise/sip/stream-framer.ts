// Cut a TCP or TLS byte stream into SIP messages (RFC 3261 section 18.3), with limits, and see keep-alives (RFC 5626).

import { err, ok, type Result } from '../../../hal/result.ts';
import { findBodyStart, MAX_BODY_BYTES, MAX_HEADER_BYTES } from './parse-message.ts';

export type Frame = { readonly kind: 'message'; readonly bytes: Buffer } | { readonly kind: 'ping' };

const CR = 13;
const LF = 10;

export class StreamFramer {
  #buffer: Buffer = Buffer.alloc(0);

  /** All frames that the chunk completed; an error means the stream cannot be followed any more. */
  push(chunk: Uint8Array): Result<Frame[]> {
    this.#buffer = this.#buffer.length === 0 ? Buffer.from(chunk) : Buffer.concat([this.#buffer, chunk]);
    const frames: Frame[] = [];
    for (;;) {
      this.#skipLineEnds(frames);
      const next = this.#cut();
      if (!next.ok) return next;
      if (!next.value) return ok(frames);
      frames.push({ kind: 'message', bytes: next.value });
    }
  }

  /** A double CRLF between messages asks for a pong; a single one is tolerated and ignored. */
  #skipLineEnds(frames: Frame[]): void {
    let lines = 0;
    while (this.#buffer[0] === CR && this.#buffer[1] === LF) {
      this.#buffer = this.#buffer.subarray(2);
      lines++;
      if (lines % 2 === 0) frames.push({ kind: 'ping' });
    }
  }

  #cut(): Result<Buffer | undefined> {
    const bodyStart = findBodyStart(this.#buffer);
    if (bodyStart > MAX_HEADER_BYTES || (bodyStart < 0 && this.#buffer.length > MAX_HEADER_BYTES)) {
      return err('headers too long');
    }
    if (bodyStart < 0) return ok(undefined);
    const head = this.#buffer.toString('latin1', 0, bodyStart);
    const length = /\r\n(?:content-length|l)[ \t]*:(?:\r\n)?[ \t]*(\d{1,9})[ \t]*\r\n/i.exec(head)?.[1];
    if (length === undefined) return err('no Content-Length on a stream');
    if (Number(length) > MAX_BODY_BYTES) return err('body too long');
    const end = bodyStart + Number(length);
    if (this.#buffer.length < end) return ok(undefined);
    const bytes = this.#buffer.subarray(0, end);
    this.#buffer = this.#buffer.subarray(end);
    return ok(bytes);
  }
}
