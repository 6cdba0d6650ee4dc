// The person at the phone: signing in and out, remembering the account, and what its registration means to them.

import type { Clock } from '../../hal/clock.ts';
import type { AccountConfig, Config, Policy } from '../config/index.ts';
import type { AccountState, OwnIdentity, SignInFailure } from '../phone.ts';
import type { RegistrationState, SipUserAgent } from '../sip/index.ts';
import type { LogSink, Store } from '../store/index.ts';
import {
  type Credentials,
  configuredAccount,
  credentialsFromConfig,
  credentialsFromPassword,
  forgetCredentials,
  identityOf,
  keepCredentials,
  readCredentials,
  sipAccountOf,
} from './credentials.ts';
import type { SignInRequest } from './sign-in-request.ts';

const extensionPattern = /^\d{1,15}$/;
const pinPattern = /^\d{1,32}$/;
const addressPattern = /^[^\s@]{1,64}@[^\s@]{1,253}$/;

/** Trying again by itself cannot mend these. */
const hopeless: readonly SignInFailure[] = ['wrong-password', 'unknown-user', 'weak-authentication'];

export interface AccountOptions {
  readonly clock: Clock;
  readonly store: Store;
  readonly config: Config;
  readonly trustAnchors: readonly string[];
  readonly policy: Policy;
  /** Undefined: this phone knows no sign-in service. */
  readonly requestSignIn: SignInRequest | undefined;
  readonly log: LogSink;
  readonly onChange: () => void;
  /** After the first registration of a sign-in; the PIN is given once, for the lock, and kept nowhere. */
  readonly onSignedIn: (pin: string | undefined) => void;
  readonly onSignedOut: () => void;
}

type Attempt = 'none' | 'fresh' | 'remembered';

export class Account {
  readonly #options: AccountOptions;
  #sip: SipUserAgent | undefined;
  #state: AccountState = { status: 'signed-out', failure: undefined, lockedUntilMs: undefined };
  #credentials: Credentials | undefined;
  #attempt: Attempt = 'none';
  #pin: string | undefined;
  #request: AbortController | undefined;
  #server = '';

