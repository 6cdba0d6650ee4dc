// One PUBLISH, once: what came of it, and whether trying again can help (RFC 3903).

import { err, ok, type Result } from '../../../hal/result.ts';
import { attempt, type CallContext, signAhead } from '../calls/call-context.ts';
import { parseTarget } from '../calls/target.ts';
import { discardRequest } from '../library/discard-request.ts';
import type { IncomingResponseMessage } from '../library/sipjs.ts';
import { newToken } from '../library/tokens.ts';
import type { Publication, PublishRefusal } from '../user-agent.ts';

/** Timer F of RFC 3261. */
const answerLimitMs = 32_000;
/** How long the state that is published is good for; a report of a call does not change. */
const expiresSeconds = 3600;
const longestRetryAfterMs = 600_000;
/** Answers that have to do with the moment, not with what was sent (and 423, 412: nobody refreshes a report). */
const passing: ReadonlySet<number> = new Set([408, 480, 491]);

/**
 * The library's own publisher throws where nobody can catch it when it is refused; its transaction underneath does
 * not. `noTag` in the answer: taken, but the server broke RFC 3903 (11.3) by not naming what it keeps.
 */
export function publish(
  context: CallContext,
  publication: Publication,
): Promise<Result<{ readonly noTag: boolean }, PublishRefusal>> {
  const { core, clock, random } = context;
  const refuse = (detail: string, final: boolean, retryAfterMs?: number) => err({ detail, final, retryAfterMs });
  const uri = parseTarget(publication.target, core.configuration.aor.host);
  if (!uri.ok) return Promise.resolve(refuse(uri.error, true));
  if (!context.path.connected) return Promise.resolve(refuse('the server is out of reach', false));
  const target = uri.value;
  const message = core.makeOutgoingRequestMessage(
    'PUBLISH',
    target,
    core.configuration.aor,
    target,
    { callId: newToken(random), fromTag: newToken(random) },
    [`Event: ${publication.event}`, `Expires: ${expiresSeconds}`, ...signAhead(context, 'PUBLISH', target.toString())],
    { contentDisposition: 'render', contentType: publication.contentType, content: publication.body },
  );
  return new Promise((resolve) => {
    const limit = clock.after(answerLimitMs, () => {
      if (sent.ok) discardRequest(core, sent.value);
      resolve(refuse('no answer', false));
    });
    const answered =
      (act: (response: IncomingResponseMessage) => void) =>
      ({ message: response }: { readonly message: IncomingResponseMessage }) => {
        limit.cancel();
        act(response);
      };
    const refused = answered((response) => {
      const status = response.statusCode ?? 0;
      const final = status < 500 && !passing.has(status) && status !== 0;
      resolve(refuse(`${status} ${response.reasonPhrase ?? ''}`.trim(), final, readRetryAfterMs(response)));
    });
    const sent = attempt(() =>
      core.publish(message, {
        onAccept: answered((response) => resolve(ok({ noTag: !response.getHeader('sip-etag') }))),
        onReject: refused,
        onRedirect: refused,
      }),
    );
    if (sent.ok) return;
    limit.cancel();
    resolve(refuse(sent.error, false));
  });
}

function readRetryAfterMs(response: IncomingResponseMessage): number | undefined {
  const seconds = /^\s*(\d{1,6})/.exec(response.getHeader('retry-after') ?? '')?.[1];
  return seconds === undefined ? undefined : Math.min(Number(seconds) * 1_000, longestRetryAfterMs);
}
