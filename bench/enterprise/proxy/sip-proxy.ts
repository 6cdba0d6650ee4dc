// The enterprise's front door: takes every SIP message and registers, challenges, forks, routes or refuses (RFC 3261 16).

import type { Clock, RandomSource, Timer } from '../../../hal/clock.ts';
import { isQualityReport } from '../quality/collector.ts';
import type { DigestServer } from '../sip/digest.ts';
import { addressTag, parseAddress, parseCSeq, parseVia } from '../sip/fields.ts';
import type { Flow } from '../sip/flow.ts';
import {
  header,
  headers,
  prepended,
  responseTo,
  type SipMessage,
  type SipRequest,
  type SipResponse,
} from '../sip/message.ts';
import { parseUri, uriKey } from '../sip/uri.ts';
import type { Account, Accounts } from './accounts.ts';
import { type CallMedia, type DialogRoute, DialogRoutes, type Side } from './dialog-routes.ts';
import { Faults } from './faults.ts';
import { type BranchPlan, Forwarding, TRANSACTION_MS } from './forwarding.ts';
import { currentFlow, type FlowReference, type Location, referTo } from './location.ts';
import { type ProxyAddresses, recordRoutes, takeOwnRoutes, viaFor } from './own-addresses.ts';
import type { Registrar } from './registrar.ts';
import {
  asksForMessages,
  asserted,
  COOKIE,
  fromUser,
  isFromCaller,
  loopMark,
  seenFrom,
  transactionKey,
  withHop,
} from './request-passage.ts';

const MAX_TRANSACTIONS = 10_000;
/** Who answers for everybody's messages. */
const mailbox = 'voicemail';
/** Who takes reports of calls. */
const collector = 'quality';

export interface ProxyOptions {
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly accounts: Accounts;
  readonly location: Location;
  readonly registrar: Registrar;
  readonly digest: DigestServer;
  readonly addresses: ProxyAddresses;
  /** A relay for the media of one call; undefined lets the media pass by. */
  readonly openMedia: (caller: string | undefined, callee: string | undefined) => Promise<CallMedia | undefined>;
}

export class SipProxy {
  readonly faults = new Faults();
  readonly routes: DialogRoutes;
  readonly #options: ProxyOptions;
  readonly #transactions = new Map<string, Forwarding>();
  readonly #branches = new Map<string, Forwarding>();
  readonly #delays = new Set<Timer>();
  /** A call that waits for its relay can still be cancelled or repeated. */
  readonly #pending = new Map<string, { cancelled: boolean }>();
  #closed = false;

  constructor(options: ProxyOptions) {
    this.#options = options;
    this.routes = new DialogRoutes(options.clock, options.random);
  }

  get transactionCount(): number {
    return this.#transactions.size;
  }

  receive(flow: Flow, message: SipMessage): void {
    if (this.#closed) return;
    if (message.kind === 'response') {
      this.#receiveResponse(message);
      return;
    }
    const fault = this.faults.strike(flow, message, fromUser(message));
    if (!fault) {
      this.#receiveRequest(flow, message);
      return;
    }
    if (fault.kind === 'drop-connection') flow.close(true);
    else if (fault.kind === 'answer') {
      const extra = Object.entries(fault.headers ?? {}).map(([name, value]) => ({ name, value }));
      const options = { toTag: this.#newTag(), headers: extra, ...(fault.reason && { reason: fault.reason }) };
      if (message.method !== 'ACK') flow.send(responseTo(seenFrom(flow, message), fault.status, options));
    } else if (fault.kind === 'delay') {
      const timer = this.#options.clock.after(fault.delayMs, () => {
        this.#delays.delete(timer);
        this.#receiveRequest(flow, message);
      });
      this.#delays.add(timer);
    }
  }

