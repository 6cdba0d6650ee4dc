// Who the far end says it is, or who our own proxy vouches that it is (RFC 3325).

import { splitList } from '../library/header-list.ts';
import {
  Grammar,
  type IncomingRequestMessage,
  type IncomingResponseMessage,
  type NameAddrHeader,
  type URI,
} from '../library/sipjs.ts';
import type { SipParty } from '../user-agent.ts';

const nameLimit = 128;

/** All signalling comes over the account's own server, which is trusted as RFC 3325 asks. */
export function callerOf(request: IncomingRequestMessage): SipParty {
  const asserted = assertedParty(request);
  if (asserted) return asserted;
  return partyFrom(request.from, wantsPrivacy(request));
}

/** The asserted identity of who answered; undefined where nobody vouches. */
export function assertedParty(message: IncomingRequestMessage | IncomingResponseMessage): SipParty | undefined {
  const values = message.getHeaders('p-asserted-identity').flatMap(splitList);
  const parsed = values.map((value) => Grammar.nameAddrHeaderParse(value)).filter((value) => value !== undefined);
  const best = parsed.find((value) => /^sips?$/i.test(value.uri.scheme)) ?? parsed[0];
  return best && partyFrom(best, wantsPrivacy(message));
}

export function partyOf(uri: URI, displayName = ''): SipParty {
  const user = decodeUser(uri.user ?? '');
  const anonymous = uri.host.toLowerCase() === 'anonymous.invalid' || user.toLowerCase() === 'anonymous';
  return { displayName: clean(displayName), user, host: uri.host, anonymous };
}

function partyFrom(nameAddress: NameAddrHeader, hidden: boolean): SipParty {
  const party = partyOf(nameAddress.uri, nameAddress.displayName);
  // RFC 3323: who asked for privacy is not shown, even where a header still tells.
  if (hidden || party.anonymous) return { displayName: '', user: '', host: '', anonymous: true };
  return party;
}

function wantsPrivacy(message: IncomingRequestMessage | IncomingResponseMessage): boolean {
  const wishes = message.getHeaders('privacy').flatMap((value) => value.toLowerCase().split(/[;,]/));
  return wishes.some((wish) => wish.trim() === 'id' || wish.trim() === 'user');
}

function clean(name: string | undefined): string {
  const text = (name ?? '').replace(/\p{Cc}/gu, ' ').trim();
  return text.length > nameLimit ? text.slice(0, nameLimit) : text;
}

function decodeUser(user: string): string {
  try {
    return decodeURIComponent(user);
  } catch (error) {
    // Escapes that are no UTF-8 are shown as they came.
    if (error instanceof URIError) return user;
    throw error;
  }
}
