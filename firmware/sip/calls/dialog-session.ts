// A connected call: changes asked for by either side, session timer, loss and return of the signalling, and its end.

import type { Timer } from '../../../hal/clock.ts';
import { err, type Result } from '../../../hal/result.ts';
import { contactHeader } from '../library/core.ts';
import type {
  IncomingRequest,
  IncomingRequestMessage,
  IncomingResponseMessage,
  SessionDialog,
} from '../library/sipjs.ts';
import type { SessionDescriber, SipCallEnd } from '../user-agent.ts';
import { attempt, type CallContext, type LiveDialog } from './call-context.ts';
import { ended } from './call-end.ts';
import { DeviceNotices, readNotice, recvInfoHeader, takesNotices } from './device-notice.ts';
import { answerReinvite, answerUpdate, type ChangingSession } from './peer-changes.ts';
import { sendUpdate } from './refresh-client.ts';
import { type Reinvite, type ReinviteOutcome, sendReinvite } from './reinvite.ts';
import {
  agreeAsCaller,
  readSessionExpires,
  requestTimerHeaders,
  sessionIntervals,
  type TimerAgreement,
} from './timer/session-expires.ts';
import { SessionTimer } from './timer/session-timer.ts';

/** How long a call may go on with its signalling gone: media may well flow, but nobody could end it. */
export const signallingLossLimitMs = 180_000;
const reinviteAttempts = 6;

export interface DialogSessionSetup {
  readonly context: CallContext;
  readonly dialog: SessionDialog;
  readonly describer: SessionDescriber;
  /** We made the call. */
  readonly ownsCallId: boolean;
  readonly peerAllowsUpdate: boolean;
  readonly peerTakesNotices: boolean;
  readonly onRemoteDevice: (hurts: boolean) => void;
  readonly onEnded: (end: SipCallEnd) => void;
}

export class DialogSession implements ChangingSession, LiveDialog {
  readonly setup: DialogSessionSetup;
  readonly timer: SessionTimer;
  readonly notices: DeviceNotices;
  #queue: Promise<unknown> = Promise.resolve();
  #reinvite: Reinvite | undefined;
  #lossLimit: Timer | undefined;
  #restored: (() => void)[] = [];
  #restorePending = false;
  #minimumSeconds: number = sessionIntervals.minimumSeconds;
  #over = false;
  #awaitsAck = false;
  #byeWhenAcknowledged = false;
  #onAck: ((message: IncomingRequestMessage) => void) | undefined;

  constructor(setup: DialogSessionSetup) {
    this.setup = setup;
    this.timer = new SessionTimer(setup.context.clock, {
      onRefreshDue: () => void this.#refresh(),
      onExpired: () => this.close(ended('session-expired', 'the far end gave no sign of life')),
    });
    this.notices = new DeviceNotices(setup.context, setup.dialog);
    this.notices.setWanted(setup.peerTakesNotices);
    setup.context.dialogs.set(setup.dialog.id, this);
    setup.dialog.delegate = {
      onBye: (request) => {
        this.#answerSafely(() => request.accept());
        this.#finish(ended('remote', request.message.getHeader('reason') ?? ''));
      },
      onInfo: (request) => this.#receiveInfo(request),
      onNotify: (request) => this.#answerSafely(() => request.accept()),
      onMessage: (request) => this.#answerSafely(() => request.reject({ statusCode: 405 })),
      onRefer: (request) => this.#answerSafely(() => request.reject({ statusCode: 603 })),
      onInvite: (request) => {
        this.notices.setWanted(takesNotices(request.message));
        void answerReinvite(this, request);
      },
      onAck: ({ message }) => this.#acknowledged(message),
      onAckTimeout: () => {
        this.#awaitsAck = false;
        this.close(ended('network-lost', 'no ACK came'));
      },
    };
  }

  /** Set where we accepted the call: until its ACK no BYE may go out (RFC 3261 section 15). */
  expectAck(): void {
    this.#awaitsAck = true;
  }

  awaitAnswerInAck(onAck: (message: IncomingRequestMessage) => void): void {
    this.#onAck = onAck;
  }

  get over(): boolean {
    return this.#over;
  }

  get changing(): boolean {
    return this.#reinvite !== undefined;
  }

  /** Changes of ours go one after the other. */
  renegotiate(): Promise<Result<void>> {
    const run = this.#queue.then(() => this.#change());
    this.#queue = run;
    return run;
  }

