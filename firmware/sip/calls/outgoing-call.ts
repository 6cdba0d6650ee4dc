// A call that we make: INVITE, what comes back, forks, and taking it back (RFC 3261 section 13.2).

import type { Timer } from '../../../hal/clock.ts';
import { err, type Result } from '../../../hal/result.ts';
import { contactHeader } from '../library/core.ts';
import { discardRequest } from '../library/discard-request.ts';
import {
  type IncomingResponseMessage,
  type OutgoingInviteRequest,
  type Session,
  SessionDialog,
  type URI,
} from '../library/sipjs.ts';
import { newToken } from '../library/tokens.ts';
import type { SessionDescriber, SipCallEnd } from '../user-agent.ts';
import { allowHeader, attempt, type CallContext, readSdp, sdpBody, signAhead } from './call-context.ts';
import { ended, endFromRefusal } from './call-end.ts';
import { recvInfoHeader, takesNotices } from './device-notice.ts';
import { DialogSession } from './dialog-session.ts';
import { LiveCall } from './live-call.ts';
import { assertedParty, partyOf } from './party.ts';
import {
  agreeAsCaller,
  readMinSe,
  readSessionExpires,
  requestTimerHeaders,
  sessionIntervals,
} from './timer/session-expires.ts';

/** Timer B of RFC 3261: not even a provisional answer. */
const firstResponseMs = 32_000;
/** How long a call waits for the account's next server to take this phone. */
const nextServerMs = 10_000;

interface Accepted {
  readonly message: IncomingResponseMessage;
  readonly session: Session;
  readonly ack: () => unknown;
}

export class OutgoingCall extends LiveCall {
  readonly direction = 'outgoing';
  readonly #target: URI;
  readonly #describer: SessionDescriber;
  readonly #callId: string;
  readonly #fromTag: string;
  #sequence = 1;
  #request: OutgoingInviteRequest | undefined;
  /** Runs until the first response. */
  #firstResponse: Timer | undefined;
  /** Runs while the call waits to be made again at the account's next server. */
  #moving: Timer | undefined;
  #moved = false;
  #offer = '';
  #minimumSeconds: number = sessionIntervals.minimumSeconds;
  /** The dialog whose description we have taken: the first of each counts, and no other (RFC 3261 13.2.1). */
  #describedDialog: string | undefined;
  #descriptions: Promise<Result<void>> = Promise.resolve({ ok: true, value: undefined });
  #connecting = false;

  constructor(context: CallContext, target: URI, describer: SessionDescriber) {
    super(context, newToken(context.random), partyOf(target), 'calling');
    this.#target = target;
    this.#describer = describer;
    this.#callId = newToken(context.random);
    this.#fromTag = newToken(context.random);
  }

  async start(): Promise<void> {
    const offer = await this.#describer.offer();
    if (this.state === 'ended') return;
    if (!offer.ok) return this.finish(ended('media-refused', offer.error));
    if (!this.context.path.connected) return this.finishUnanswered();
    this.#offer = offer.value;
    this.#invite();
  }

  async answer(): Promise<Result<void>> {
    return err('the call is ours; the far end answers it');
  }

  reject(): void {
    this.hangUp();
  }

  hangUp(): void {
    if (this.session) {
      this.session.close(ended('local'));
      return;
    }
    this.#takeBack();
    this.finish(ended('local'));
  }

