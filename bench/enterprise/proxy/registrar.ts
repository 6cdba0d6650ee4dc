// Answer REGISTER (RFC 3261 section 10.3): digest first, then bind, refresh, list or remove contacts.

import type { Clock } from '../../../hal/clock.ts';
import type { DigestServer } from '../sip/digest.ts';
import { parseAddress, parseCSeq } from '../sip/fields.ts';
import type { Flow } from '../sip/flow.ts';
import { header, headers, responseTo, type SipRequest, type SipResponse } from '../sip/message.ts';
import { parseUri, uriKey } from '../sip/uri.ts';
import type { Account, Accounts } from './accounts.ts';
import { type Binding, type Location, MAX_BINDINGS_PER_ACCOUNT } from './location.ts';

const DEFAULT_EXPIRES_SECONDS = 3600;
const MAX_EXPIRES_SECONDS = 3600;
export const MIN_EXPIRES_SECONDS = 5;

export interface RegistrarOptions {
  readonly clock: Clock;
  readonly accounts: Accounts;
  readonly location: Location;
  readonly digest: DigestServer;
}

export class Registrar {
  readonly #options: RegistrarOptions;
  /** Grants that last at most this long, so that a test sees a re-registration soon. */
  maxExpiresSeconds = MAX_EXPIRES_SECONDS;

  constructor(options: RegistrarOptions) {
    this.#options = options;
  }

  answer(flow: Flow, request: SipRequest, toTag: string): SipResponse {
    const { accounts, digest } = this.#options;
    const refuse = (status: number, reason?: string) =>
      responseTo(request, status, { toTag, ...(reason && { reason }) });
    const to = parseAddress(header(request, 'To') ?? '');
    const address = to.ok ? parseUri(to.value.uri) : to;
    if (!address.ok) return refuse(400, 'Malformed To');
    if (address.value.host !== accounts.domain) return refuse(404, 'Not our domain');
    const account = accounts.find(address.value.user);
    if (!account) return refuse(404);
    const verdict = digest.verify('REGISTER', headers(request, 'Authorization'));
    if (verdict.kind === 'malformed') return refuse(400, 'Malformed Authorization');
    if (verdict.kind !== 'accepted') {
      const challenges = digest.challenges(
        verdict.kind === 'challenge' && verdict.stale,
        header(request, 'User-Agent'),
      );
      return responseTo(request, 401, {
        toTag,
        headers: challenges.map((value) => ({ name: 'WWW-Authenticate', value })),
      });
    }
    if (accounts.find(verdict.user) !== account) return refuse(403);
    const complaint = this.#apply(flow, request, account);
    if (complaint?.status === 423) {
      return responseTo(request, 423, {
        toTag,
        headers: [{ name: 'Min-Expires', value: String(MIN_EXPIRES_SECONDS) }],
      });
    }
    if (complaint) return refuse(complaint.status, complaint.reason);
    return responseTo(request, 200, { toTag, headers: this.#list(account) });
  }

  /** All of the request or nothing of it (step 7); undefined when it was done. */
  #apply(flow: Flow, request: SipRequest, account: Account): { status: number; reason: string } | undefined {
    const { clock, location } = this.#options;
    const contacts = headers(request, 'Contact');
    const callId = header(request, 'Call-ID') ?? '';
    const cseq = parseCSeq(header(request, 'CSeq') ?? '');
    if (!cseq.ok) return { status: 400, reason: 'Malformed CSeq' };
    if (contacts.includes('*')) {
      if (contacts.length > 1 || header(request, 'Expires') !== '0') return { status: 400, reason: 'Misused wildcard' };
      location.unbindAll(account.user);
      return undefined;
    }
    const wanted: { binding: Binding; seconds: number }[] = [];
    for (const contact of contacts) {
      const parsed = parseAddress(contact);
      const uri = parsed.ok ? parseUri(parsed.value.uri) : parsed;
      if (!parsed.ok || !uri.ok) return { status: 400, reason: 'Malformed Contact' };
      const asked =
        parsed.value.parameters.get('expires') ?? header(request, 'Expires') ?? String(DEFAULT_EXPIRES_SECONDS);
      if (!/^\d{1,10}$/.test(asked)) return { status: 400, reason: 'Malformed expiry' };
      const seconds = Math.min(Number(asked), this.maxExpiresSeconds);
      if (seconds > 0 && seconds < MIN_EXPIRES_SECONDS) return { status: 423, reason: 'Interval Too Brief' };
      const key = uriKey(uri.value);
      const known = location.bindings(account.user).find((binding) => binding.key === key);
      if (known && known.callId === callId && cseq.value.number <= known.cseq) {
        return { status: 500, reason: 'Out of order' };
      }
      const instance = parsed.value.parameters.get('+sip.instance');
      const expiresAtMs = clock.nowMs() + seconds * 1000;
      const binding = { uri: parsed.value.uri, key, flow, callId, cseq: cseq.value.number, instance, expiresAtMs };
      wanted.push({ binding, seconds });
    }
    if (wanted.length > MAX_BINDINGS_PER_ACCOUNT) return { status: 403, reason: 'Too many contacts' };
    for (const { binding, seconds } of wanted) {
      if (seconds === 0) location.unbind(account.user, binding.key);
      else if (!location.bind(account.user, binding)) return { status: 403, reason: 'Too many contacts' };
    }
    return undefined;
  }

  #list(account: Account): { name: string; value: string }[] {
    const nowMs = this.#options.clock.nowMs();
    return this.#options.location
      .bindings(account.user)
      .filter((binding) => binding.flow.transport !== 'LOCAL')
      .map((binding) => {
        const seconds = Math.ceil((binding.expiresAtMs - nowMs) / 1000);
        const instance = binding.instance ? `;+sip.instance="${binding.instance}"` : '';
        return { name: 'Contact', value: `<${binding.uri}>;expires=${seconds}${instance}` };
      });
  }
}
