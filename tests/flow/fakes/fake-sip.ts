// Signalling without a network: far ends that do what a test's script says, with real session descriptions.

import {
  acceptAnswer,
  answerOffer,
  type LocalMedia,
  makeLocalKeys,
  makeOffer,
  type Publication,
  type PublishRefusal,
  type RegistrationFailure,
  type RegistrationState,
  type SessionDescriber,
  type SipAccount,
  type SipCall,
  type SipCallEnd,
  type SipCallState,
  type SipParty,
  type SipUserAgent,
} from '../../../firmware/sip/index.ts';
import type { Clock } from '../../../hal/clock.ts';
import { err, ok, type Result } from '../../../hal/result.ts';
import type { MediaParameters } from '../../../media/session.ts';

export type FarEnd =
  | { readonly does: 'answers'; readonly afterMs: number }
  | { readonly does: 'rings' }
  | { readonly does: 'refuses'; readonly status: number; readonly afterMs: number };

const hostPort = { address: '127.0.0.2', port: 50_000 };

/** The far end's side of a session, by the same rules as ours. */
function farMedia(encrypted: boolean, direction: LocalMedia['direction'], sessionVersion: number): LocalMedia {
  return {
    ...hostPort,
    codecs: ['opus', 'PCMU'],
    packetTimeMs: 20,
    encryption: encrypted ? 'required' : 'off',
    keys: encrypted ? makeLocalKeys({ bytes: (length) => new Uint8Array(length).fill(7) }) : [],
    direction,
    sessionId: 1,
    sessionVersion,
  };
}

export class FakeCall implements SipCall {
  readonly id: string;
  readonly direction: 'incoming' | 'outgoing';
  readonly remote: SipParty;
  readonly describer: () => SessionDescriber;
  readonly encrypted: boolean;
  readonly dialog = { callId: 'call@phone', localTag: 'here', remoteTag: 'there' };
  state: SipCallState = 'calling';
  end: SipCallEnd | undefined;
  /** What the far end understood of our last offer or answer. */
  agreed: MediaParameters | undefined;
  rejectedWith: number | undefined;
  readonly #listeners = new Set<() => void>();
  #version = 0;
  /** What the far end was told of this device, each change once. */
  readonly deviceNotices: boolean[] = [];
  #remoteDevice: ((hurts: boolean) => void) | undefined;