  close(): void {
    this.#closed = true;
    for (const timer of this.#delays) timer.cancel();
    for (const transaction of [...this.#transactions.values()]) transaction.dispose();
    this.routes.close();
  }

  #receiveResponse(response: SipResponse): void {
    const via = parseVia(header(response, 'Via') ?? '');
    const cseq = parseCSeq(header(response, 'CSeq') ?? '');
    const forwarding = via.ok ? this.#branches.get(via.value.branch) : undefined;
    // The answer to our CANCEL has the INVITE's branch and ends here (section 17.1.3).
    if (!via.ok || !cseq.ok || cseq.value.method !== forwarding?.request.method) return;
    forwarding.receive(via.value.branch, response);
  }

  #receiveRequest(flow: Flow, raw: SipRequest): void {
    const request = seenFrom(flow, raw);
    const key = transactionKey(request);
    const transaction = this.#transactions.get(key);
    if (request.method === 'ACK' && transaction?.hasRefused) {
      transaction.acknowledged();
      return;
    }
    if (request.method === 'CANCEL') {
      this.#cancel(flow, request, key);
      return;
    }
    if (request.method !== 'ACK' && (transaction || this.#pending.has(key))) {
      transaction?.repeat();
      return;
    }
    const complaint = this.#findComplaint(request);
    if (complaint) {
      this.#refuse(flow, request, complaint);
      return;
    }
    if (request.method === 'REGISTER') {
      flow.send(this.#options.registrar.answer(flow, request, this.#newTag()));
      return;
    }
    const routed = takeOwnRoutes(request, this.#options.addresses);
    if (addressTag(header(request, 'To')) !== undefined) this.#forwardInDialog(flow, routed.request, routed.token, key);
    else if (request.method !== 'ACK') this.#forwardNew(flow, routed.request, key);
  }

  #findComplaint(request: SipRequest): number | undefined {
    if (header(request, 'Max-Forwards') === '0') return 483;
    if (header(request, 'Proxy-Require')) return 420;
    if (this.#transactions.size >= MAX_TRANSACTIONS) return 503;
    return undefined;
  }

  #refuse(flow: Flow, request: SipRequest, status: number, reason?: string): void {
    if (request.method === 'ACK') return;
    const required = status === 420 ? headers(request, 'Proxy-Require') : [];
    const extra = required.map((value) => ({ name: 'Unsupported', value }));
    flow.send(responseTo(request, status, { toTag: this.#newTag(), headers: extra, ...(reason && { reason }) }));
  }

  #cancel(flow: Flow, request: SipRequest, key: string): void {
    const transaction = this.#transactions.get(key);
    const pending = this.#pending.get(key);
    this.#refuse(flow, request, transaction || pending ? 200 : 481);
    transaction?.cancel(header(request, 'Reason'));
    if (pending) pending.cancelled = true;
  }

  #forwardInDialog(flow: Flow, request: SipRequest, token: string | undefined, key: string): void {
    const route = token === undefined ? undefined : this.routes.get(token);
    const target = route ? this.#otherEnd(route, request) : this.#contactFlow(request.uri);
    if (!target) {
      this.#refuse(flow, request, route ? 480 : 481);
      return;
    }
    const side: Side = route && isFromCaller(route, request) ? 'caller' : 'callee';
    const anchored = route?.media ? route.media.anchor(side, request) : request;
    if (request.method === 'ACK') {
      const via = viaFor(this.#options.addresses, target, this.#newBranch(request));
      target.send(prepended(withHop(anchored), 'Via', via));
      return;
    }
    const client = route && side === 'caller' ? route.caller : route?.callee;
    this.#forward(flow, client, request, key, [this.#plan(withHop(anchored), target, route)]);
  }

  #otherEnd(route: DialogRoute, request: SipRequest): Flow | undefined {
    return currentFlow(this.#options.location, isFromCaller(route, request) ? route.callee : route.caller);
  }

  #contactFlow(uri: string): Flow | undefined {
    const parsed = parseUri(uri);
    return parsed.ok ? this.#options.location.find(uriKey(parsed.value))?.flow : undefined;
  }

  #forwardNew(flow: Flow, request: SipRequest, key: string): void {
    if (this.#isLoop(request)) {
      this.#refuse(flow, request, 482);
      return;
    }
    const uri = parseUri(request.uri);
    if (!uri.ok) {
      this.#refuse(flow, request, 416, uri.error);
      return;
    }
    if (request.method === 'OPTIONS' && !uri.value.user) {
      this.#refuse(flow, request, 200);
      return;
    }
    const caller = this.#authenticate(flow, request);
    if (!caller.ok) {
      flow.send(caller.response);
      return;
    }
    const forMailbox = asksForMessages(request);
    const forCollector = uri.value.user === collector && isQualityReport(request);
    if (!forMailbox && !forCollector && (request.method === 'SUBSCRIBE' || request.method === 'PUBLISH')) {
      this.#refuse(flow, request, 489);
      return;
    }
    const { accounts, addresses, location } = this.#options;
    if (uri.value.scheme !== 'tel' && uri.value.host !== accounts.domain && !addresses.hosts.includes(uri.value.host)) {
      this.#refuse(flow, request, 404, 'Not our domain');
      return;
    }
    const callee = accounts.find(uri.value.user);
    if (!callee) {
      this.#refuse(flow, request, 404);
      return;
    }
    if (forMailbox && callee !== caller.account) {
      this.#refuse(flow, request, 403, 'Not your mailbox');
      return;
    }
    const bindings = location.reachable(forMailbox ? mailbox : callee.user);
    if (bindings.length === 0) {
      this.#refuse(flow, request, 480);
      return;
    }
    const client = referTo(location, flow, caller.account?.user);
    const ready = asserted(withHop(request), caller.account, accounts);
    const targets = bindings.map((binding) => ({
      uri: binding.uri,
      end: referTo(location, binding.flow, callee.user),
    }));
    if (request.method !== 'INVITE') {
      const plans = targets.map(({ uri, end }) => this.#plan({ ...ready, uri }, end.flow, undefined));
      this.#forward(flow, client, request, key, plans);
      return;
    }
    void this.#forkCall(flow, client, request, ready, key, targets);
  }

  async #forkCall(
    flow: Flow,
    client: FlowReference,
    request: SipRequest,
    ready: SipRequest,
    key: string,
    targets: readonly { readonly uri: string; readonly end: FlowReference }[],
  ): Promise<void> {
    const pending = { cancelled: false };
    this.#pending.set(key, pending);
    const plans: BranchPlan[] = [];
    for (const { uri, end } of targets) {
      const media = await this.#options.openMedia(client.account, end.account);
      const route = this.routes.add({
        callId: header(request, 'Call-ID') ?? '',
        callerTag: addressTag(header(request, 'From')) ?? '',
        caller: client,
        callee: end,
        media,
      });
      if (!route) {
        media?.release();
        continue;
      }
      const recorded = recordRoutes(this.#options.addresses, route.token, flow, end.flow).reduceRight(
        (message, value) => prepended(message, 'Record-Route', value),
        { ...ready, uri },
      );
      plans.push(this.#plan(media ? media.anchor('caller', recorded) : recorded, end.flow, route));
    }
    this.#pending.delete(key);
    const over = this.#closed || pending.cancelled || plans.length === 0;
    if (over) for (const plan of plans) this.routes.remove(plan.route?.token ?? '');
    if (this.#closed) return;
    if (over) return this.#refuse(flow, request, pending.cancelled ? 487 : 503);
    this.#forward(flow, client, request, key, plans);
  }

  #plan(request: SipRequest, flow: Flow, route: DialogRoute | undefined): BranchPlan {
    const id = this.#newBranch(request);
    return { id, flow, via: viaFor(this.#options.addresses, flow, id), request, route };
  }

  #forward(
    flow: Flow,
    client: FlowReference | undefined,
    request: SipRequest,
    key: string,
    plans: readonly BranchPlan[],
  ): void {
    const forwarding = new Forwarding(this.#options.clock, request, this.#newTag(), {
      passing: (response, branch) => this.#passing(request, response, branch),
      branchFinished: (branch, response) => this.#branchFinished(request, branch, response),
      // The client may have come back over another connection while its request was out.
      reply: (response) =>
        (flow.open || !client ? flow : (currentFlow(this.#options.location, client) ?? flow)).send(response),
      ended: () => {
        this.#transactions.delete(key);
        for (const plan of plans) this.#branches.delete(plan.id);
      },
    });
    this.#transactions.set(key, forwarding);
    for (const plan of plans) this.#branches.set(plan.id, forwarding);
    forwarding.start(plans);
  }

  #passing(request: SipRequest, response: SipResponse, branch: BranchPlan): SipResponse {
    const route = branch.route;
    if (!route?.media) return response;
    // The answer comes from the side that the request went to.
    return route.media.anchor(isFromCaller(route, request) ? 'callee' : 'caller', response);
  }

  #branchFinished(request: SipRequest, branch: BranchPlan, response: SipResponse): void {
    if (!branch.route) return;
    const isFirst = addressTag(header(request, 'To')) === undefined;
    const refused = request.method === 'INVITE' && isFirst && response.status >= 300;
    const over =
      request.method === 'BYE' && (response.status < 300 || response.status === 481 || response.status === 408);
    if (!refused && !over) return;
    const token = branch.route.token;
    const timer = this.#options.clock.after(refused ? 0 : TRANSACTION_MS, () => {
      this.#delays.delete(timer);
      this.routes.remove(token);
    });
    this.#delays.add(timer);
    if (over) branch.route.media?.release();
  }

  #authenticate(
    flow: Flow,
    request: SipRequest,
  ):
    | { readonly ok: true; readonly account: Account | undefined }
    | { readonly ok: false; readonly response: SipResponse } {
    const { accounts, digest } = this.#options;
    const from = parseAddress(header(request, 'From') ?? '');
    const uri = from.ok ? parseUri(from.value.uri) : from;
    const account = uri.ok && uri.value.host === accounts.domain ? accounts.find(uri.value.user) : undefined;
    if (flow.transport === 'LOCAL') return { ok: true, account };
    const toTag = this.#newTag();
    const verdict = digest.verify(request.method, headers(request, 'Proxy-Authorization'));
    if (verdict.kind !== 'accepted') {
      const values = digest.challenges(verdict.kind === 'challenge' && verdict.stale, header(request, 'User-Agent'));
      const extra = values.map((value) => ({ name: 'Proxy-Authenticate', value }));
      return { ok: false, response: responseTo(request, 407, { toTag, headers: extra }) };
    }
    const user = accounts.find(verdict.user);
    // Anonymous callers hide their From, not their account.
    const anonymous = uri.ok && uri.value.host === 'anonymous.invalid';
    if (user && (user === account || anonymous)) return { ok: true, account: user };
    return { ok: false, response: responseTo(request, 403, { toTag, reason: 'From is not the account' }) };
  }

  /** Section 16.3 step 4: a request that passed here before, with nothing changed that decides its way. */
  #isLoop(request: SipRequest): boolean {
    const mark = loopMark(request);
    return headers(request, 'Via').some((value) => {
      const via = parseVia(value);
      return via.ok && via.value.branch.startsWith(`${COOKIE}-ent-`) && via.value.branch.endsWith(`.${mark}`);
    });
  }

  #newBranch(request: SipRequest): string {
    return `${COOKIE}-ent-${this.#newTag()}.${loopMark(request)}`;
  }

  #newTag(): string {
    return Buffer.from(this.#options.random.bytes(8)).toString('hex');
  }
}
