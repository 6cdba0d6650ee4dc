// Exchange extension and PIN for SIP credentials over HTTPS; wrong PINs are counted and lock the extension.

import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { z } from 'zod';
import type { Clock } from '../../../hal/clock.ts';
import { err, ok, type Result } from '../../../hal/result.ts';
import type { Accounts } from '../proxy/accounts.ts';
import { closeServer, listen, type ServerIdentity } from '../sip/listeners.ts';
import { PinLock } from './pin-lock.ts';

const MAX_BODY_BYTES = 16 * 1024;
const REQUEST_TIMEOUT_MS = 5000;

const Question = z.strictObject({ extension: z.string().max(32), pin: z.string().max(32) });

export interface SignInAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface SignInOptions {
  readonly clock: Clock;
  readonly accounts: Accounts;
  /** host:port of SIP servers in the order to try. */
  readonly outbound: () => readonly string[];
}

export class SignInDesk {
  readonly #options: SignInOptions;
  readonly #lock: PinLock;

  constructor(options: SignInOptions) {
    this.#options = options;
    this.#lock = new PinLock(options.clock);
  }

  answer(text: string): SignInAnswer {
    const question = parseQuestion(text);
    if (!question.ok) return { status: 400, body: { error: 'malformed' } };
    const { extension, pin } = question.value;
    const { accounts } = this.#options;
    const account = accounts.find(extension);
    if (!account || account.extension !== extension) return { status: 404, body: { error: 'unknown-user' } };
    const lockedMs = this.#lock.lockedForMs(extension);
    if (lockedMs !== undefined) return locked(lockedMs);
    if (!isSamePin(account.pin, pin)) {
      const attemptsLeft = this.#lock.countWrong(extension);
      const nowLockedMs = this.#lock.lockedForMs(extension);
      return nowLockedMs === undefined
        ? { status: 401, body: { error: 'wrong-pin', attemptsLeft } }
        : locked(nowLockedMs);
    }
    this.#lock.forget(extension);
    return {
      status: 200,
      body: {
        address: accounts.addressOf(account),
        displayName: account.displayName,
        title: account.title,
        extension,
        authUser: account.user,
        password: account.password,
        outbound: this.#options.outbound(),
        transport: 'tls',
        realm: accounts.domain,
      },
    };
  }
}

function locked(leftMs: number): SignInAnswer {
  return { status: 423, body: { error: 'locked', retryAfterSeconds: Math.ceil(leftMs / 1000) } };
}

function parseQuestion(text: string): Result<z.infer<typeof Question>> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return err((error as Error).message);
  }
  const question = Question.safeParse(json);
  return question.success ? ok(question.data) : err('not extension and pin');
}

function isSamePin(expected: string, given: string): boolean {
  const [left, right] = [Buffer.from(expected), Buffer.from(given)];
  return left.length === right.length && timingSafeEqual(left, right);
}

export interface SignInService {
  readonly port: number;
  setIdentity(identity: ServerIdentity): void;
  close(): Promise<void>;
}

export async function openSignInService(
  port: number,
  identity: ServerIdentity,
  desk: SignInDesk,
  host?: string,
): Promise<Result<SignInService>> {
  const server = createServer({ ...identity, minVersion: 'TLSv1.2' }, (request, response) =>
    serve(desk, request, response),
  );
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.maxConnections = 100;
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  const bound = await listen(server, port, host);
  if (!bound.ok) return bound;
  return ok({
    port: bound.value,
    setIdentity: (next) => server.setSecureContext({ ...next, minVersion: 'TLSv1.2' }),
    close: () => {
      const closed = closeServer(server);
      server.closeAllConnections();
      return closed;
    },
  });
}

function serve(desk: SignInDesk, request: IncomingMessage, response: ServerResponse): void {
  const path = (request.url ?? '').split('?')[0];
  if (path !== '/sign-in') {
    send(response, 404, { error: 'not-found' });
    return;
  }
  if (request.method !== 'POST') {
    send(response, 405, { error: 'post-only' });
    return;
  }
  const chunks: Buffer[] = [];
  let length = 0;
  request.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length <= MAX_BODY_BYTES) chunks.push(chunk);
    else if (!response.headersSent) {
      send(response, 413, { error: 'too-large' });
      request.destroy();
    }
  });
  request.on('end', () => {
    if (length > MAX_BODY_BYTES) return;
    const answer = desk.answer(Buffer.concat(chunks).toString('utf8'));
    send(response, answer.status, answer.body);
  });
}

function send(response: ServerResponse, status: number, body: Readonly<Record<string, unknown>>): void {
  const text = JSON.stringify(body);
  const length = Buffer.byteLength(text);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': length,
    'cache-control': 'no-store',
  });
  response.end(text);
}
