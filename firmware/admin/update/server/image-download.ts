// The bytes of an image, all or a part: no faster than allowed, no more than announced, taken up again where they broke off.

import type { IncomingMessage } from 'node:http';
import type { Clock } from '../../../../hal/clock.ts';
import { ok, type Result } from '../../../../hal/result.ts';
import { type Refusal, type RefusalReason, refusal } from '../manifest/index.ts';
import { type HttpsClient, messageOf, type OpenAnswer } from './https-client.ts';
import { DownloadFailed } from './update-server.ts';

const retryDelaysMs = [2_000, 10_000, 30_000, 60_000] as const;
/** However slow a line is allowed to be, a download ends some time. */
const slowestBytesPerSecond = 8 * 1024;
const graceMs = 120_000;

export interface DownloadSource {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly sizeBytes: number;
  readonly mostBytesPerSecond: number;
}

/** Parts may be asked for side by side: the rate and the time limit are those of all of them together. */
export class Download {
  readonly #source: DownloadSource;
  readonly #client: HttpsClient;
  readonly #clock: Clock;
  #startedAtMs: number | undefined;
  /** When all that has come so far may have come at the allowed rate. */
  #paidAtMs = Number.NEGATIVE_INFINITY;

  constructor(source: DownloadSource, client: HttpsClient, clock: Clock) {
    this.#source = source;
    this.#client = client;
    this.#clock = clock;
  }

  /** Throws `DownloadFailed`. `toByte` is the last one. */
  async *bytes(fromByte: number, toByte = this.#source.sizeBytes - 1): AsyncGenerator<Uint8Array> {
    const { sizeBytes } = this.#source;
    const end = toByte + 1;
    let at = fromByte;
    let failures = 0;
    while (at < end) {
      const opened = await openAt(at, end, this.#source, this.#client);
      let broken: Refusal;
      if (opened.ok) {
        const before = at;
        try {
          for await (const piece of opened.value.response as AsyncIterable<Buffer>) {
            if (at + piece.length > sizeBytes)
              fail('bundle-size', `More than the ${sizeBytes} bytes of the manifest came.`);
            const wanted = piece.subarray(0, end - at);
            at += wanted.length;
            yield wanted;
            await this.#pay(piece.length);
            // A server that knows no ranges goes on.
            if (at >= end && end < sizeBytes && wanted.length < piece.length) return;
          }
          broken = { reason: 'bundle-cut', sentence: `The image ended after ${at} of ${sizeBytes} bytes.` };
        } catch (error) {
          if (error instanceof DownloadFailed) throw error;
          broken = {
            reason: 'bundle-cut',
            sentence: `The image broke off after ${at} of ${sizeBytes} bytes: ${messageOf(error)}.`,
          };
        } finally {
          opened.value.end();
        }
        if (at > before) failures = 0;
      } else {
        broken = opened.error;
        if (broken.reason !== 'unreachable') throw new DownloadFailed(broken);
      }
      if (at >= end) return;
      const delayMs = retryDelaysMs[failures++];
      if (delayMs === undefined) throw new DownloadFailed(broken);
      await pause(this.#clock, delayMs);
    }
  }

  /** Waits for as long as so many bytes take at the allowed rate, behind those that came before. */
  async #pay(bytes: number): Promise<void> {
    const { sizeBytes, mostBytesPerSecond } = this.#source;
    const nowMs = this.#clock.nowMs();
    this.#startedAtMs ??= nowMs;
    const limitMs = graceMs + (sizeBytes / slowestBytesPerSecond) * 1_000;
    if (nowMs - this.#startedAtMs > limitMs)
      fail('too-slow', `The image did not come within ${Math.round(limitMs / 60_000)} minutes.`);
    this.#paidAtMs = Math.max(this.#paidAtMs, nowMs) + (1_000 * bytes) / mostBytesPerSecond;
    await pause(this.#clock, this.#paidAtMs - nowMs);
  }
}

/** A server that knows no ranges sends all of it again, and what we have is thrown away. */
async function openAt(
  at: number,
  beforeByte: number,
  { url, headers, sizeBytes }: DownloadSource,
  client: HttpsClient,
): Promise<Result<OpenAnswer, Refusal>> {
  const isPart = beforeByte < sizeBytes;
  const range: Record<string, string> =
    at === 0 && !isPart ? {} : { range: isPart ? `bytes=${at}-${beforeByte - 1}` : `bytes=${at}-` };
  // Small parts one after another: a handshake for each would cost more than they do.
  const question = { method: 'GET', headers: { ...headers, ...range }, keep: isPart } as const;
  const opened = await client.open(url, question);
  if (!opened.ok) return opened;
  const { response, end } = opened.value;
  const wrong = wrongHead(response, at, sizeBytes);
  if (wrong) {
    end();
    return { ok: false, error: wrong };
  }
  if (at > 0 && response.statusCode === 200) {
    const skipped = await skip(response, at);
    if (!skipped.ok) end();
    return skipped.ok ? opened : skipped;
  }
  return opened;
}

function wrongHead({ statusCode, headers }: IncomingMessage, at: number, sizeBytes: number): Refusal | undefined {
  if (statusCode === 404 || statusCode === 410)
    return { reason: 'bundle-missing', sentence: `The image is not on the update server (${statusCode}).` };
  if (statusCode !== 200 && statusCode !== 206)
    return {
      reason: statusCode === 503 ? 'unreachable' : 'server-refused',
      sentence: `The update server answered ${statusCode} to the question for the image.`,
    };
  if (headers['content-encoding'] !== undefined && headers['content-encoding'] !== 'identity')
    return { reason: 'server-refused', sentence: 'The update server packed the image, which nobody asked for.' };
  const range = /^bytes (\d+)-\d+\/(\d+)$/.exec(headers['content-range'] ?? '');
  if (statusCode === 206 && (!range || Number(range[1]) !== at))
    return {
      reason: 'server-refused',
      sentence: 'The update server sent another part of the image than was asked for.',
    };
  const total = statusCode === 206 ? range?.[2] : headers['content-length'];
  if (total !== undefined && Number(total) !== sizeBytes)
    return {
      reason: 'bundle-size',
      sentence: `The image on the server has ${total} bytes, the manifest says ${sizeBytes}.`,
    };
  return undefined;
}

async function skip(response: IncomingMessage, bytes: number): Promise<Result<void, Refusal>> {
  let left = bytes;
  try {
    for await (const piece of response.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      left -= piece.length;
      if (left > 0) continue;
      if (left < 0) response.unshift(piece.subarray(piece.length + left));
      return ok(undefined);
    }
  } catch (error) {
    return refusal('unreachable', `The image broke off again: ${messageOf(error)}.`);
  }
  return refusal('bundle-size', 'The image on the server is shorter than what is here already.');
}

function fail(reason: RefusalReason, sentence: string): never {
  throw new DownloadFailed({ reason, sentence });
}

function pause(clock: Clock, ms: number): Promise<void> {
  return ms <= 0 ? Promise.resolve() : new Promise((resolve) => clock.after(ms, resolve));
}