  constructor(
    id: string,
    direction: 'incoming' | 'outgoing',
    remote: SipParty,
    describer: () => SessionDescriber,
    encrypted: boolean,
  ) {
    this.id = id;
    this.direction = direction;
    this.remote = remote;
    this.describer = describer;
    this.encrypted = encrypted;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Outgoing: the far end rings. */
  ring(): void {
    this.#become('ringing');
  }

  /** Outgoing: the far end answers what we offer. */
  async farAnswers(): Promise<void> {
    if (await this.#offerToFarEnd()) this.#become('connected');
    else this.finish({ cause: 'rejected', status: 488, phrase: 'Not Acceptable Here' });
  }

  async answer(): Promise<Result<void>> {
    const answered = await this.#offerFromFarEnd('sendrecv');
    if (!answered.ok) {
      this.finish({ cause: 'media-refused', status: 488, phrase: answered.error });
      return answered;
    }
    this.#become('connected');
    return ok(undefined);
  }

  async farHolds(direction: 'sendonly' | 'sendrecv'): Promise<void> {
    await this.#offerFromFarEnd(direction);
  }

  refuseAtOnce(status: number): void {
    this.rejectedWith = status;
    this.finish({ cause: 'rejected', status, phrase: '' });
  }

  reject(status: 486 | 480 | 603): void {
    this.rejectedWith = status;
    this.finish({ cause: 'local', status: undefined, phrase: '' });
  }

  hangUp(): void {
    this.finish({ cause: 'local', status: undefined, phrase: '' });
  }

  async renegotiate(): Promise<Result<void>> {
    return (await this.#offerToFarEnd()) ? ok(undefined) : err('refused');
  }

  tellDevice(hurts: boolean): void {
    if (hurts !== (this.deviceNotices.at(-1) ?? false)) this.deviceNotices.push(hurts);
  }

  onRemoteDevice(listener: (hurts: boolean) => void): () => void {
    this.#remoteDevice = listener;
    return () => {
      this.#remoteDevice = undefined;
    };
  }

  farDevice(hurts: boolean): void {
    this.#remoteDevice?.(hurts);
  }

  finish(end: SipCallEnd): void {
    if (this.end) return;
    this.end = end;
    this.#become('ended');
  }

  async #offerToFarEnd(): Promise<boolean> {
    const offer = await this.describer().offer();
    if (!offer.ok) return false;
    const answered = answerOffer(offer.value, farMedia(this.encrypted, 'sendrecv', ++this.#version));
    if (!answered.ok) return false;
    this.agreed = answered.value.parameters;
    return (await this.describer().accept(answered.value.answer)).ok;
  }

  async #offerFromFarEnd(direction: LocalMedia['direction']): Promise<Result<void>> {
    const local = farMedia(this.encrypted, direction, ++this.#version);
    const answer = await this.describer().answer(makeOffer(local));
    if (!answer.ok) return answer;
    const agreed = acceptAnswer(local, answer.value);
    if (!agreed.ok) return err(agreed.error.detail);
    this.agreed = agreed.value;
    return ok(undefined);
  }

  #become(state: SipCallState): void {
    this.state = state;
    for (const listener of this.#listeners) listener();
  }
}

export class FakeSip implements SipUserAgent {
  readonly #clock: Clock;
  readonly calls: FakeCall[] = [];
  readonly farEnds = new Map<string, FarEnd>();
  registration: RegistrationState = { status: 'unregistered' };
  account: SipAccount | undefined;
  /** What the next REGISTER meets; undefined: it is accepted. */
  refuses: RegistrationFailure | undefined;
  #registrationListeners = new Set<(state: RegistrationState) => void>();
  #incoming: Parameters<SipUserAgent['onIncoming']>[0] | undefined;
  #messages: ((count: number) => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  onRegistration(listener: (state: RegistrationState) => void): () => void {
    this.#registrationListeners.add(listener);
    return () => void this.#registrationListeners.delete(listener);
  }

  register(account: SipAccount): void {
    this.account = account;
    this.become({ status: 'registering' });
    this.#clock.after(20, () => {
      if (this.account !== account) return;
      if (this.refuses)
        this.become({
          status: 'failed',
          failure: this.refuses,
          detail: 'as scripted',
          nextAttemptAtMs: this.#clock.nowMs() + 4_000,
        });
      else this.become({ status: 'registered', server: 'fernleigh.test', localAddress: '127.0.0.1' });
    });
  }

  become(state: RegistrationState): void {
    this.registration = state;
    for (const listener of [...this.#registrationListeners]) listener(state);
  }

  unregister(): Promise<void> {
    this.account = undefined;
    this.become({ status: 'unregistered' });
    return Promise.resolve();
  }

  call(target: string, describer: SessionDescriber): Result<SipCall> {
    if (!/^[\w.+*#-]+(@[\w.-]+)?$/.test(target)) return err('not a target');
    const call = new FakeCall(
      `out-${this.calls.length}`,
      'outgoing',
      { displayName: '', user: target, host: 'fernleigh.test', anonymous: false },
      () => describer,
      true,
    );
    this.calls.push(call);
    this.#play(call, this.farEnds.get(target) ?? { does: 'refuses', status: 404, afterMs: 10 });
    return ok(call);
  }

  /** Somebody calls this phone. */
  ring(
    user: string,
    options: {
      readonly encrypted?: boolean;
      readonly displayName?: string;
      readonly anonymous?: boolean;
      /** Made of the caller's offer on its way here. */
      readonly change?: (offer: string) => string;
    } = {},
  ): FakeCall {
    let describer: SessionDescriber | undefined;
    const remote = {
      displayName: options.displayName ?? '',
      user,
      host: 'fernleigh.test',
      anonymous: options.anonymous ?? false,
    };
    const call = new FakeCall(
      `in-${this.calls.length}`,
      'incoming',
      remote,
      () => describer ?? raise(),
      options.encrypted ?? true,
    );
    this.calls.push(call);
    const offer = makeOffer(farMedia(call.encrypted, 'sendrecv', 1));
    const taken = this.#incoming?.(call, options.change?.(offer) ?? offer);
    if (taken?.ok) describer = taken.value;
    else if (taken) call.refuseAtOnce(taken.error.status);
    return call;
  }

  onIncoming(listener: Parameters<SipUserAgent['onIncoming']>[0]): void {
    this.#incoming = listener;
  }

  onMessagesWaiting(listener: (newMessages: number) => void): () => void {
    this.#messages = listener;
    return () => {
      this.#messages = undefined;
    };
  }

  tellMessagesWaiting(count: number): void {
    this.#messages?.(count);
  }

  /** Bodies, in order, whatever became of them. */
  readonly published: Publication[] = [];
  /** What the next publications meet; beyond them all are taken. */
  readonly publishRefusals: PublishRefusal[] = [];

  publish(publication: Publication): Promise<Result<{ readonly noTag: boolean }, PublishRefusal>> {
    this.published.push(publication);
    const refusal = this.publishRefusals.shift();
    return Promise.resolve(refusal ? err(refusal) : ok({ noTag: false }));
  }

  onTrace(): () => void {
    return () => {};
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #play(call: FakeCall, farEnd: FarEnd): void {
    if (farEnd.does === 'refuses') {
      const { status } = farEnd;
      this.#clock.after(farEnd.afterMs, () => call.finish({ cause: 'rejected', status, phrase: '' }));
      return;
    }
    this.#clock.after(10, () => call.state === 'calling' && call.ring());
    if (farEnd.does === 'answers')
      this.#clock.after(farEnd.afterMs, () => call.state === 'ended' || void call.farAnswers());
  }
}

function raise(): never {
  throw new Error('The phone gave no describer.');
}
