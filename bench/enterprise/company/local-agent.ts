// A user agent inside the enterprise: answers and places calls through the proxy, over a flow without a network.

import type { Clock, RandomSource } from '../../../hal/clock.ts';
import { parseAddress } from '../sip/fields.ts';
import type { Flow } from '../sip/flow.ts';
import { type HeaderField, header, headers, responseTo, type SipMessage, type SipRequest } from '../sip/message.ts';
import { LocalCall } from './local-call.ts';

const MAX_CALLS = 500;

export interface LocalAgentOptions {
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly user: string;
  readonly displayName: string;
  readonly domain: string;
  /** Hand a message to the proxy as if it had arrived over the given flow. */
  readonly deliver: (flow: Flow, message: SipMessage) => void;
  readonly onCall: (call: LocalCall) => void;
  /** Absent: nothing of this user can be subscribed to. */
  readonly onSubscribe?: (request: SipRequest) => void;
  /** Absent: this user takes no publications. */
  readonly onPublish?: (request: SipRequest) => void;
}

export class LocalAgent implements Flow {
  readonly id: string;
  readonly transport = 'LOCAL' as const;
  readonly remote: string;
  readonly options: LocalAgentOptions;
  readonly #calls = new Map<string, LocalCall>();
  #open = true;

  constructor(options: LocalAgentOptions) {
    this.options = options;
    this.id = `local-${options.user}`;
    this.remote = options.user;
  }

  get open(): boolean {
    return this.#open;
  }

  get contact(): string {
    return `sip:${this.options.user}@127.0.0.1;transport=tls`;
  }

  get calls(): readonly LocalCall[] {
    return [...this.#calls.values()];
  }

  /** From the proxy; taken in the next turn, as from a network. */
  send(message: SipMessage): void {
    queueMicrotask(() => {
      if (this.#open) this.#receive(message);
    });
  }

  sendBytes(): void {
    // There is no wire that could carry malformed bytes to a user agent in the same process.
  }

  close(): void {
    this.#open = false;
    for (const call of this.#calls.values()) call.abandon();
    this.#calls.clear();
  }

  /** To the proxy. */
  emit(message: SipMessage): void {
    queueMicrotask(() => {
      if (this.#open) this.options.deliver(this, message);
    });
  }

  newVia(): string {
    return `SIP/2.0/TLS ${this.options.user}.invalid;branch=z9hG4bK${this.newToken()}`;
  }

  newToken(): string {
    return Buffer.from(this.options.random.bytes(8)).toString('hex');
  }

  /** Call `user`; the offer goes out at once, progress comes through the call. */
  call(user: string, offer: string): LocalCall {
    const { displayName, domain } = this.options;
    const call = LocalCall.outgoing(this, {
      target: `sip:${user}@${domain}`,
      from: `"${displayName}" <sip:${this.options.user}@${domain}>;tag=${this.newToken()}`,
      callId: `${this.newToken()}@bench`,
    });
    this.#calls.set(call.id, call);
    call.invite(offer);
    return call;
  }

  /** A request outside any call, whose answer nobody waits for. */
  tell(user: string, method: string, fields: readonly HeaderField[], body: string): void {
    const { displayName, domain } = this.options;
    const to = `<sip:${user}@${domain}>`;
    const common: HeaderField[] = [
      { name: 'Via', value: this.newVia() },
      { name: 'Max-Forwards', value: '70' },
      { name: 'From', value: `"${displayName}" <sip:${this.options.user}@${domain}>;tag=${this.newToken()}` },
      { name: 'To', value: to },
      { name: 'Call-ID', value: `${this.newToken()}@bench` },
      { name: 'CSeq', value: `1 ${method}` },
      { name: 'Contact', value: `<${this.contact}>` },
    ];
    const uri = `sip:${user}@${domain}`;
    this.emit({ kind: 'request', method, uri, headers: [...common, ...fields], body: Buffer.from(body) });
  }

  forget(call: LocalCall): void {
    this.#calls.delete(call.id);
  }

  #receive(message: SipMessage): void {
    const id = header(message, 'Call-ID') ?? '';
    const call = this.#calls.get(id);
    if (message.kind === 'response') {
      call?.receiveResponse(message);
      return;
    }
    if (call) {
      call.receiveRequest(message);
      return;
    }
    if (message.method === 'INVITE' && !hasToTag(message)) {
      this.#accept(id, message);
      return;
    }
    if (message.method === 'SUBSCRIBE' && !hasToTag(message) && this.options.onSubscribe) {
      this.options.onSubscribe(message);
      return;
    }
    if (message.method === 'PUBLISH' && this.options.onPublish) {
      this.options.onPublish(message);
      return;
    }
    if (message.method === 'OPTIONS') {
      this.emit(responseTo(message, 200, { toTag: this.newToken() }));
      return;
    }
    if (message.method !== 'ACK') this.emit(responseTo(message, 481, { toTag: this.newToken() }));
  }

  #accept(id: string, invite: SipRequest): void {
    if (this.#calls.size >= MAX_CALLS) {
      this.emit(responseTo(invite, 503, { toTag: this.newToken() }));
      return;
    }
    const required = headers(invite, 'Require');
    if (required.length > 0) {
      const unsupported = required.map((value) => ({ name: 'Unsupported', value }));
      this.emit(responseTo(invite, 420, { toTag: this.newToken(), headers: unsupported }));
      return;
    }
    const call = LocalCall.incoming(this, invite);
    this.#calls.set(id, call);
    this.options.onCall(call);
  }
}

function hasToTag(request: SipRequest): boolean {
  const to = parseAddress(header(request, 'To') ?? '');
  return to.ok && to.value.parameters.has('tag');
}
