// One request on its way through the proxy: server transaction, parallel branches, timers, best answer (RFC 3261 section 16).

import type { Clock, Timer } from '../../../hal/clock.ts';
import type { Flow } from '../sip/flow.ts';
import {
  header,
  headers,
  NO_BODY,
  prepended,
  responseTo,
  type SipRequest,
  type SipResponse,
  withHeader,
  withoutFirst,
} from '../sip/message.ts';
import { chooseBest } from './best-response.ts';
import type { DialogRoute } from './dialog-routes.ts';

/** 64 * T1: timers B, F, H and the life of a finished transaction. */
export const TRANSACTION_MS = 32_000;
/** Timer C: more than three minutes of ringing. */
export const TIMER_C_MS = 185_000;

export interface BranchPlan {
  readonly id: string;
  readonly flow: Flow;
  readonly via: string;
  /** Complete but for our Via. */
  readonly request: SipRequest;
  /** The dialog this branch may make or belongs to. */
  readonly route: DialogRoute | undefined;
}

interface Branch extends BranchPlan {
  state: 'calling' | 'proceeding' | 'finished';
  cancelWanted: boolean;
  cancelSent: boolean;
  /** Rang until timer C: nobody answered, which is not what 487 says. */
  rangOut: boolean;
  final: SipResponse | undefined;
  timer: Timer | undefined;
}

export interface ForwardingEvents {
  /** A response on its way back, our Via taken off: the chance to change its body. */
  passing(response: SipResponse, branch: BranchPlan): SipResponse;
  branchFinished(branch: BranchPlan, response: SipResponse): void;
  /** Send towards the client, over the flow it can be reached on now. */
  reply(response: SipResponse): void;
  ended(): void;
}

export class Forwarding {
  readonly request: SipRequest;
  readonly #clock: Clock;
  readonly #events: ForwardingEvents;
  readonly #toTag: string;
  readonly #branches = new Map<string, Branch>();
  #last: SipResponse | undefined;
  #answered = false;
  #cancelReason: string | undefined;
  #life: Timer | undefined;

  constructor(clock: Clock, request: SipRequest, toTag: string, events: ForwardingEvents) {
    this.#clock = clock;
    this.request = request;
    this.#toTag = toTag;
    this.#events = events;
  }

  get isInvite(): boolean {
    return this.request.method === 'INVITE';
  }

