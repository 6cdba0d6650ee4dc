// One call of a user agent inside the enterprise: dialog state, INVITE both ways, re-INVITE, BYE, CANCEL (RFC 3261 12-15).

import type { Clock, Timer } from '../../../hal/clock.ts';
import {
  type HeaderField,
  header,
  headers,
  NO_BODY,
  responseTo,
  type SipMessage,
  type SipRequest,
  type SipResponse,
} from '../sip/message.ts';

const T1_MS = 500;
const T2_MS = 4000;
/** 64 * T1: without an ACK by then the call is given up. */
const ACK_WAIT_MS = 32_000;

export type LocalCallState = 'inviting' | 'ringing' | 'answered' | 'ended';

interface DialogEnds {
  /** Whole From value of requests we send, tag included. */
  readonly local: string;
  remote: string;
  remoteTarget: string;
  routes: readonly string[];
}

/** The user agent that a call belongs to, as the call knows it. */
export interface CallOwner {
  readonly options: { readonly clock: Clock; readonly user: string };
  readonly contact: string;
  newToken(): string;
  emit(message: SipMessage): void;
  forget(call: LocalCall): void;
}

export class LocalCall {
  readonly id: string;
  readonly direction: 'incoming' | 'outgoing';
  /** The far end's last session description. */
  remoteSdp: string | undefined;
  /** Makes the answer to an offer within the call, or undefined to refuse with 488. */
  onOffer: ((offer: string) => string | undefined) | undefined;
  onAnswered: ((answer: string) => void) | undefined;
  /** Called once, however the call ends. */
  onEnded: ((status: number | undefined) => void) | undefined;
  readonly invitation: SipRequest | undefined;
  readonly #agent: CallOwner;
  readonly #ends: DialogEnds;
  #state: LocalCallState = 'inviting';
  #cseq = 1;
  #inviteVia = '';
  #toTag = '';
  /** Hung up before the answer was known: an answer that crossed our CANCEL is ended by BYE (section 9.1). */
  #leaving = false;
  #repeat: Timer | undefined;
  #giveUp: Timer | undefined;

  static incoming(agent: CallOwner, invite: SipRequest): LocalCall {
    const tag = agent.newToken();
    const call = new LocalCall(agent, 'incoming', header(invite, 'Call-ID') ?? '', invite, {
      local: `${header(invite, 'To')};tag=${tag}`,
      remote: header(invite, 'From') ?? '',
      remoteTarget: contactUri(headers(invite, 'Contact')[0]),
      routes: headers(invite, 'Record-Route'),
    });
    call.#toTag = tag;
    call.remoteSdp = sdpOf(invite);
    return call;
  }

  static outgoing(
    agent: CallOwner,
    options: { readonly target: string; readonly from: string; readonly callId: string },
  ): LocalCall {
    return new LocalCall(agent, 'outgoing', options.callId, undefined, {
      local: options.from,
      remote: `<${options.target}>`,
      remoteTarget: options.target,
      routes: [],
    });
  }

  private constructor(
    agent: CallOwner,
    direction: 'incoming' | 'outgoing',
    id: string,
    invitation: SipRequest | undefined,
    ends: DialogEnds,
  ) {
    this.#agent = agent;
    this.direction = direction;
    this.id = id;
    this.invitation = invitation;
    this.#ends = ends;
  }

  get state(): LocalCallState {
    return this.#state;
  }

  invite(offer: string): void {
    this.#inviteVia = this.#newVia();
    this.#agent.emit(this.#request('INVITE', this.#cseq, this.#inviteVia, offer));
  }

