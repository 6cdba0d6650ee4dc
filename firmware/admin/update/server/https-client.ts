// HTTPS as the updater needs it: one server, verified, no redirection, every answer bounded in size and in time.

import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { TLSSocket } from 'node:tls';
import type { Clock } from '../../../../hal/clock.ts';
import { ok, type Result } from '../../../../hal/result.ts';
import { classifyConnectError, rememberValidity, trustedCertificates } from '../../../sip/index.ts';
import { type Refusal, refusal } from '../manifest/index.ts';

/** From the question to the head of the answer, and between two pieces of it. */
export const patienceMs = 30_000;

export interface Question {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  /** JSON, where there is any. */
  readonly body?: string;
  /** More of the kind will follow at once: the connection is kept for a few seconds. */
  readonly keep?: boolean;
}

export interface Answer {
  readonly status: number;
  readonly body: Uint8Array;
}

const keptMs = 10_000;
const mostKept = 4;

export class HttpsClient {
  readonly #clock: Clock;
  readonly #origin: string;
  readonly trustAnchors: readonly string[];
  #agent: Agent | undefined;

  /** `server` is the address that the policy names; nothing beside its host and port is ever asked. */
  constructor(server: string, trustAnchors: readonly string[], clock: Clock) {
    this.#origin = new URL(server).origin;
    this.trustAnchors = trustAnchors;
    this.#clock = clock;
  }

  /** Whether an address that the server named is one of its own. */
  isOwn(url: string): boolean {
    return URL.canParse(url) && new URL(url).origin === this.#origin;
  }

  /** A whole answer of at most `mostBytes`. */
  async ask(url: string, question: Question, mostBytes: number): Promise<Result<Answer, Refusal>> {
    const opened = await this.open(url, question);
    if (!opened.ok) return opened;
    const { response } = opened.value;
    const pieces: Buffer[] = [];
    let length = 0;
    try {
      for await (const piece of response as AsyncIterable<Buffer>) {
        length += piece.length;
        if (length > mostBytes) return refusal('too-large', `The update server sent more than ${mostBytes} bytes.`);
        pieces.push(piece);
      }
    } catch (error) {
      return refusal('unreachable', `The answer of the update server broke off: ${messageOf(error)}.`);
    } finally {
      opened.value.end();
    }
    return ok({ status: response.statusCode ?? 0, body: Buffer.concat(pieces) });
  }

  /** The head of the answer; whoever gets it reads the body and calls `end`. Silence ends it after `patienceMs`. */
  open(url: string, question: Question): Promise<Result<OpenAnswer, Refusal>> {
    if (!this.isOwn(url))
      return Promise.resolve(refusal('elsewhere', `The update server points to ${hostOf(url)}; nobody else is asked.`));
    const { promise, resolve } = Promise.withResolvers<Result<OpenAnswer, Refusal>>();
    const body =
      question.body === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(question.body) };
    const sent = request(url, {
      method: question.method,
      headers: { 'accept-encoding': 'identity', ...question.headers, ...body },
      ca: trustedCertificates(this.trustAnchors),
      minVersion: 'TLSv1.2',
      agent: question.keep ? this.#keepingAgent() : false,
    });
    let patience = this.#clock.after(patienceMs, () => sent.destroy(new Error('no answer in time')));
    let validity: ReturnType<typeof rememberValidity> = () => undefined;
    sent.on('socket', (socket) => {
      if (socket instanceof TLSSocket && !sent.reusedSocket) validity = rememberValidity(socket);
    });
    sent.on('error', (error) => {
      patience.cancel();
      const { kind, detail } = classifyConnectError(error, this.#clock.wallMs(), validity());
      resolve(refusal('unreachable', `The update server cannot be used (${kind}): ${detail}.`));
    });
    sent.on('response', (response) => {
      const { statusCode = 0, headers } = response;
      const renew = (): void => {
        patience.cancel();
        patience = this.#clock.after(patienceMs, () => response.destroy(new Error('no more came in time')));
      };
      renew();
      response.on('data', renew);
      response.on('close', () => patience.cancel());
      // It is read by whoever asked; until then nothing may be lost.
      response.pause();
      if (statusCode >= 300 && statusCode < 400) {
        response.destroy();
        resolve(
          refusal(
            'redirected',
            `The update server sends elsewhere (${statusCode}, ${hostOf(headers.location)}); that is not followed.`,
          ),
        );
        return;
      }
      resolve(ok({ response, end: () => response.destroy() }));
    });
    sent.end(question.body);
    return promise;
  }

  /** A connection that is not used goes by itself, so that none outlives a download by far. */
  #keepingAgent(): Agent {
    this.#agent ??= new Agent({ keepAlive: true, maxSockets: mostKept, timeout: keptMs });
    return this.#agent;
  }
}

export interface OpenAnswer {
  readonly response: IncomingMessage;
  end(): void;
}

function hostOf(url: string | undefined): string {
  return url !== undefined && URL.canParse(url) ? new URL(url).host : 'no address';
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
