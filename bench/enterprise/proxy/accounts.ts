// What registrar, proxy and sign-in know of a person's account, and how addresses lead to it.

export interface Account {
  /** User part of the address, e.g. `dana`; also the digest user name. */
  readonly user: string;
  readonly extension: string;
  readonly displayName: string;
  readonly title: string;
  readonly mobile: string;
  readonly password: string;
  readonly pin: string;
}

export class Accounts {
  readonly domain: string;
  readonly #byName = new Map<string, Account>();

  constructor(domain: string, accounts: readonly Account[]) {
    this.domain = domain;
    for (const account of accounts) {
      for (const name of [account.user, account.extension, digitsOf(account.mobile)]) {
        if (name) this.#byName.set(name.toLowerCase(), account);
      }
    }
  }

  /** By user part, extension or mobile number, however the number is written. */
  find(name: string): Account | undefined {
    return this.#byName.get(name.toLowerCase()) ?? this.#byName.get(digitsOf(name) || name);
  }

  addressOf(account: Account): string {
    return `${account.user}@${this.domain}`;
  }
}

function digitsOf(number: string): string {
  return /^[+\d\s().-]+$/.test(number) ? number.replace(/[\s().-]/g, '') : '';
}
