// One re-INVITE of ours within a call, and what to do about its answer: done, again later, or the call is over.

import { contactHeader } from '../library/core.ts';
import { discardRequest } from '../library/discard-request.ts';
import type { IncomingResponseMessage, SessionDialog } from '../library/sipjs.ts';
import { fraction } from '../location/server-locator.ts';
import { allowHeader, attempt, type CallContext, readSdp, sdpBody, signAhead } from './call-context.ts';
import { recvInfoHeader } from './device-notice.ts';

export type ReinviteOutcome =
  | { readonly kind: 'accepted'; readonly message: IncomingResponseMessage; readonly answer: string | undefined }
  | { readonly kind: 'again'; readonly delayMs: number; readonly minimumSeconds?: number }
  | { readonly kind: 'refused'; readonly reason: string }
  /** The far end knows of no such call any more, or does not answer. */
  | { readonly kind: 'gone'; readonly reason: string };

export interface Reinvite {
  readonly outcome: Promise<ReinviteOutcome>;
  /** The connection that would have carried the answer is gone: try again on the next one. */
  abandon(): void;
}

const answerLimitMs = 32_000;
const longestRetryAfterSeconds = 10;

export function sendReinvite(
  context: CallContext,
  dialog: SessionDialog,
  offer: string,
  timerHeaders: readonly string[],
  ownsCallId: boolean,
): Reinvite {
  const { promise, resolve } = Promise.withResolvers<ReinviteOutcome>();
  const limit = context.clock.after(answerLimitMs, () => give({ kind: 'gone', reason: 'no answer to re-INVITE' }));
  let request: { dispose(): void } | undefined;
  const give = (outcome: ReinviteOutcome, unfinished = true): void => {
    limit.cancel();
    if (unfinished) {
      // The library otherwise holds its dialog to be in the middle of a re-INVITE for ever.
      if (request) discardRequest(context.core, request);
      dialog.signalingStateRollback();
      dialog.reinviteUserAgentClient = undefined;
    }
    resolve(outcome);
  };
  const sent = attempt(() =>
    dialog.invite(
      {
        onAccept: ({ message, ack }) => {
          const acknowledged = attempt(() => ack());
          if (!acknowledged.ok) context.log('warning', `re-INVITE: ${acknowledged.error}`);
          give({ kind: 'accepted', message, answer: readSdp(message) }, false);
        },
        onRedirect: ({ message }) => give(judge(message, context, ownsCallId), false),
        onReject: ({ message }) => give(judge(message, context, ownsCallId), false),
      },
      {
        extraHeaders: [
          contactHeader(context.core),
          allowHeader,
          recvInfoHeader,
          ...timerHeaders,
          ...signAhead(context, 'INVITE', dialog.remoteTarget.toString()),
        ],
        body: sdpBody(offer),
      },
    ),
  );
  if (sent.ok) request = sent.value;
  else {
    // Thrown when the far end's own re-INVITE is being answered: that is glare.
    limit.cancel();
    resolve({ kind: 'again', delayMs: glareDelayMs(context, ownsCallId) });
  }
  return { outcome: promise, abandon: () => give({ kind: 'again', delayMs: 0 }) };
}

function judge(message: IncomingResponseMessage, context: CallContext, ownsCallId: boolean): ReinviteOutcome {
  const status = message.statusCode ?? 0;
  const reason = `${status} ${message.reasonPhrase ?? ''}`.trim();
  if (message.data === undefined || status === 408 || status === 481) return { kind: 'gone', reason };
  const retryAfter = Number(/^\s*(\d{1,3})/.exec(message.getHeader('retry-after') ?? '')?.[1] ?? 0);
  if (status === 491 || (status === 500 && retryAfter <= longestRetryAfterSeconds)) {
    return { kind: 'again', delayMs: Math.max(retryAfter * 1000, glareDelayMs(context, ownsCallId)) };
  }
  const minimum = Number(/^\s*(\d{1,6})/.exec(message.getHeader('min-se') ?? '')?.[1] ?? 0);
  if (status === 422 && minimum > 0) return { kind: 'again', delayMs: 0, minimumSeconds: minimum };
  return { kind: 'refused', reason };
}

/** RFC 3261 14.1: who made the call waits 2.1 to 4 s, the other at most 2 s, in steps of 10 ms. */
function glareDelayMs(context: CallContext, ownsCallId: boolean): number {
  const [fromMs, toMs] = ownsCallId ? [2100, 4000] : [0, 2000];
  return fromMs + Math.floor((fraction(context.random) * (toMs - fromMs)) / 10) * 10;
}
