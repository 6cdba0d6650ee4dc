// Choose which final answer of several branches goes back to the caller (RFC 3261 section 16.7, steps 6 and 7).

import { headers, type SipResponse, withHeader } from '../sip/message.ts';

/** Answers that tell the caller how to ask again come before other answers of their class. */
const HELPFUL = new Set([401, 407, 415, 420, 484]);

export function chooseBest(responses: readonly SipResponse[]): SipResponse | undefined {
  const decline = responses.find((response) => response.status >= 600);
  if (decline) return decline;
  const lowestClass = Math.min(...responses.map((response) => Math.floor(response.status / 100)));
  const candidates = responses.filter((response) => Math.floor(response.status / 100) === lowestClass);
  // A branch that rang out or was never there says less than one where somebody pressed a button.
  const best =
    candidates.find((response) => HELPFUL.has(response.status)) ??
    candidates.find((response) => response.status !== 408 && response.status !== 480 && response.status !== 487) ??
    candidates.find((response) => response.status !== 408) ??
    candidates[0];
  if (!best) return undefined;
  if (best.status === 503) return { ...best, status: 500, reason: 'Server Internal Error' };
  return best.status === 401 || best.status === 407 ? withEveryChallenge(best, responses) : best;
}

function withEveryChallenge(best: SipResponse, responses: readonly SipResponse[]): SipResponse {
  let merged = best;
  for (const name of ['WWW-Authenticate', 'Proxy-Authenticate']) {
    const all = responses
      .filter((each) => each.status === 401 || each.status === 407)
      .flatMap((each) => headers(each, name));
    if (all.length > 0) merged = withHeader(merged, name, ...all);
  }
  return merged;
}
