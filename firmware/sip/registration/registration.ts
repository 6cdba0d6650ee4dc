// Keeps one address of record bound to this phone (RFC 3261 section 10): register, refresh, say why not, withdraw.

import type { Clock, RandomSource, Timer } from '../../../hal/clock.ts';
import type { Authenticator } from '../digest/authenticator.ts';
import { contactHeader } from '../library/core.ts';
import { discardRequest } from '../library/discard-request.ts';
import {
  type IncomingResponseMessage,
  type OutgoingRequestMessage,
  URI,
  type UserAgentCore,
} from '../library/sipjs.ts';
import { newToken } from '../library/tokens.ts';
import { fraction } from '../location/server-locator.ts';
import { classifyRefusal, type RegistrationRefusal } from './registration-failure.ts';

export const registrationLimits = {
  /** Well below timer F: a server that is silent for so long is given up for the next one. */
  answerMs: 10_000,
  withdrawMs: 1_000,
  shortestExpiresSeconds: 30,
  longestExpiresSeconds: 24 * 3600,
  intervalRetries: 3,
} as const;

export interface RegistrationSetup {
  readonly core: UserAgentCore;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly authenticator: Authenticator;
  readonly domain: string;
  readonly intervalSeconds: number;
  /** Lasts as long as the phone does, so that a registrar knows a returning phone (RFC 5626 4.1). */
  readonly instanceId: string;
  readonly takeUnanswerable: (callId: string) => boolean;
}

export interface RegistrationEvents {
  onRegistered(): void;
  onRefused(refusal: RegistrationRefusal, detail: string, retryAfterMs: number | undefined): void;
}

export class Registration {
  readonly #setup: RegistrationSetup;
  readonly #events: RegistrationEvents;
  readonly #callId: string;
  readonly #fromTag: string;
  #sequence = 0;
  #intervalSeconds: number;
  #intervalRetries = 0;
  #refresh: Timer | undefined;
  #pending: { readonly request: { dispose(): void }; readonly limit: Timer } | undefined;

  constructor(setup: RegistrationSetup, events: RegistrationEvents) {
    this.#setup = setup;
    this.#events = events;
    this.#callId = newToken(setup.random);
    this.#fromTag = newToken(setup.random);
    this.#intervalSeconds = setup.intervalSeconds;
  }

  register(): void {
    this.stop();
    const request = this.#makeRequest(this.#intervalSeconds);
    const answered =
      (act: (message: IncomingResponseMessage) => void) =>
      (response: { readonly message: IncomingResponseMessage }) => {
        this.#settle();
        this.#sequence = Math.max(this.#sequence, request.cseq);
        act(response.message);
      };
    const outgoing = this.#setup.core.register(request, {
      onAccept: answered((message) => this.#accepted(message)),
      onRedirect: answered((message) => this.#refused(message, request)),
      onReject: answered((message) => this.#refused(message, request)),
    });
    const limit = this.#setup.clock.after(registrationLimits.answerMs, () => {
      this.#settle();
      this.#events.onRefused(
        { failure: 'server-unreachable', course: 'next-server' },
        'no answer to REGISTER',
        undefined,
      );
    });
    this.#pending = { request: outgoing, limit };
  }

  retryIn(delayMs: number): void {
    this.stop();
    this.#refresh = this.#setup.clock.after(delayMs, () => this.register());
  }

  /** Resolves when the server has confirmed or the time for it is over. */
  withdraw(): Promise<void> {
    this.stop();
    return new Promise((resolve) => {
      const limit = this.#setup.clock.after(registrationLimits.withdrawMs, () => finish());
      const outgoing = this.#setup.core.register(this.#makeRequest(0), {
        onAccept: () => finish(),
        onReject: () => finish(),
        onRedirect: () => finish(),
      });
      const finish = (): void => {
        limit.cancel();
        discardRequest(this.#setup.core, outgoing);
        resolve();
      };
    });
  }

  /** Forget what was asked and what was planned; the binding on the server runs out by itself. */
  stop(): void {
    this.#refresh?.cancel();
    this.#settle();
  }

  #makeRequest(expiresSeconds: number): OutgoingRequestMessage {
    const { core, domain, instanceId, authenticator } = this.#setup;
    this.#sequence += 1;
    const registrar = new URI('sip', '', domain);
    const ahead = authenticator.sign('www', 'REGISTER', registrar.toString());
    return core.makeOutgoingRequestMessage(
      'REGISTER',
      registrar,
      core.configuration.aor,
      core.configuration.aor,
      { callId: this.#callId, fromTag: this.#fromTag, cseq: this.#sequence, optionTags: ['path', 'outbound'] },
      [
        `${contactHeader(core)};+sip.instance="<urn:uuid:${instanceId}>";reg-id=1;expires=${expiresSeconds}`,
        `Expires: ${expiresSeconds}`,
        ...(ahead === undefined ? [] : [`Authorization: ${ahead}`]),
      ],
    );
  }

  #accepted(message: IncomingResponseMessage): void {
    this.#intervalRetries = 0;
    const grantedSeconds = this.#readGranted(message);
    // Half the time leaves room for a second try before the binding ends; the jitter keeps phones apart.
    const delayMs = grantedSeconds * 1000 * (0.45 + 0.1 * fraction(this.#setup.random));
    this.#refresh = this.#setup.clock.after(delayMs, () => this.register());
    this.#events.onRegistered();
  }

  #refused(message: IncomingResponseMessage, request: OutgoingRequestMessage): void {
    const status = message.statusCode ?? 0;
    const minimum = readSeconds(message.getHeader('min-expires'));
    if (status === 423 && minimum !== undefined && this.#intervalRetries < registrationLimits.intervalRetries) {
      this.#intervalRetries += 1;
      this.#intervalSeconds = Math.min(minimum, registrationLimits.longestExpiresSeconds);
      this.register();
      return;
    }
    this.#setup.authenticator.forget();
    const refusal = classifyRefusal({
      status,
      unanswered: message.data === undefined,
      credentialsSent: request.hasHeader('authorization') || request.hasHeader('proxy-authorization'),
      onlyWeakChallenges: this.#setup.takeUnanswerable(this.#callId),
    });
    const retryAfter = readSeconds(message.getHeader('retry-after'));
    const detail = `REGISTER: ${status} ${message.reasonPhrase ?? ''}`.trim();
    this.#events.onRefused(refusal, detail, retryAfter === undefined ? undefined : retryAfter * 1000);
  }

  /** RFC 3261 10.2.4: our Contact's own time, else the header's, else what we asked for. */
  #readGranted(message: IncomingResponseMessage): number {
    const user = this.#setup.core.configuration.contact.uri.user ?? '';
    const own = message.getHeaders('contact').find((contact) => contact.includes(`:${user}@`));
    const granted =
      readSeconds(/;\s*expires\s*=\s*"?(\d+)/i.exec(own ?? '')?.[1]) ?? readSeconds(message.getHeader('expires'));
    const seconds = granted ?? this.#intervalSeconds;
    return Math.min(
      registrationLimits.longestExpiresSeconds,
      Math.max(registrationLimits.shortestExpiresSeconds, seconds),
    );
  }

  /** The library ends an answered request by itself. */
  #answered(): void {
    this.#pending?.limit.cancel();
    this.#pending = undefined;
  }

  #settle(): void {
    const request = this.#pending?.request;
    this.#answered();
    if (request) discardRequest(this.#setup.core, request);
  }
}

function readSeconds(text: string | undefined): number | undefined {
  const digits = /^\s*(\d{1,9})/.exec(text ?? '')?.[1];
  return digits === undefined ? undefined : Number(digits);
}
