// The room's front door: at most one signed-in account, and everybody who wants to hear of it.

import type { Clock, RandomSource, Timer } from '../../hal/clock.ts';
import { err, type Result } from '../../hal/result.ts';
import { AccountLine, type LinePorts } from './account-line.ts';
import { newUuid } from './library/tokens.ts';
import type { NameResolver } from './location/server-locator.ts';
import { systemResolver } from './location/system-resolver.ts';
import type { SipLog } from './log.ts';
import { redactMessage } from './trace/redact.ts';
import type { OpenConnection } from './transport/connection.ts';
import { systemConnections } from './transport/open-connection.ts';
import type {
  Publication,
  PublishRefusal,
  RegistrationState,
  SessionDescriber,
  SipAccount,
  SipCall,
  SipMessageTrace,
  SipUserAgent,
} from './user-agent.ts';
import { warmUp } from './warm-up.ts';

export interface SipUserAgentOptions {
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly log?: SipLog;
  /** Name and version for the User-Agent header. */
  readonly userAgentName?: string;
  /** UUID that stays the same over restarts (RFC 5626 4.1); drawn when absent. */
  readonly instanceId?: string;
  /** Name service; the machine's when absent. */
  readonly resolver?: NameResolver;
  /** How connections are made; by sockets when absent. */
  readonly open?: OpenConnection;
}

/** Behind the first screen, before anybody can have dialled. */
const warmUpAfterMs = 700;

export function createSipUserAgent(options: SipUserAgentOptions): SipUserAgent {
  return new AccountUserAgent(options);
}

class AccountUserAgent implements SipUserAgent {
  readonly #ports: LinePorts;
  readonly #warmUp: Timer;
  readonly #registrationListeners = new Set<(state: RegistrationState) => void>();
  readonly #waitingListeners = new Set<(newMessages: number) => void>();
  readonly #traceListeners = new Set<(trace: SipMessageTrace) => void>();
  #incomingListener: Parameters<SipUserAgent['onIncoming']>[0] | undefined;
  #line: AccountLine | undefined;
  #state: RegistrationState = { status: 'unregistered' };

  constructor(options: SipUserAgentOptions) {
    this.#ports = {
      clock: options.clock,
      random: options.random,
      log: options.log ?? (() => undefined),
      open: options.open ?? systemConnections(options.clock),
      resolver: options.resolver ?? systemResolver,
      userAgentName: options.userAgentName ?? 'Offhook',
      instanceId: options.instanceId ?? newUuid(options.random),
    };
    this.#warmUp = options.clock.after(warmUpAfterMs, () => void warmUp(this.#ports));
  }

  get registration(): RegistrationState {
    return this.#state;
  }

  onRegistration(listener: (state: RegistrationState) => void): () => void {
    return subscribe(this.#registrationListeners, listener);
  }

  onIncoming(listener: Parameters<SipUserAgent['onIncoming']>[0]): void {
    this.#incomingListener = listener;
  }

  onMessagesWaiting(listener: (newMessages: number) => void): () => void {
    return subscribe(this.#waitingListeners, listener);
  }

  onTrace(listener: (trace: SipMessageTrace) => void): () => void {
    return subscribe(this.#traceListeners, listener);
  }

  register(account: SipAccount): void {
    void this.#leave();
    if (!/^[^@\s]+@[A-Za-z0-9.:[\]-]+$/.test(account.address)) {
      const detail = `${JSON.stringify(account.address)} is no SIP address`;
      this.#setState({ status: 'failed', failure: 'unknown-user', detail, nextAttemptAtMs: undefined });
      return;
    }
    const line = new AccountLine(account, this.#ports, {
      onState: (state) => this.#line === line && this.#setState(state),
      onIncoming: (call, offer) => this.#incomingListener?.(call, offer) ?? err({ status: 480 }),
      onMessagesWaiting: (count) => tell(this.#waitingListeners, count),
      onTrace: (direction, peer, text) => this.#trace(direction, peer, text),
    });
    this.#line = line;
    line.start();
  }

  async unregister(): Promise<void> {
    const left = this.#leave();
    this.#setState({ status: 'unregistered' });
    await left;
  }

  call(target: string, describer: SessionDescriber): Result<SipCall> {
    return this.#line ? this.#line.call(target, describer) : err('nobody is signed in');
  }

  publish(publication: Publication): Promise<Result<{ readonly noTag: boolean }, PublishRefusal>> {
    if (this.#line) return this.#line.publish(publication);
    return Promise.resolve(err({ detail: 'nobody is signed in', final: true, retryAfterMs: undefined }));
  }

  async close(): Promise<void> {
    this.#warmUp.cancel();
    await this.unregister();
    this.#registrationListeners.clear();
    this.#waitingListeners.clear();
    this.#traceListeners.clear();
  }

  async #leave(): Promise<void> {
    const line = this.#line;
    this.#line = undefined;
    await line?.close();
  }

  #setState(state: RegistrationState): void {
    this.#state = state;
    tell(this.#registrationListeners, state);
  }

  #trace(direction: 'sent' | 'received', peer: string, text: string): void {
    if (this.#traceListeners.size === 0) return;
    tell(this.#traceListeners, { atMs: this.#ports.clock.wallMs(), direction, peer, text: redactMessage(text) });
  }
}

function subscribe<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

function tell<T>(listeners: ReadonlySet<(value: T) => void>, value: T): void {
  for (const listener of [...listeners]) listener(value);
}