  start(plans: readonly BranchPlan[]): void {
    if (this.isInvite) this.#reply(responseTo(this.request, 100));
    for (const plan of plans) {
      const branch: Branch = {
        ...plan,
        state: 'calling',
        cancelWanted: false,
        cancelSent: false,
        rangOut: false,
        final: undefined,
        timer: undefined,
      };
      this.#branches.set(plan.id, branch);
    }
    for (const branch of [...this.#branches.values()]) {
      this.#arm(branch, TRANSACTION_MS, () => this.#giveUp(branch));
      branch.flow.send(prepended(branch.request, 'Via', branch.via));
    }
  }

  /** The request came again: what was said last is said again. */
  repeat(): void {
    if (this.#last) this.#events.reply(this.#last);
  }

  receive(branchId: string, response: SipResponse): void {
    const branch = this.#branches.get(branchId);
    if (!branch) return;
    const passed = withoutFirst(response, 'Via');
    if (response.status < 200) this.#proceed(branch, passed);
    else if (branch.state === 'finished') this.#repeatFinal(branch, passed);
    else this.#finish(branch, passed);
  }

  /** The client changed its mind, or another branch answered. */
  cancel(reason?: string): void {
    this.#cancelReason = reason ?? this.#cancelReason;
    for (const branch of this.#branches.values()) {
      if (branch.state === 'finished') continue;
      branch.cancelWanted = true;
      // Section 9.1: no CANCEL before a provisional response has come.
      if (branch.state === 'proceeding') this.#sendCancel(branch);
    }
  }

  /** The client's ACK for a final answer other than 2xx ends here. */
  acknowledged(): void {
    if (this.#last && this.#last.status >= 300) this.dispose();
  }

  get hasRefused(): boolean {
    return this.#last !== undefined && this.#last.status >= 300;
  }

  dispose(): void {
    this.#life?.cancel();
    for (const branch of this.#branches.values()) branch.timer?.cancel();
    this.#events.ended();
  }

  #proceed(branch: Branch, response: SipResponse): void {
    if (branch.state === 'finished' || !this.isInvite) return;
    branch.state = 'proceeding';
    if (branch.cancelWanted) {
      this.#sendCancel(branch);
      return;
    }
    this.#arm(branch, TIMER_C_MS, () => this.#ringOut(branch));
    if (response.status > 100 && !this.#answered) this.#reply(this.#events.passing(response, branch));
  }

  #finish(branch: Branch, response: SipResponse): void {
    branch.state = 'finished';
    branch.final =
      branch.rangOut && response.status === 487 ? responseTo(this.request, 408, { toTag: this.#toTag }) : response;
    branch.timer?.cancel();
    if (this.isInvite && response.status >= 300) this.#acknowledge(branch, response);
    this.#events.branchFinished(branch, response);
    if (response.status < 300) {
      this.#reply(this.#events.passing(response, branch));
      this.#complete();
      if (this.isInvite) this.cancel('SIP;cause=200;text="Call completed elsewhere"');
      return;
    }
    if (response.status >= 600) this.cancel();
    this.#answerWhenAllHave();
  }

  /** RFC 3261 16.7, step 6. */
  #answerWhenAllHave(): void {
    const finals = [...this.#branches.values()].map((each) => each.final);
    if (this.#answered || finals.includes(undefined)) return;
    const best = chooseBest(finals.filter((each) => each !== undefined));
    if (!best) return;
    this.#reply(best);
    this.#complete();
  }

  #repeatFinal(branch: Branch, response: SipResponse): void {
    if (!this.isInvite) return;
    if (response.status < 300) this.#events.reply(this.#events.passing(response, branch));
    else this.#acknowledge(branch, response);
  }

  #complete(): void {
    this.#answered = true;
    this.#life?.cancel();
    this.#life = this.#clock.after(TRANSACTION_MS, () => this.dispose());
  }

  #reply(response: SipResponse): void {
    this.#last = response;
    this.#events.reply(response);
  }

  #sendCancel(branch: Branch): void {
    if (branch.cancelSent || !this.isInvite) return;
    branch.cancelSent = true;
    const cancel = this.#hopRequest(branch, 'CANCEL', header(branch.request, 'To') ?? '');
    branch.flow.send(this.#cancelReason ? withHeader(cancel, 'Reason', this.#cancelReason) : cancel);
    // A far end that never answers the cancelled INVITE is taken as gone (section 9.1).
    this.#arm(branch, TRANSACTION_MS, () => this.#synthesize(branch, branch.rangOut ? 408 : 487));
  }

  #acknowledge(branch: Branch, response: SipResponse): void {
    branch.flow.send(this.#hopRequest(branch, 'ACK', header(response, 'To') ?? ''));
  }

  /** CANCEL and the ACK for a refusal: the INVITE's own hop, one Via, the same branch (sections 9.1 and 17.1.1.3). */
  #hopRequest(branch: Branch, method: 'ACK' | 'CANCEL', to: string): SipRequest {
    const invite = branch.request;
    const number = (header(invite, 'CSeq') ?? '').split(/\s/)[0];
    const copy = (name: string) => headers(invite, name).map((value) => ({ name, value }));
    return {
      kind: 'request',
      method,
      uri: invite.uri,
      headers: [
        { name: 'Via', value: branch.via },
        { name: 'Max-Forwards', value: '70' },
        ...copy('Route'),
        ...copy('From'),
        { name: 'To', value: to },
        ...copy('Call-ID'),
        { name: 'CSeq', value: `${number} ${method}` },
      ],
      body: NO_BODY,
    };
  }

  #giveUp(branch: Branch): void {
    // RFC 4320 4.1: a late 408 for anything but INVITE would only do harm.
    if (this.isInvite) this.#synthesize(branch, branch.cancelWanted ? 487 : 408);
    else this.dispose();
  }

  #ringOut(branch: Branch): void {
    branch.rangOut = true;
    branch.cancelWanted = true;
    this.#sendCancel(branch);
  }

  #synthesize(branch: Branch, status: number): void {
    if (branch.state === 'finished') return;
    branch.state = 'finished';
    const response = responseTo(this.request, status, { toTag: this.#toTag });
    branch.final = response;
    this.#events.branchFinished(branch, response);
    this.#answerWhenAllHave();
  }

  #arm(branch: Branch, delayMs: number, fire: () => void): void {
    branch.timer?.cancel();
    branch.timer = this.#clock.after(delayMs, fire);
  }
}
