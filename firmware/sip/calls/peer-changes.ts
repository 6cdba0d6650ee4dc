// Answers what the far end changes in a connected call: re-INVITE and UPDATE, with or without a new description.

import { contactHeader } from '../library/core.ts';
import {
  type IncomingInviteRequest,
  type IncomingRequestMessage,
  NonInviteServerTransaction,
  type SessionDialog,
  URI,
  UserAgentServer,
} from '../library/sipjs.ts';
import type { SessionDescriber, SipCallEnd } from '../user-agent.ts';
import { allowHeader, attempt, type CallContext, readSdp, sdpBody } from './call-context.ts';
import { ended } from './call-end.ts';
import { recvInfoHeader } from './device-notice.ts';
import {
  agreeAsCallee,
  isTooShort,
  readMinSe,
  readSessionExpires,
  sessionIntervals,
  type TimerAgreement,
  type TimerAnswer,
} from './timer/session-expires.ts';

/** The connected call that is being changed. */
export interface ChangingSession {
  readonly setup: {
    readonly context: CallContext;
    readonly dialog: SessionDialog;
    readonly describer: SessionDescriber;
  };
  readonly over: boolean;
  /** A change of ours is under way. */
  readonly changing: boolean;
  restartTimer(agreement: TimerAgreement | undefined): void;
  /** Once, with the next ACK. */
  awaitAnswerInAck(onAck: (message: IncomingRequestMessage) => void): void;
  close(end: SipCallEnd): void;
}

export async function answerReinvite(session: ChangingSession, request: IncomingInviteRequest): Promise<void> {
  const { context, describer } = session.setup;
  const reply = (act: () => unknown): boolean => report(session, attempt(act));
  const timer = negotiateTimer(request.message);
  if (!timer) {
    reply(() => request.reject({ statusCode: 422, extraHeaders: [`Min-SE: ${sessionIntervals.minimumSeconds}`] }));
    return;
  }
  const offered = readSdp(request.message);
  const described = offered === undefined ? await describer.offer() : await describer.answer(offered);
  if (session.over) return;
  if (!described.ok) {
    context.log('warning', `re-INVITE refused: ${described.error}`);
    reply(() => request.reject({ statusCode: 488, extraHeaders: ['Warning: 305 phone "Incompatible media format"'] }));
    return;
  }
  if (offered === undefined) expectLateAnswer(session);
  const accepted = reply(() =>
    request.accept({
      statusCode: 200,
      extraHeaders: [contactHeader(context.core), allowHeader, recvInfoHeader, ...timer.headers],
      body: sdpBody(described.value),
    }),
  );
  if (accepted) session.restartTimer(timer.agreement);
}

/** We offered in the 200; their answer comes in the ACK (RFC 3261 14.2). */
function expectLateAnswer(session: ChangingSession): void {
  session.awaitAnswerInAck((message) => {
    const answer = readSdp(message);
    if (answer === undefined) return;
    void session.setup.describer.accept(answer).then((result) => {
      if (!result.ok) session.close(ended('media-refused', result.error));
    });
  });
}

/** The library does not know UPDATE (RFC 3311): its transaction layer is used directly. */
export async function answerUpdate(session: ChangingSession, message: IncomingRequestMessage): Promise<void> {
  const { context, dialog, describer } = session.setup;
  const created = attempt(() => new UserAgentServer(NonInviteServerTransaction, context.core, message));
  if (!created.ok) return void report(session, created);
  const server = created.value;
  const reject = (statusCode: number, extraHeaders: string[] = []): void => {
    report(
      session,
      attempt(() => server.reject({ statusCode, extraHeaders })),
    );
  };
  if (!takeSequence(dialog, message)) return reject(500, ['Retry-After: 1']);
  const timer = negotiateTimer(message);
  if (!timer) return reject(422, [`Min-SE: ${sessionIntervals.minimumSeconds}`]);
  const offered = readSdp(message);
  if (offered !== undefined && session.changing) return reject(491);
  const described = offered === undefined ? undefined : await describer.answer(offered);
  if (session.over) return reject(481);
  if (described && !described.ok) {
    context.log('warning', `UPDATE refused: ${described.error}`);
    return reject(488);
  }
  const accepted = report(
    session,
    attempt(() =>
      server.accept({
        statusCode: 200,
        extraHeaders: [contactHeader(context.core), allowHeader, ...timer.headers],
        ...(described ? { body: sdpBody(described.value) } : {}),
      }),
    ),
  );
  if (!accepted) return;
  refreshTarget(dialog, message);
  session.restartTimer(timer.agreement);
}

/** Undefined: the interval asked for is too short. */
function negotiateTimer(message: IncomingRequestMessage): TimerAnswer | undefined {
  const supportsTimer = message.getHeaders('supported').some((value) => /(?:^|[\s,])timer(?:[\s,]|$)/i.test(value));
  const asked = readSessionExpires(message.getHeader('session-expires') ?? message.getHeader('x'));
  if (isTooShort(asked, supportsTimer)) return undefined;
  return agreeAsCallee(asked, readMinSe(message.getHeader('min-se')), supportsTimer);
}

/** RFC 3261 12.2.2; the library keeps the dialog's state to itself and offers no other way in. */
interface DialogState {
  remoteSequenceNumber: number | undefined;
  remoteTarget: URI;
}

function stateOf(dialog: SessionDialog): DialogState {
  return Reflect.get(dialog, 'dialogState') as DialogState;
}

function takeSequence(dialog: SessionDialog, message: IncomingRequestMessage): boolean {
  const state = stateOf(dialog);
  if (state.remoteSequenceNumber !== undefined && message.cseq <= state.remoteSequenceNumber) return false;
  state.remoteSequenceNumber = message.cseq;
  return true;
}

function refreshTarget(dialog: SessionDialog, message: IncomingRequestMessage): void {
  const contact: unknown = message.parseHeader('contact');
  const uri: unknown = typeof contact === 'object' && contact !== null ? Reflect.get(contact, 'uri') : undefined;
  if (uri instanceof URI) stateOf(dialog).remoteTarget = uri;
}

function report(session: ChangingSession, done: { readonly ok: boolean; readonly error?: string }): boolean {
  if (!done.ok) session.setup.context.log('warning', `answer within the call: ${done.error ?? 'failed'}`);
  return done.ok;
}
