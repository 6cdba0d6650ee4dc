// Exchanges extension and PIN for SIP credentials at the enterprise's sign-in service, by HTTPS and nothing else.

import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { TLSSocket } from 'node:tls';
import * as z from 'zod';
import type { Clock } from '../../hal/clock.ts';
import { err, ok, type Result } from '../../hal/result.ts';
import { validate } from '../config/index.ts';
import type { SignInFailure } from '../phone.ts';
import { classifyConnectError, rememberValidity, trustedCertificates } from '../sip/index.ts';
import { type Credentials, credentialsSchema } from './credentials.ts';
import type { SignInRefusal, SignInRequest } from './sign-in-request.ts';

const answerWithinMs = 8_000;
const maximumAnswerBytes = 16 * 1024;
const longestLockSeconds = 24 * 3600;

const refusalSchema = z.object({
  error: z.string().max(64),
  retryAfterSeconds: z.number().min(0).max(longestLockSeconds).optional(),
});

export function signInService(url: string, trustAnchors: readonly string[], clock: Clock): SignInRequest {
  return async (extension, pin, signal) => {
    const answered = await post(url, JSON.stringify({ extension, pin }), trustAnchors, clock, signal);
    return answered.ok ? readAnswer(answered.value.status, answered.value.body, clock) : answered;
  };
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

function post(
  url: string,
  body: string,
  trustAnchors: readonly string[],
  clock: Clock,
  signal: AbortSignal,
): Promise<Result<Answer, SignInRefusal>> {
  const { promise, resolve } = Promise.withResolvers<Result<Answer, SignInRefusal>>();
  const sent = request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
    ca: trustedCertificates(trustAnchors),
    minVersion: 'TLSv1.2',
    // A kept connection would outlive the sign-in.
    agent: false,
    signal,
  });
  let validity: ReturnType<typeof rememberValidity> = () => undefined;
  sent.on('socket', (socket) => {
    if (socket instanceof TLSSocket) validity = rememberValidity(socket);
  });
  const limit = clock.after(answerWithinMs, () => sent.destroy(new Error('no answer in time')));
  const settle = (result: Result<Answer, SignInRefusal>): void => {
    limit.cancel();
    resolve(result);
  };
  sent.on('error', (error) => {
    const { kind, detail } = classifyConnectError(error, clock.wallMs(), validity());
    settle(err({ failure: kind, detail, lockedUntilMs: undefined }));
  });
  sent.on('response', (response) => {
    readBody(response, (read) =>
      settle(
        read.ok ? ok({ status: response.statusCode ?? 0, body: read.value }) : refuse('server-refused', read.error),
      ),
    );
  });
  sent.end(body);
  return promise;
}

function readBody(response: IncomingMessage, done: (body: Result<string>) => void): void {
  const chunks: Buffer[] = [];
  let length = 0;
  response.on('data', (chunk: Buffer) => {
    length += chunk.length;
    chunks.push(chunk);
    if (length <= maximumAnswerBytes) return;
    response.destroy();
    done(err(`the sign-in service answered with more than ${maximumAnswerBytes} bytes`));
  });
  response.on('error', (error) => done(err(`the answer of the sign-in service broke off: ${error.message}`)));
  response.on('end', () => done(ok(Buffer.concat(chunks).toString('utf8'))));
}

function readAnswer(status: number, body: string, clock: Clock): Result<Credentials, SignInRefusal> {
  const json = parse(body);
  if (status === 200) {
    const valid = validate(credentialsSchema, json);
    // What is wrong with it could hold the password, so only the names of the keys are told.
    return valid.ok ? valid : refuse('server-refused', 'the sign-in service answered 200 without usable credentials');
  }
  const refusal = validate(refusalSchema, json);
  const detail = `the sign-in service answered ${status}${refusal.ok ? ` ${refusal.value.error}` : ''}`;
  if (status === 401) return refuse('wrong-pin', detail);
  if (status === 404 && refusal.ok && refusal.value.error === 'unknown-user') return refuse('unknown-user', detail);
  if (status === 423) {
    const seconds = refusal.ok ? refusal.value.retryAfterSeconds : undefined;
    return err({
      failure: 'pin-locked',
      detail,
      lockedUntilMs: seconds === undefined ? undefined : clock.wallMs() + seconds * 1000,
    });
  }
  return refuse('server-refused', detail);
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function refuse(failure: SignInFailure, detail: string): Result<never, SignInRefusal> {
  return err({ failure, detail, lockedUntilMs: undefined });
}