  ring(): void {
    if (this.#state !== 'inviting') return;
    this.#state = 'ringing';
    this.#respond(this.invitation, 180);
  }

  answer(sdp: string): void {
    if (this.direction !== 'incoming' || this.#state === 'answered' || this.#state === 'ended') return;
    this.#state = 'answered';
    this.#sendOk(this.invitation, sdp);
  }

  reject(status: number): void {
    if (this.direction !== 'incoming' || this.#state === 'answered' || this.#state === 'ended') return;
    this.#respond(this.invitation, status);
    this.#end(status);
  }

  /** BYE or CANCEL, whichever fits. */
  hangUp(): void {
    if (this.#state === 'ended') return;
    if (this.#state === 'answered') {
      this.#agent.emit(this.#request('BYE', ++this.#cseq, this.#newVia()));
      this.#end(undefined);
    } else if (this.direction === 'outgoing') {
      this.#leaving = true;
      this.#agent.emit(this.#request('CANCEL', this.#cseq, this.#inviteVia));
    } else this.reject(480);
  }

  /** The enterprise closes: no more messages, but the media is still told to stop. */
  abandon(): void {
    this.#end(undefined);
  }

  receiveRequest(request: SipRequest): void {
    switch (request.method) {
      case 'ACK':
        this.#acknowledged(request);
        return;
      case 'BYE':
        this.#respond(request, 200);
        this.#end(undefined);
        return;
      case 'CANCEL':
        this.#respond(request, 200);
        if (this.#state === 'inviting' || this.#state === 'ringing') {
          this.#respond(this.invitation, 487);
          this.#end(487);
        }
        return;
      case 'INVITE':
      case 'UPDATE':
        this.#renegotiate(request);
        return;
      default:
        this.#respond(request, ['OPTIONS', 'INFO', 'MESSAGE'].includes(request.method) ? 200 : 405);
        return;
    }
  }

  receiveResponse(response: SipResponse): void {
    if (this.direction !== 'outgoing' || !header(response, 'CSeq')?.endsWith('INVITE')) return;
    if (response.status < 200) {
      if (response.status > 100 && this.#state === 'inviting') this.#state = 'ringing';
      return;
    }
    if (response.status >= 300) {
      this.#end(response.status);
      return;
    }
    this.#ends.remote = header(response, 'To') ?? this.#ends.remote;
    this.#ends.remoteTarget = contactUri(headers(response, 'Contact')[0]) || this.#ends.remoteTarget;
    this.#ends.routes = headers(response, 'Record-Route').reverse();
    this.#agent.emit(this.#request('ACK', this.#cseq, this.#newVia()));
    if (this.#state === 'answered' || this.#state === 'ended') return;
    this.#state = 'answered';
    if (this.#leaving) {
      this.hangUp();
      return;
    }
    this.remoteSdp = sdpOf(response);
    if (this.remoteSdp !== undefined) this.onAnswered?.(this.remoteSdp);
  }

  #renegotiate(request: SipRequest): void {
    if (this.#state !== 'answered') {
      this.#respond(request, 491);
      return;
    }
    this.#ends.remoteTarget = contactUri(headers(request, 'Contact')[0]) || this.#ends.remoteTarget;
    const offer = sdpOf(request);
    if (offer === undefined) {
      this.#respond(request, request.method === 'UPDATE' ? 200 : 488);
      return;
    }
    const answer = this.onOffer?.(offer);
    if (answer === undefined) {
      this.#respond(request, 488);
      return;
    }
    this.remoteSdp = offer;
    if (request.method === 'INVITE') {
      this.#sendOk(request, answer);
    } else this.#respond(request, 200, answer);
  }

  #acknowledged(ack: SipRequest): void {
    this.#repeat?.cancel();
    this.#giveUp?.cancel();
    const sdp = sdpOf(ack);
    if (sdp === undefined || this.remoteSdp !== undefined) return;
    // The caller sent no offer, so ours was in the 200 and this is the answer (section 13.2.1).
    this.remoteSdp = sdp;
    this.onAnswered?.(sdp);
  }

  /** Section 13.3.1.4: the 200 is repeated until its ACK comes, even over TCP. */
  #sendOk(request: SipRequest | undefined, sdp: string): void {
    this.#repeat?.cancel();
    this.#giveUp?.cancel();
    const clock = this.#agent.options.clock;
    const send = (waitMs: number) => {
      this.#respond(request, 200, sdp);
      this.#repeat = clock.after(waitMs, () => send(Math.min(waitMs * 2, T2_MS)));
    };
    send(T1_MS);
    this.#giveUp = clock.after(ACK_WAIT_MS, () => this.hangUp());
  }

  #respond(request: SipRequest | undefined, status: number, sdp?: string): void {
    if (!request) return;
    const creates = request.method === 'INVITE' && status > 100 && status < 300;
    const fields: HeaderField[] = creates
      ? [
          ...headers(request, 'Record-Route').map((value) => ({ name: 'Record-Route', value })),
          { name: 'Contact', value: `<${this.#agent.contact}>` },
          { name: 'Allow', value: 'INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE' },
        ]
      : [];
    if (sdp !== undefined) fields.push({ name: 'Content-Type', value: 'application/sdp' });
    const body = sdp === undefined ? NO_BODY : Buffer.from(sdp);
    this.#agent.emit(responseTo(request, status, { toTag: this.#toTag, headers: fields, body }));
  }

  #request(method: string, cseq: number, via: string, sdp?: string): SipRequest {
    const fields: HeaderField[] = [
      { name: 'Via', value: via },
      { name: 'Max-Forwards', value: '70' },
      ...this.#ends.routes.map((value) => ({ name: 'Route', value })),
      { name: 'From', value: this.#ends.local },
      { name: 'To', value: this.#ends.remote },
      { name: 'Call-ID', value: this.id },
      { name: 'CSeq', value: `${cseq} ${method}` },
    ];
    if (method === 'INVITE') fields.push({ name: 'Contact', value: `<${this.#agent.contact}>` });
    if (sdp !== undefined) fields.push({ name: 'Content-Type', value: 'application/sdp' });
    const body = sdp === undefined ? NO_BODY : Buffer.from(sdp);
    return { kind: 'request', method, uri: this.#ends.remoteTarget, headers: fields, body };
  }

  #newVia(): string {
    return `SIP/2.0/TLS ${this.#agent.options.user}.invalid;branch=z9hG4bK${this.#agent.newToken()}`;
  }

  #end(status: number | undefined): void {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    this.#repeat?.cancel();
    this.#giveUp?.cancel();
    this.#agent.forget(this);
    this.onEnded?.(status);
  }
}

function contactUri(contact: string | undefined): string {
  return /<([^>]+)>/.exec(contact ?? '')?.[1] ?? (contact ?? '').split(';')[0]?.trim() ?? '';
}

function sdpOf(message: SipRequest | SipResponse): string | undefined {
  if (message.body.length === 0) return undefined;
  const type = header(message, 'Content-Type') ?? '';
  return /^application\/sdp\b/i.test(type.trim()) ? Buffer.from(message.body).toString('utf8') : undefined;
}
