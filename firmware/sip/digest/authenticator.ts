// The account's digest for the library: answers challenges, and signs ahead with a nonce that the server has shown already.

import { chooseChallenge, type DigestChallenge, readChallenges } from './challenge.ts';
import { type Account, printCredentials } from './credentials.ts';

/** A server that wants one more round than this for a nonce gone stale is not serving anybody. */
const nonceUseLimit = 0xffff;

interface KnownNonce {
  readonly challenge: DigestChallenge;
  count: number;
}

export type ChallengeKind = 'www' | 'proxy';

export class Authenticator {
  readonly #account: Account;
  readonly #allowMd5: boolean;
  readonly #newToken: () => string;
  readonly #known = new Map<ChallengeKind, KnownNonce>();

  constructor(account: Account, allowMd5: boolean, newToken: () => string) {
    this.#account = account;
    this.#allowMd5 = allowMd5;
    this.#newToken = newToken;
  }

  /** The challenge to answer; undefined where the server offers only what policy forbids, or nothing we know. */
  choose(kind: ChallengeKind, headerValues: readonly string[]): DigestChallenge | undefined {
    const chosen = chooseChallenge(readChallenges(headerValues), this.#allowMd5);
    if (chosen) this.#known.set(kind, { challenge: chosen, count: 0 });
    return chosen;
  }

  /** Credentials for the nonce last seen in this kind of challenge. */
  sign(kind: ChallengeKind, method: string, uri: string): string | undefined {
    const known = this.#known.get(kind);
    if (!known || known.count >= nonceUseLimit) return undefined;
    known.count += 1;
    return printCredentials(this.#account, known.challenge, {
      method,
      uri,
      nonceCount: known.count,
      cnonce: this.#newToken(),
    });
  }

  /** Credentials for a challenge that `choose` has just passed on. */
  answer(nonce: string, method: string, uri: string): string | undefined {
    for (const [kind, known] of this.#known) if (known.challenge.nonce === nonce) return this.sign(kind, method, uri);
    return undefined;
  }

  /** After a refusal the nonce may be to blame. */
  forget(): void {
    this.#known.clear();
  }
}
