// What the proxy reads from a request to recognise it, and what it changes in a request on its way (RFC 3261 16.3, 16.6).

import { createHash } from 'node:crypto';
import { addressTag, parseAddress, parseCSeq, parseVia, quote } from '../sip/fields.ts';
import type { Flow } from '../sip/flow.ts';
import { header, headers, type SipRequest, withHeader, without } from '../sip/message.ts';
import { parseUri } from '../sip/uri.ts';
import type { Account, Accounts } from './accounts.ts';
import type { DialogRoute } from './dialog-routes.ts';

/** RFC 3261 branches begin with this. */
export const COOKIE = 'z9hG4bK';

export function fromUser(request: SipRequest): string {
  const from = parseAddress(header(request, 'From') ?? '');
  const uri = from.ok ? parseUri(from.value.uri) : from;
  return uri.ok ? uri.value.user : '';
}

/** Subscribing to one's own waiting messages (RFC 3842): the only event package here. */
export function asksForMessages(request: SipRequest): boolean {
  return request.method === 'SUBSCRIBE' && /^\s*message-summary\s*(;|$)/i.test(header(request, 'Event') ?? '');
}

export function isFromCaller(route: DialogRoute, request: SipRequest): boolean {
  return addressTag(header(request, 'From')) === route.callerTag;
}

export function loopMark(request: SipRequest): string {
  const parts = [
    request.uri.replace(/;.*/, ''),
    header(request, 'Call-ID'),
    header(request, 'CSeq'),
    addressTag(header(request, 'From')),
  ];
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 12);
}

/** Section 17.2.3: branch, sent-by and method, where ACK and CANCEL find the INVITE's transaction. */
export function transactionKey(request: SipRequest): string {
  const via = parseVia(header(request, 'Via') ?? '');
  const cseq = parseCSeq(header(request, 'CSeq') ?? '');
  const method = request.method === 'ACK' || request.method === 'CANCEL' ? 'INVITE' : request.method;
  if (!via.ok || !cseq.ok) return '';
  const legacy = via.value.branch.startsWith(COOKIE) ? '' : `|${header(request, 'Call-ID')}|${cseq.value.number}`;
  return `${via.value.branch}|${via.value.sentBy.toLowerCase()}|${method}${legacy}`;
}

/** Section 18.2.1 and RFC 3581: where the request really came from. */
export function seenFrom(flow: Flow, request: SipRequest): SipRequest {
  if (flow.transport === 'LOCAL') return request;
  const [top = '', ...rest] = headers(request, 'Via');
  const at = flow.remote.lastIndexOf(':');
  const [host, port] = [flow.remote.slice(0, at), flow.remote.slice(at + 1)];
  const marked = `${top.replace(/;\s*rport\s*(?=;|$)/i, `;rport=${port}`)};received=${host}`;
  return withHeader(request, 'Via', marked, ...rest);
}

export function withHop(request: SipRequest): SipRequest {
  const hops = Number(header(request, 'Max-Forwards') ?? '70') - 1;
  return withoutProxyCredentials(withHeader(request, 'Max-Forwards', String(Math.max(0, hops))));
}

function withoutProxyCredentials(request: SipRequest): SipRequest {
  return without(without(request, 'Proxy-Authorization'), 'P-Preferred-Identity');
}

/** RFC 3325: nobody's own word is taken; the asserted identity is the account that authenticated. */
export function asserted(request: SipRequest, account: Account | undefined, accounts: Accounts): SipRequest {
  const bare = without(request, 'P-Asserted-Identity');
  const isPrivate = headers(request, 'Privacy').some((value) => /\bid\b/i.test(value));
  if (!account || isPrivate) return bare;
  return withHeader(bare, 'P-Asserted-Identity', `${quote(account.displayName)} <sip:${accounts.addressOf(account)}>`);
}
