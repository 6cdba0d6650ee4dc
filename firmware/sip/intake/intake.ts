// Takes whole messages from the wire to the library, and lets nothing it does with them bring the phone down.

import type { RandomSource } from '../../../hal/clock.ts';
import type { Authenticator } from '../digest/authenticator.ts';
import { IncomingRequestMessage, IncomingResponseMessage, Parser, type UserAgentCore } from '../library/sipjs.ts';
import { newToken } from '../library/tokens.ts';
import type { SignallingPath } from '../link/signalling-path.ts';
import { quote, type SipLog } from '../log.ts';
import type { FramingRefusal } from '../transport/message-framer.ts';
import { filterChallenges } from './challenge-filter.ts';
import { judgeMessage } from './preflight.ts';
import { type RawMessage, readRawMessage } from './raw-message.ts';
import { makeStatelessReply, type Reply } from './stateless-reply.ts';

export interface IntakeSetup {
  readonly core: UserAgentCore;
  readonly path: SignallingPath;
  readonly authenticator: Authenticator;
  readonly random: RandomSource;
  readonly log: SipLog;
  /** Requests the library would answer wrongly; true: taken. */
  readonly interceptRequest: (request: IncomingRequestMessage) => boolean;
}

export class Intake {
  readonly #setup: IntakeSetup;
  /** Responses whose every challenge was too weak, by Call-ID; read once by who asked. */
  readonly #unanswerable = new Set<string>();

  constructor(setup: IntakeSetup) {
    this.#setup = setup;
  }

  receive(text: string): void {
    const raw = readRawMessage(text);
    if (!raw.ok) {
      this.#log('dropped', raw.error, text);
      return;
    }
    const verdict = judgeMessage(raw.value);
    if (verdict.action === 'drop') this.#log('dropped', verdict.reason, raw.value.startLine);
    else if (verdict.action === 'reply') this.#refuse(raw.value, verdict, verdict.reason);
    else this.#pass(raw.value, text);
  }

  /** For a message that was not even read whole. */
  receiveRefused(refusal: FramingRefusal): void {
    if (refusal.status === undefined || refusal.header === undefined) return;
    const raw = readRawMessage(refusal.header);
    if (!raw.ok || /^SIP\//i.test(raw.value.startLine)) return;
    const phrase = refusal.status === 513 ? 'Message Too Large' : 'Bad Request';
    this.#refuse(raw.value, { status: refusal.status, phrase }, refusal.reason);
  }

  /** Was this request refused because the server offers only authentication that policy forbids? */
  takeUnanswerable(callId: string): boolean {
    return this.#unanswerable.delete(callId);
  }

  #pass(raw: RawMessage, text: string): void {
    const { core, authenticator, interceptRequest } = this.#setup;
    try {
      const filtered = filterChallenges(raw, text, authenticator);
      const message = Parser.parseMessage(filtered.text, core.loggerFactory.getLogger('parser'));
      if (message instanceof IncomingRequestMessage) {
        nameTransaction(message);
        if (!interceptRequest(message)) core.receiveIncomingRequestFromTransport(message);
      } else if (message instanceof IncomingResponseMessage) {
        if (filtered.unanswerable) this.#unanswerable.add(message.callId);
        core.receiveIncomingResponseFromTransport(message);
        this.#unanswerable.delete(message.callId);
      } else if (!/^SIP\//i.test(raw.startLine)) {
        this.#refuse(raw, { status: 400, phrase: 'Bad Request' }, 'a header is malformed');
      } else {
        this.#log('dropped', 'a response with a malformed header', raw.startLine);
      }
    } catch (error) {
      // The library throws at messages it did not foresee; one such message must not end the phone.
      this.#log(
        'dropped',
        `the library failed: ${error instanceof Error ? error.message : String(error)}`,
        raw.startLine,
      );
    }
  }

  #refuse(raw: RawMessage, reply: Reply, reason: string): void {
    const text = makeStatelessReply(raw, reply, newToken(this.#setup.random));
    this.#log(text ? `refused with ${reply.status}` : 'dropped', reason, raw.startLine);
    if (text)
      this.#setup.path
        .send(text)
        .catch((error: Error) => this.#setup.log('warning', `no answer sent: ${error.message}`));
  }

  #log(outcome: string, reason: string, what: string): void {
    this.#setup.log('warning', `SIP message ${outcome}: ${reason}: ${quote(what)}`);
  }
}

/**
 * The library knows transactions by the branch alone. One without the cookie of RFC 3261 is no name: what RFC 3261 17.2.3
 * compares instead becomes one, alike for the INVITE, its ACK and its CANCEL.
 */
function nameTransaction(message: IncomingRequestMessage): void {
  const branch: unknown = message.viaBranch;
  if (typeof branch === 'string' && /^z9hG4bK.+/i.test(branch)) return;
  const { callId, cseq, fromTag } = message;
  message.viaBranch = ['old', branch ?? '', message.via.host, message.via.port ?? '', callId, fromTag ?? '', cseq].join(
    ' ',
  );
}
