// Learns of waiting messages: sent to us unasked, or by a subscription where the server knows it (RFC 3842, RFC 6665).

import type { Clock, RandomSource, Timer } from '../../../hal/clock.ts';
import { attempt } from '../calls/call-context.ts';
import type { Authenticator } from '../digest/authenticator.ts';
import { contactHeader } from '../library/core.ts';
import type { IncomingNotifyRequest, UserAgentCore } from '../library/sipjs.ts';
import { newToken } from '../library/tokens.ts';
import type { SipLog } from '../log.ts';
import { readNewMessages } from './message-summary.ts';

export const subscriptionSeconds = 3600;
/** Answers that asking again cannot change: method or event package unknown (RFC 6665 section 4.1.2.1). */
const hopelessAnswers: readonly (number | undefined)[] = [405, 489, 501];

export interface MessageWaitingSetup {
  readonly core: UserAgentCore;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly authenticator: Authenticator;
  readonly log: SipLog;
  readonly onCount: (newMessages: number) => void;
}

export class MessageWaiting {
  readonly #setup: MessageWaitingSetup;
  #renewal: Timer | undefined;
  #refused = false;
  #subscription: { dispose(): void } | undefined;

  constructor(setup: MessageWaitingSetup) {
    this.#setup = setup;
  }

  /** Anew after each (re-)connection; a server without the event package says so once and is not asked again. */
  subscribe(): void {
    this.stop();
    if (this.#refused) return;
    const { core, clock, random, authenticator, log } = this.#setup;
    const ahead = authenticator.sign('proxy', 'SUBSCRIBE', core.configuration.aor.toString());
    const message = core.makeOutgoingRequestMessage(
      'SUBSCRIBE',
      core.configuration.aor,
      core.configuration.aor,
      core.configuration.aor,
      { callId: newToken(random), fromTag: newToken(random) },
      [
        contactHeader(core),
        'Event: message-summary',
        'Accept: application/simple-message-summary',
        `Expires: ${subscriptionSeconds}`,
        ...(ahead === undefined ? [] : [`Proxy-Authorization: ${ahead}`]),
      ],
    );
    const sent = attempt(() =>
      core.subscribe(message, {
        onNotify: ({ request, subscription }) => {
          this.#subscription = subscription;
          if (subscription)
            subscription.delegate = {
              onNotify: (next) => this.receiveNotify(next),
              onTerminated: () => this.#forget(),
            };
          this.receiveNotify(request);
        },
        onReject: ({ message: response }) => {
          this.#refused ||= hopelessAnswers.includes(response.statusCode);
          log('info', `no subscription to waiting messages: ${response.statusCode}`);
        },
      }),
    );
    if (!sent.ok) log('warning', `SUBSCRIBE: ${sent.error}`);
    this.#renewal = clock.after((subscriptionSeconds * 1000) / 2, () => this.subscribe());
  }

  receiveNotify(request: IncomingNotifyRequest): void {
    const event = request.message.getHeader('event') ?? request.message.getHeader('o') ?? '';
    const known = /^\s*message-summary\b/i.test(event);
    const answered = attempt(() => (known ? request.accept() : request.reject({ statusCode: 489 })));
    if (!answered.ok) this.#setup.log('warning', `NOTIFY: ${answered.error}`);
    if (!known || !request.message.body) return;
    const count = readNewMessages(request.message.body);
    if (count === undefined) this.#setup.log('warning', 'NOTIFY: a message summary that is none');
    else this.#setup.onCount(count);
  }

  stop(): void {
    this.#renewal?.cancel();
    this.#forget();
  }

  #forget(): void {
    const subscription = this.#subscription;
    this.#subscription = undefined;
    if (subscription) attempt(() => subscription.dispose());
  }
}
