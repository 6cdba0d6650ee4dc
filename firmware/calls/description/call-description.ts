// One call's media session and what is offered, answered and agreed for it (RFC 3264).

import type { RandomSource } from '../../../hal/clock.ts';
import { err, ok, type Result } from '../../../hal/result.ts';
import type { CodecName, MediaEngine, MediaParameters, MediaSession } from '../../../media/session.ts';
import type { CallEndReason } from '../../phone.ts';
import {
  acceptAnswer,
  answerOffer,
  type DescriptionRefusal,
  type DigitTransport,
  type EncryptionPolicy,
  type LocalMedia,
  makeLocalKeys,
  makeOffer,
  matchOffer,
  type SessionDescriber,
} from '../../sip/index.ts';

export interface MediaChoice {
  readonly localAddress: string;
  readonly dscp: number;
  readonly codecs: readonly CodecName[];
  readonly packetTimeMs: number;
  readonly encryption: EncryptionPolicy;
  readonly digits: DigitTransport;
}

export interface DescriptionListener {
  /** Media runs as `agreed` now says. */
  agreed(): void;
  sessionOpened(session: MediaSession): void;
}

export class CallDescription implements SessionDescriber {
  readonly #engine: MediaEngine;
  readonly #random: RandomSource;
  readonly #choice: MediaChoice;
  readonly #listener: DescriptionListener;
  #session: Promise<MediaSession> | undefined;
  #local: LocalMedia | undefined;
  #agreed: MediaParameters | undefined;
  #refusal: CallEndReason | undefined;
  #held = false;
  #closed = false;

  constructor(engine: MediaEngine, random: RandomSource, choice: MediaChoice, listener: DescriptionListener) {
    this.#engine = engine;
    this.#random = random;
    this.#choice = choice;
    this.#listener = listener;
  }

  get agreed(): MediaParameters | undefined {
    return this.#agreed;
  }

  /** Why the media of this call could not be, where it could not. */
  get refusal(): CallEndReason | undefined {
    return this.#refusal;
  }

  /** Takes effect with the next offer. */
  setHeld(held: boolean): void {
    this.#held = held;
  }

  /** Whether an offer could be answered, before anything is opened or rings for it. */
  judge(remote: string): Result<void, DescriptionRefusal> {
    const matched = matchOffer(remote, this.#choice);
    return matched.ok ? ok(undefined) : matched;
  }

  async offer(): Promise<Result<string>> {
    const local = await this.#next();
    return local.ok ? ok(makeOffer(local.value)) : local;
  }

  async answer(remote: string): Promise<Result<string>> {
    const local = await this.#next();
    if (!local.ok) return local;
    const answered = answerOffer(remote, local.value);
    if (!answered.ok) return this.#refuse(answered.error);
    await this.#run(answered.value.parameters);
    return ok(answered.value.answer);
  }

  async accept(remote: string): Promise<Result<void>> {
    if (!this.#local) return err('an answer came without an offer');
    const parameters = acceptAnswer(this.#local, remote);
    if (!parameters.ok) return this.#refuse(parameters.error);
    await this.#run(parameters.value);
    return ok(undefined);
  }

  async close(): Promise<void> {
    this.#closed = true;
    const session = this.#session;
    this.#session = undefined;
    // A session that never opened has nothing to stop, and said so when it failed.
    const opened = await session?.catch(() => undefined);
    await opened?.stop();
  }

  async #next(): Promise<Result<LocalMedia>> {
    const session = await this.#openSession();
    if (!session.ok) return session;
    const { localAddress, localPort } = session.value;
    const { codecs, packetTimeMs, encryption, digits } = this.#choice;
    const first = this.#local;
    this.#local = {
      address: localAddress,
      port: localPort,
      codecs,
      packetTimeMs,
      encryption,
      digits,
      keys: first?.keys ?? (encryption === 'off' ? [] : makeLocalKeys(this.#random)),
      direction: this.#held ? 'sendonly' : 'sendrecv',
      sessionId: first?.sessionId ?? Buffer.from(this.#random.bytes(4)).readUInt32BE(),
      sessionVersion: (first?.sessionVersion ?? 0) + 1,
    };
    return ok(this.#local);
  }

  async #openSession(): Promise<Result<MediaSession>> {
    if (this.#closed) return err('the call is over');
    const { localAddress, dscp } = this.#choice;
    const opening = this.#session === undefined;
    this.#session ??= this.#engine.createSession({ localAddress, dscp });
    try {
      const session = await this.#session;
      if (opening) this.#listener.sessionOpened(session);
      return ok(session);
    } catch (error) {
      this.#refusal = 'no-audio-device';
      return err(`no media session: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  async #run(parameters: MediaParameters): Promise<void> {
    const session = await this.#openSession();
    if (!session.ok) return;
    // Negotiation has refused this already; what the policy demands is not left to one place.
    if (this.#choice.encryption === 'required' && !(parameters.sendKey && parameters.receiveKey)) return;
    this.#agreed = parameters;
    session.value.start(parameters);
    this.#listener.agreed();
  }

  #refuse(refusal: DescriptionRefusal): Result<never> {
    // A running call keeps what was agreed; only the new description is refused.
    if (!this.#agreed) this.#refusal = endReasonOfRefusal(refusal);
    return err(refusal.detail);
  }
}

export function endReasonOfRefusal({ reason }: DescriptionRefusal): CallEndReason {
  return reason.startsWith('encryption') ? 'encryption-required' : 'no-common-codec';
}