  constructor(options: AccountOptions) {
    this.#options = options;
    this.#credentials = this.#remembered();
    if (this.#credentials) this.#begin('remembered');
  }

  get state(): AccountState {
    return this.#state;
  }

  get self(): OwnIdentity | undefined {
    return this.#attempt === 'fresh' || !this.#credentials ? undefined : identityOf(this.#credentials);
  }

  /** The configuration's own account when that is the one signed in. */
  get configured(): AccountConfig | undefined {
    return this.#credentials && configuredAccount(this.#options.config, this.#credentials.address);
  }

  get server(): string {
    return this.#server;
  }

  get transport(): string {
    return this.#credentials?.transport ?? 'tls';
  }

  /** Signalling is there: whoever signed in meanwhile, or was remembered, registers now. */
  attach(sip: SipUserAgent): void {
    this.#sip = sip;
    sip.onRegistration((registration) => this.#registrationChanged(registration));
    if (this.#credentials) this.#register(this.#credentials);
  }

  async signInWithPin(extension: string, pin: string): Promise<void> {
    if (this.#state.status !== 'signed-out') return;
    const { requestSignIn, log } = this.#options;
    if (!requestSignIn) return this.#fail('server-refused', 'no sign_in_service is configured');
    if (!extensionPattern.test(extension)) return this.#fail('unknown-user', 'the extension is no number');
    if (!pinPattern.test(pin)) return this.#fail('wrong-pin', 'the PIN is no number');
    this.#begin('fresh');
    const request = new AbortController();
    this.#request = request;
    const answer = await requestSignIn(extension, pin, request.signal);
    // Cancelled, and perhaps another attempt is under way already.
    if (this.#request !== request) return;
    this.#request = undefined;
    if (answer.ok) {
      this.#pin = pin;
      this.#use(answer.value);
      return;
    }
    log('warning', `Sign-in of extension ${extension} was refused: ${answer.error.detail}.`);
    this.#drop({ status: 'signed-out', failure: answer.error.failure, lockedUntilMs: answer.error.lockedUntilMs });
  }

  signInWithPassword(address: string, password: string): void {
    if (this.#state.status !== 'signed-out') return;
    const bare = address.trim().replace(/^sips?:/i, '');
    if (!addressPattern.test(bare)) {
      this.#fail('unknown-user', 'the address has no form of name@domain');
      return;
    }
    this.#begin('fresh');
    this.#use(credentialsFromPassword(bare, password, configuredAccount(this.#options.config, bare)));
  }

  cancel(): void {
    if (this.#state.status === 'signing-in')
      this.#drop({ status: 'signed-out', failure: undefined, lockedUntilMs: undefined });
  }

  signOut(): void {
    if (this.#state.status === 'signed-out') return;
    forgetCredentials(this.#options.store);
    this.#drop({ status: 'signed-out', failure: undefined, lockedUntilMs: undefined });
    this.#options.onSignedOut();
  }

  #remembered(): Credentials | undefined {
    const { config, store } = this.#options;
    const [account] = config.accounts;
    if (account?.auth_pass) return credentialsFromConfig(account, account.auth_pass);
    return readCredentials(store);
  }

  #begin(attempt: Attempt): void {
    this.#attempt = attempt;
    this.#show({ status: 'signing-in', since: this.#options.clock.wallMs() });
  }

  #use(credentials: Credentials): void {
    this.#credentials = credentials;
    if (this.#sip) this.#register(credentials);
  }

  #register(credentials: Credentials): void {
    const { config, policy, trustAnchors } = this.#options;
    const account = configuredAccount(config, credentials.address);
    this.#sip?.register(sipAccountOf(credentials, account, { anchors: trustAnchors, allowMd5: policy.allowMd5Digest }));
  }

  #registrationChanged(registration: RegistrationState): void {
    if (!this.#credentials) return;
    if (registration.status === 'registered') this.#registered(this.#credentials, registration.server);
    if (registration.status === 'failed') this.#registrationFailed(registration);
  }

  #registered(credentials: Credentials, server: string): void {
    this.#server = server;
    const first = this.#attempt !== 'none';
    const pin = this.#pin;
    this.#pin = undefined;
    if (this.#attempt === 'fresh') keepCredentials(this.#options.store, credentials);
    this.#attempt = 'none';
    this.#show({ status: 'signed-in' });
    if (first) this.#options.onSignedIn(pin);
  }

  #registrationFailed({
    failure,
    detail,
    nextAttemptAtMs,
  }: Extract<RegistrationState, { readonly status: 'failed' }>): void {
    const { clock, log, store } = this.#options;
    log('warning', `Registration failed: ${detail}.`);
    if (this.#attempt === 'fresh' || hopeless.includes(failure)) {
      const wasSignedIn = this.#attempt !== 'fresh';
      if (wasSignedIn) forgetCredentials(store);
      this.#drop({ status: 'signed-out', failure, lockedUntilMs: undefined });
      if (wasSignedIn) this.#options.onSignedOut();
      return;
    }
    const nextWallMs = nextAttemptAtMs === undefined ? undefined : clock.wallMs() + (nextAttemptAtMs - clock.nowMs());
    this.#show({ status: 'reconnecting', failure, nextAttemptAtMs: nextWallMs });
  }

  #fail(failure: SignInFailure, detail: string): void {
    this.#options.log('warning', `Sign-in was not tried: ${detail}.`);
    this.#show({ status: 'signed-out', failure, lockedUntilMs: undefined });
  }

  #drop(state: Extract<AccountState, { readonly status: 'signed-out' }>): void {
    const request = this.#request;
    this.#request = undefined;
    request?.abort();
    this.#pin = undefined;
    this.#attempt = 'none';
    if (this.#credentials) void this.#sip?.unregister();
    this.#credentials = undefined;
    this.#server = '';
    this.#show(state);
  }

  #show(state: AccountState): void {
    this.#state = state;
    this.#options.onChange();
  }
}