  close(end: SipCallEnd): void {
    if (this.#over) return;
    if (this.#awaitsAck) this.#byeWhenAcknowledged = true;
    else this.#sendBye();
    this.#finish(end);
  }

  signallingLost(): void {
    if (this.#over) return;
    this.#lossLimit ??= this.setup.context.clock.after(signallingLossLimitMs, () =>
      this.close(ended('network-lost', 'the connection to the server did not come back')),
    );
    this.#reinvite?.abandon();
  }

  /** We are reachable elsewhere now: tell the far end where (RFC 3261 12.2, target refresh). */
  signallingRestored(): void {
    this.#lossLimit?.cancel();
    this.#lossLimit = undefined;
    for (const proceed of this.#restored.splice(0)) proceed();
    if (this.#over || this.#restorePending) return;
    this.#restorePending = true;
    void this.renegotiate().then((result) => {
      this.#restorePending = false;
      if (!result.ok && !this.#over)
        this.setup.context.log('warning', `the far end was not told of our new address: ${result.error}`);
    });
  }

  receiveUpdate(request: IncomingRequestMessage): void {
    void answerUpdate(this, request);
  }

  restartTimer(agreement: TimerAgreement | undefined): void {
    if (!this.#over) this.timer.restart(agreement);
  }

  async #change(): Promise<Result<void>> {
    if (this.#over) return err('the call has ended');
    const offer = await this.setup.describer.offer();
    if (!offer.ok) return offer;
    for (let tries = 0; tries < reinviteAttempts; tries++) {
      await this.#untilConnected();
      if (this.#over) return err('the call has ended');
      const outcome = await this.#tryReinvite(offer.value);
      if (this.#over) return err('the call has ended');
      if (outcome.kind === 'accepted') return this.#takeAnswer(outcome);
      if (outcome.kind === 'refused') return err(outcome.reason);
      if (outcome.kind === 'gone') {
        this.close(ended('network-lost', outcome.reason));
        return err(outcome.reason);
      }
      this.#minimumSeconds = Math.max(this.#minimumSeconds, outcome.minimumSeconds ?? 0);
      if (outcome.delayMs > 0) await this.#wait(outcome.delayMs);
    }
    return err('the far end was busy with other changes');
  }

  async #tryReinvite(offer: string): Promise<ReinviteOutcome> {
    const { context, dialog, ownsCallId } = this.setup;
    const reinvite = sendReinvite(context, dialog, offer, this.#timerHeaders(), ownsCallId);
    this.#reinvite = reinvite;
    const outcome = await reinvite.outcome;
    this.#reinvite = undefined;
    return outcome;
  }

  async #takeAnswer(outcome: Extract<ReinviteOutcome, { readonly kind: 'accepted' }>): Promise<Result<void>> {
    this.#refreshed(outcome.message);
    this.notices.setWanted(takesNotices(outcome.message));
    if (outcome.answer === undefined) return err('the far end agreed without describing its media');
    return this.setup.describer.accept(outcome.answer);
  }

  #timerHeaders(): readonly string[] {
    const agreement = this.timer.agreement;
    const refresher = agreement && (agreement.weRefresh ? 'uac' : 'uas');
    return requestTimerHeaders(agreement?.seconds ?? sessionIntervals.wantedSeconds, this.#minimumSeconds, refresher);
  }

  async #refresh(): Promise<void> {
    const { context, dialog, peerAllowsUpdate } = this.setup;
    if (!peerAllowsUpdate) {
      const result = await this.renegotiate();
      if (!result.ok && !this.#over) context.log('warning', `session refresh: ${result.error}`);
      return;
    }
    await this.#untilConnected();
    if (this.#over) return;
    const headers = [contactHeader(context.core), ...this.#timerHeaders()];
    const sent = attempt(() => sendUpdate(context.clock, dialog, headers));
    const response = sent.ok ? await sent.value : undefined;
    const status = response?.statusCode ?? 0;
    if (this.#over) return;
    if (response && status < 300) this.#refreshed(response);
    else if (status === 481 || status === 408) this.close(ended('session-expired', `${status} to the session refresh`));
    else context.log('warning', `session refresh: ${response ? status : 'no answer'}`);
  }

  #refreshed(response: IncomingResponseMessage): void {
    this.restartTimer(
      agreeAsCaller(readSessionExpires(response.getHeader('session-expires') ?? response.getHeader('x'))),
    );
  }

  #receiveInfo(request: IncomingRequest): void {
    const notice = readNotice(request.message);
    this.#answerSafely(() => {
      // RFC 6086 4.2.2 and 10.11: 469 names what would be taken.
      if (notice === 'another-package') request.reject({ statusCode: 469, extraHeaders: [recvInfoHeader] });
      else if (notice === 'malformed') request.reject({ statusCode: 400 });
      else request.accept();
    });
    if (notice === 'poor' || notice === 'good') this.setup.onRemoteDevice(notice === 'poor');
  }

  #acknowledged(message: IncomingRequestMessage): void {
    if (this.#awaitsAck) {
      this.#awaitsAck = false;
      if (this.#byeWhenAcknowledged) {
        this.#sendBye();
        return;
      }
    }
    const onAck = this.#onAck;
    this.#onAck = undefined;
    onAck?.(message);
  }

  #sendBye(): void {
    const sent = attempt(() => this.setup.dialog.bye(undefined, { extraHeaders: [] }));
    if (!sent.ok) this.setup.context.log('warning', `BYE: ${sent.error}`);
  }

  #answerSafely(act: () => unknown): void {
    const done = attempt(act);
    if (!done.ok) this.setup.context.log('warning', `answer within the call: ${done.error}`);
  }

  #finish(end: SipCallEnd): void {
    if (this.#over) return;
    this.#over = true;
    this.timer.stop();
    this.notices.stop();
    this.#lossLimit?.cancel();
    this.#reinvite?.abandon();
    for (const proceed of this.#restored.splice(0)) proceed();
    this.setup.context.dialogs.delete(this.setup.dialog.id);
    this.setup.onEnded(end);
  }

  #untilConnected(): Promise<void> {
    if (this.setup.context.path.connected) return Promise.resolve();
    return new Promise((resolve) => this.#restored.push(resolve));
  }

  #wait(delayMs: number): Promise<void> {
    return new Promise((resolve) => this.setup.context.clock.after(delayMs, resolve));
  }
}
