// A call that comes to us: rings until answered, refused or taken back (RFC 3261 section 13.3).

import { err, ok, type Result } from '../../../hal/result.ts';
import type { IncomingInviteRequest, SessionDialog } from '../library/sipjs.ts';
import { SessionDialog as Dialog } from '../library/sipjs.ts';
import type { DescriptionRefusalReason } from '../sdp/local-media.ts';
import type { IncomingRefusal, SessionDescriber } from '../user-agent.ts';
import { attempt, type CallContext, readSdp, sdpBody } from './call-context.ts';
import { ended, endFromCancel } from './call-end.ts';
import { recvInfoHeader, takesNotices } from './device-notice.ts';
import { DialogSession } from './dialog-session.ts';
import { LiveCall } from './live-call.ts';
import { callerOf } from './party.ts';
import { agreeAsCallee, isTooShort, readMinSe, readSessionExpires, sessionIntervals } from './timer/session-expires.ts';

export type Describe = (call: IncomingCall, offer: string | undefined) => Result<SessionDescriber, IncomingRefusal>;

interface Refused {
  readonly status: number;
  readonly reason: string;
  readonly headers: readonly string[];
}

/** RFC 3261 20.43; a name of no meaning stands for who warns, since the address is nobody's business. */
const warnings: Readonly<Record<DescriptionRefusalReason, string>> = {
  malformed: '399 phone "The session description cannot be read"',
  'too-large': '399 phone "The session description is too large"',
  'no-audio': '304 phone "No audio stream over RTP is described"',
  'no-common-codec': '305 phone "None of the codecs is known here"',
  'encryption-required': '302 phone "Only SRTP is taken here, with a suite in common"',
  'encryption-not-allowed': '302 phone "SRTP is not taken here"',
};

function warningHeader(reason: DescriptionRefusalReason): string {
  return `Warning: ${warnings[reason]}`;
}

export class IncomingCall extends LiveCall {
  readonly direction = 'incoming';
  readonly #request: IncomingInviteRequest;
  #describer: SessionDescriber | undefined;
  #answering = false;

  constructor(context: CallContext, request: IncomingInviteRequest, id: string) {
    super(context, id, callerOf(request.message), 'ringing');
    this.#request = request;
  }

  /** Rings once `describe` has said that the call may; refused at once where it may not, or cannot. */
  ring(describe: Describe): void {
    this.#request.delegate = {
      onCancel: (cancel) => {
        if (this.state !== 'ringing') return;
        this.#refuse(487);
        this.finish(endFromCancel(cancel));
      },
    };
    const refused = this.#judge(describe);
    if (refused) {
      this.context.log('info', `an incoming call was refused with ${refused.status} before it rang: ${refused.reason}`);
      this.#refuse(refused.status, [...refused.headers]);
      this.finish(ended('rejected', refused.reason, refused.status));
      return;
    }
    const rung = attempt(() => this.#request.progress({ statusCode: 180 }));
    if (rung.ok) return;
    this.context.log('warning', `180: ${rung.error}`);
    this.finish(ended('network-lost', rung.error));
  }

  async answer(): Promise<Result<void>> {
    const describer = this.#describer;
    if (this.state !== 'ringing' || this.#answering || !describer) return err('the call is not ringing');
    this.#answering = true;
    const offered = readSdp(this.#request.message);
    const described = offered === undefined ? await describer.offer() : await describer.answer(offered);
    this.#answering = false;
    if (this.state !== 'ringing') return err('the caller has gone');
    if (!described.ok) {
      this.#refuse(488, [warningHeader('no-common-codec')]);
      this.finish(ended('media-refused', described.error, 488));
      return described;
    }
    return this.#accept(describer, described.value, offered === undefined);
  }

  reject(status: 486 | 480 | 603): void {
    if (this.state !== 'ringing') return;
    this.#refuse(status);
    this.finish(ended('local'));
  }

  hangUp(): void {
    if (this.session) this.session.close(ended('local'));
    else this.reject(603);
  }

  protected override abandon(): void {
    this.#refuse(480);
    this.finishUnanswered();
  }

  #accept(describer: SessionDescriber, description: string, answerInAck: boolean): Result<void> {
    const timer = agreeAsCallee(
      this.#asked(),
      readMinSe(this.#request.message.getHeader('min-se')),
      this.#supportsTimer(),
    );
    const accepted = attempt(() =>
      this.#request.accept({
        statusCode: 200,
        extraHeaders: [...timer.headers, recvInfoHeader],
        body: sdpBody(description),
      }),
    );
    if (!accepted.ok || !(accepted.value.session instanceof Dialog)) {
      const reason = accepted.ok ? 'no dialog' : accepted.error;
      this.finish(ended('network-lost', reason));
      return err(reason);
    }
    this.session = this.#openSession(accepted.value.session, describer);
    this.session.expectAck();
    if (answerInAck) this.#expectAnswer(this.session, describer);
    this.session.restartTimer(timer.agreement);
    this.setState('connected');
    return ok(undefined);
  }

  #openSession(dialog: SessionDialog, describer: SessionDescriber): DialogSession {
    return new DialogSession({
      context: this.context,
      dialog,
      describer,
      ownsCallId: false,
      peerAllowsUpdate: this.#request.message.getHeaders('allow').some((value) => /\bUPDATE\b/.test(value)),
      peerTakesNotices: takesNotices(this.#request.message),
      onRemoteDevice: (hurts) => this.hearRemoteDevice(hurts),
      onEnded: (end) => this.finish(end),
    });
  }

  #expectAnswer(session: DialogSession, describer: SessionDescriber): void {
    session.awaitAnswerInAck((message) => {
      const answer = readSdp(message);
      if (answer === undefined) return session.close(ended('media-refused', 'the ACK describes no media'));
      void describer.accept(answer).then((result) => {
        if (!result.ok) session.close(ended('media-refused', result.error));
      });
    });
  }

  #judge(describe: Describe): Refused | undefined {
    if (isTooShort(this.#asked(), this.#supportsTimer())) {
      const headers = [`Min-SE: ${sessionIntervals.minimumSeconds}`];
      return { status: 422, reason: 'the session timer asked for is too short', headers };
    }
    const described = describe(this, readSdp(this.#request.message));
    if (described.ok) {
      this.#describer = described.value;
      return undefined;
    }
    const { error } = described;
    if (error.status !== 488) return { status: error.status, reason: 'nobody takes it', headers: [] };
    return { status: 488, reason: error.refusal.detail, headers: [warningHeader(error.refusal.reason)] };
  }

  #refuse(statusCode: number, extraHeaders: string[] = []): void {
    const refused = attempt(() => this.#request.reject({ statusCode, extraHeaders }));
    if (!refused.ok) this.context.log('warning', `${statusCode}: ${refused.error}`);
  }

  #asked() {
    return readSessionExpires(
      this.#request.message.getHeader('session-expires') ?? this.#request.message.getHeader('x'),
    );
  }

  #supportsTimer(): boolean {
    return this.#request.message.getHeaders('supported').some((value) => /(?:^|[\s,])timer(?:[\s,]|$)/i.test(value));
  }
}