  override signallingLost(): void {
    if (this.#moving) return;
    const unheard = this.#firstResponse !== undefined;
    if (unheard && this.#moveOn(ended('network-lost', 'the connection to the server is gone'))) return;
    super.signallingLost();
  }

  override signallingRestored(): void {
    super.signallingRestored();
    if (!this.#moving) return;
    this.#stopWaiting();
    this.#invite();
  }

  protected override abandon(): void {
    // The CANCEL waits for the next connection, so that the far end does not go on ringing.
    this.#takeBack();
    this.finishUnanswered();
  }

  #invite(): void {
    const { core, clock } = this.context;
    const uri = this.#target.toString();
    const message = core.makeOutgoingRequestMessage(
      'INVITE',
      this.#target,
      core.configuration.aor,
      this.#target,
      { callId: this.#callId, fromTag: this.#fromTag, cseq: this.#sequence },
      [
        contactHeader(core),
        allowHeader,
        recvInfoHeader,
        ...requestTimerHeaders(sessionIntervals.wantedSeconds, this.#minimumSeconds, undefined),
        ...signAhead(this.context, 'INVITE', uri),
      ],
      sdpBody(this.#offer),
    );
    this.#firstResponse = clock.after(firstResponseMs, () => {
      if (!this.#moveOn(ended('network-lost', 'the server does not answer'))) this.abandon();
    });
    const sent = attempt(() =>
      core.invite(message, {
        onTrying: () => this.#heard(),
        onProgress: ({ message: response, session }) => this.#progressed(response, session),
        onAccept: (accepted) => void this.#accepted(accepted),
        onRedirect: ({ message: response }) => this.#refused(response),
        onReject: ({ message: response }) => this.#refused(response),
      }),
    );
    if (sent.ok) this.#request = sent.value;
    else this.finish(ended('network-lost', sent.error));
  }

  #progressed(message: IncomingResponseMessage, session: Session): void {
    this.#heard();
    if (this.state === 'ended') return;
    this.#learnParty(message);
    const description = readSdp(message);
    if (message.statusCode === 180 && this.state === 'calling') this.setState('ringing');
    if (description === undefined) return;
    void this.#describe(session.id, description).then((result) => {
      if (result.ok && !this.session) this.setState('early-media');
      else if (!result.ok) this.context.log('warning', `early media refused: ${result.error}`);
    });
  }

  async #accepted({ message, session, ack }: Accepted): Promise<void> {
    this.#heard();
    const acknowledged = attempt(ack);
    if (!acknowledged.ok) this.context.log('warning', `ACK: ${acknowledged.error}`);
    // A second phone answered as well, or we had hung up already.
    if (this.#connecting || this.state === 'ended' || !(session instanceof SessionDialog))
      return this.#release(session);
    this.#connecting = true;
    this.#learnParty(message);
    this.session = new DialogSession({
      context: this.context,
      dialog: session,
      describer: this.#describer,
      ownsCallId: true,
      peerAllowsUpdate: message.getHeaders('allow').some((value) => /\bUPDATE\b/.test(value)),
      peerTakesNotices: takesNotices(message),
      onRemoteDevice: (hurts) => this.hearRemoteDevice(hurts),
      onEnded: (end) => this.finish(end),
    });
    this.session.restartTimer(
      agreeAsCaller(readSessionExpires(message.getHeader('session-expires') ?? message.getHeader('x'))),
    );
    const result = await this.#describeFinally(session.id, readSdp(message));
    if (result.ok) this.setState('connected');
    else this.session.close(ended('media-refused', result.error));
  }

  #describeFinally(dialogId: string, description: string | undefined): Promise<Result<void>> {
    if (description !== undefined) return this.#describe(dialogId, description);
    if (this.#describedDialog === dialogId) return this.#descriptions;
    return Promise.resolve(err('the far end answered without describing its media'));
  }

  #describe(dialogId: string, description: string): Promise<Result<void>> {
    if (this.#describedDialog === dialogId) return this.#descriptions;
    this.#describedDialog = dialogId;
    this.#descriptions = this.#descriptions.then(() => this.#describer.accept(description));
    return this.#descriptions;
  }

  #refused(message: IncomingResponseMessage): void {
    this.#heard();
    if (this.state === 'ended') return;
    const minimum = readMinSe(message.getHeader('min-se'));
    if (message.statusCode === 422 && minimum !== undefined && minimum > this.#minimumSeconds) {
      this.#minimumSeconds = minimum;
      // RFC 4028 7.4: the same call, asked anew.
      this.#sequence = (this.#request?.message.cseq ?? this.#sequence) + 1;
      this.#invite();
      return;
    }
    const end = endFromRefusal(message);
    if (message.statusCode !== 503 || !this.#moveOn(end)) this.finish(end);
  }

  /**
   * RFC 3263 4.3: a server that says 503, is cut off or stays silent is left for the next, which is sent the same request
   * with another branch. Once, and not where the far end rings already. `end` is how the call ends where that fails, too.
   */
  #moveOn(end: SipCallEnd): boolean {
    if (this.#moved || this.state !== 'calling' || this.#describedDialog !== undefined) return false;
    this.#moved = true;
    this.#moving = this.context.clock.after(nextServerMs, () => {
      this.#moving = undefined;
      this.finish(end);
    });
    const request = this.#request;
    const unanswered = this.#firstResponse !== undefined;
    if (!this.context.moveOn()) {
      this.#stopWaiting();
      return false;
    }
    this.#heard();
    this.#sequence = request?.message.cseq ?? this.#sequence;
    this.#request = undefined;
    if (request && unanswered) discardRequest(this.context.core, request);
    return true;
  }

  #stopWaiting(): void {
    this.#moving?.cancel();
    this.#moving = undefined;
  }

  #heard(): void {
    this.#firstResponse?.cancel();
    this.#firstResponse = undefined;
  }

  #learnParty(message: IncomingResponseMessage): void {
    const party = assertedParty(message);
    if (party) this.setRemote(party);
  }

  #takeBack(): void {
    this.#stopWaiting();
    this.#heard();
    const request = this.#request;
    if (!request) return;
    const cancelled = attempt(() => request.cancel());
    if (!cancelled.ok) this.context.log('warning', `CANCEL: ${cancelled.error}`);
  }

  #release(session: Session): void {
    const released = attempt(() => session.bye());
    if (!released.ok) this.context.log('warning', `BYE to a second answer: ${released.error}`);
  }
}
