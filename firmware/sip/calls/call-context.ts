// What every call of one account shares: the library's core, the path, time, and the register of live dialogs.

import type { Clock, RandomSource } from '../../../hal/clock.ts';
import type { Authenticator } from '../digest/authenticator.ts';
import {
  allowHeader,
  type Body,
  type IncomingRequestMessage,
  type IncomingResponseMessage,
  type UserAgentCore,
} from '../library/sipjs.ts';
import type { SignallingPath } from '../link/signalling-path.ts';
import type { SipLog } from '../log.ts';

/** A call as its account sees it. */
export interface AccountCall {
  signallingLost(): void;
  signallingRestored(): void;
  hangUp(): void;
}

/** A connected call as requests within its dialog find it. */
export interface LiveDialog {
  receiveUpdate(request: IncomingRequestMessage): void;
}

export interface CallContext {
  readonly core: UserAgentCore;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly path: SignallingPath;
  readonly authenticator: Authenticator;
  readonly log: SipLog;
  readonly calls: Set<AccountCall>;
  /** Leaves a server that failed a new call for the account's next one; false: there is none, or it would cost another call. */
  readonly moveOn: () => boolean;
  /** By the library's dialog identifier. */
  readonly dialogs: Map<string, LiveDialog>;
}

export { allowHeader };

export function sdpBody(text: string): Body {
  return { contentDisposition: 'session', contentType: 'application/sdp', content: text };
}

export function readSdp(message: IncomingRequestMessage | IncomingResponseMessage): string | undefined {
  const type = message.getHeader('content-type') ?? '';
  return message.body && /^\s*application\/sdp\b/i.test(type) ? message.body : undefined;
}

/** Signed ahead, so that a challenge costs no round trip; nothing before the first challenge. */
export function signAhead(context: CallContext, method: string, uri: string): readonly string[] {
  const credentials = context.authenticator.sign('proxy', method, uri);
  return credentials === undefined ? [] : [`Proxy-Authorization: ${credentials}`];
}

/** Runs what the library may refuse by throwing; its words come back instead. */
export function attempt<T>(
  act: () => T,
): { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: string } {
  try {
    return { ok: true, value: act() };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) };
  }
}
