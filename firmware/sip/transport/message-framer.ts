// Cuts a byte stream into SIP messages by Content-Length (RFC 3261 18.3), with a bound on all that a peer may make us keep.

export const messageLimits = {
  headerBytes: 64 * 1024,
  bodyBytes: 256 * 1024,
  conferenceBodyBytes: 2 * 1024 * 1024,
  /** Larger bodies are not even read past: the connection ends. */
  skippedBytes: 8 * 1024 * 1024,
} as const;

export interface FramingRefusal {
  /** One sentence for the log. */
  readonly reason: string;
  /** The stream cannot be followed any more. */
  readonly fatal: boolean;
  /** Status for the sender, where it sent a request whose header section is whole. */
  readonly status: 400 | 513 | undefined;
  readonly header: string | undefined;
}

export type Frame =
  | { readonly kind: 'message'; readonly text: string }
  /** Double CRLF: the peer asks for a pong (RFC 5626 3.5.1). */
  | { readonly kind: 'ping' }
  | { readonly kind: 'pong' }
  | { readonly kind: 'refused'; readonly refusal: FramingRefusal };

const headerEnd = Buffer.from('\r\n\r\n');

export class MessageFramer {
  #chunks: Buffer[] = [];
  #size = 0;
  /** Bytes needed before looking again, so that a slow body costs no repeated scans. */
  #wanted = 1;
  #skip = 0;
  #dead = false;

  /** A message has begun and is not whole. */
  get incomplete(): boolean {
    return !this.#dead && (this.#size > 0 || this.#skip > 0);
  }

  push(bytes: Uint8Array): readonly Frame[] {
    if (this.#dead) return [];
    const fresh = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const skipped = Math.min(this.#skip, fresh.length);
    this.#skip -= skipped;
    this.#chunks.push(fresh.subarray(skipped));
    this.#size += fresh.length - skipped;
    const frames: Frame[] = [];
    while (!this.#dead && this.#size >= this.#wanted) {
      const frame = this.#next();
      if (frame === undefined) break;
      frames.push(frame);
      if (frame.kind === 'refused' && frame.refusal.fatal) this.#die();
    }
    return frames;
  }

  #next(): Frame | undefined {
    const buffer = this.#chunks.length === 1 && this.#chunks[0] ? this.#chunks[0] : Buffer.concat(this.#chunks);
    this.#keep(buffer);
    const first = buffer[0] ?? 0;
    if (first === 13 || first === 10) return this.#takeCrlf(buffer);
    // Every message begins with a token; what does not need not be waited for.
    if (first < 0x21 || first > 0x7e) return refuse('bytes that are no SIP message', true);
    const lineEnd = buffer.indexOf('\r\n');
    if (lineEnd >= 0 && !/SIP\/\d/i.test(buffer.toString('latin1', 0, Math.min(lineEnd, messageLimits.headerBytes)))) {
      return refuse('bytes that are no SIP message', true);
    }
    const end = buffer.indexOf(headerEnd);
    if (end > messageLimits.headerBytes || (end < 0 && buffer.length > messageLimits.headerBytes)) {
      return refuse(`headers over ${messageLimits.headerBytes} bytes`, true);
    }
    if (end < 0) return this.#want(buffer.length + 1);
    return this.#takeMessage(buffer, end + headerEnd.length);
  }

  #takeMessage(buffer: Buffer, bodyStart: number): Frame | undefined {
    const header = buffer.toString('latin1', 0, bodyStart);
    const length = readContentLength(header);
    if (length === undefined) {
      this.#keep(buffer.subarray(bodyStart));
      return refuse('a Content-Length that is missing, contradictory or no number', true, 400, header);
    }
    const limit = bodyLimit(header);
    if (length > limit) {
      const present = Math.min(length, buffer.length - bodyStart);
      this.#keep(buffer.subarray(bodyStart + present));
      this.#skip = length - present;
      return refuse(`a body of ${length} bytes, over ${limit}`, length > messageLimits.skippedBytes, 513, header);
    }
    if (buffer.length < bodyStart + length) return this.#want(bodyStart + length);
    this.#keep(buffer.subarray(bodyStart + length));
    return { kind: 'message', text: buffer.toString('utf8', 0, bodyStart + length) };
  }

  /** Between messages CRLFs are keep-alives; SIP also lets any number of them precede a message (RFC 3261 7.5). */
  #takeCrlf(buffer: Buffer): Frame | undefined {
    if (buffer.length >= 4 && buffer.subarray(0, 4).equals(headerEnd)) {
      this.#keep(buffer.subarray(4));
      return { kind: 'ping' };
    }
    if (buffer.length === 1) return this.#want(2);
    const isCrlf = buffer[0] === 13 && buffer[1] === 10;
    this.#keep(buffer.subarray(isCrlf ? 2 : 1));
    return { kind: 'pong' };
  }

  #want(bytes: number): undefined {
    this.#wanted = bytes;
  }

  #keep(rest: Buffer): void {
    this.#chunks = rest.length > 0 ? [rest] : [];
    this.#size = rest.length;
    this.#wanted = 1;
  }

  #die(): void {
    this.#dead = true;
    this.#chunks = [];
    this.#size = 0;
  }
}

/** A packet that carries a message whole (WebSocket frame): the same limits, without a stream to follow. */
export function checkWholeMessage(text: string): FramingRefusal | undefined {
  const end = text.indexOf('\r\n\r\n');
  const headerLength = end < 0 ? text.length : end;
  if (headerLength > messageLimits.headerBytes)
    return refusal(`headers over ${messageLimits.headerBytes} bytes`, false);
  const header = text.slice(0, headerLength + 4);
  const limit = bodyLimit(header);
  const length = Buffer.byteLength(text) - header.length;
  return length > limit ? refusal(`a body of ${length} bytes, over ${limit}`, false, 513, header) : undefined;
}

function bodyLimit(header: string): number {
  const isConference = /^(?:content-type|c)[ \t]*:[ \t]*application\/conference-info\+xml/im.test(header);
  return isConference ? messageLimits.conferenceBodyBytes : messageLimits.bodyBytes;
}

function readContentLength(header: string): number | undefined {
  const values = [...header.matchAll(/^(?:content-length|l)[ \t]*:[ \t]*([^\r\n]*)/gim)].map((match) =>
    (match[1] ?? '').trim(),
  );
  const [first] = values;
  if (first === undefined || !/^\d{1,10}$/.test(first) || values.some((value) => Number(value) !== Number(first)))
    return undefined;
  return Number(first);
}

function refuse(reason: string, fatal: boolean, status?: 400 | 513, header?: string): Frame {
  return { kind: 'refused', refusal: refusal(reason, fatal, status, header) };
}

function refusal(reason: string, fatal: boolean, status?: 400 | 513, header?: string): FramingRefusal {
  return { reason, fatal, status, header };
}
