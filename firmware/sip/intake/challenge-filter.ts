// Leaves in a 401 or 407 only the challenge that we will answer: the library reads no more than one, and only simple ones.

import type { Authenticator, ChallengeKind } from '../digest/authenticator.ts';
import { printChallenge } from '../digest/challenge.ts';
import { headerValues, type RawMessage } from './raw-message.ts';

export interface Filtered {
  readonly text: string;
  /** A challenge was there, and none that policy lets us answer. */
  readonly unanswerable: boolean;
}

export function filterChallenges(message: RawMessage, text: string, authenticator: Authenticator): Filtered {
  const status = /^SIP\/2\.0 (401|407) /i.exec(message.startLine)?.[1];
  if (!status) return { text, unanswerable: false };
  const kind: ChallengeKind = status === '401' ? 'www' : 'proxy';
  const name = status === '401' ? 'www-authenticate' : 'proxy-authenticate';
  const offered = headerValues(message, name);
  const chosen = authenticator.choose(kind, offered);
  const others = message.headers.filter(
    (header) => header.name !== 'www-authenticate' && header.name !== 'proxy-authenticate',
  );
  const lines = [
    message.startLine,
    ...others.map((header) => `${header.name}: ${header.value}`),
    ...(chosen ? [`${name}: ${printChallenge(chosen)}`] : []),
  ];
  return { text: `${lines.join('\r\n')}\r\n\r\n${message.body}`, unanswerable: offered.length > 0 && !chosen };
}
