// Holds one connection to one of an account's servers, and makes it again, there or elsewhere, whenever it is lost.

import type { Clock, RandomSource, Timer } from '../../../hal/clock.ts';
import type { Result } from '../../../hal/result.ts';
import { locateServers, type NameResolver } from '../location/server-locator.ts';
import { quote, type SipLog } from '../log.ts';
import type { ConnectFailure, ConnectFailureKind } from '../transport/connect-failure.ts';
import type { OpenConnection, ServerTarget, SignallingConnection } from '../transport/connection.ts';
import type { FramingRefusal } from '../transport/message-framer.ts';
import type { SipAccount } from '../user-agent.ts';
import { Backoff } from './backoff.ts';

export interface KeeperPorts {
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly open: OpenConnection;
  readonly resolver: NameResolver;
  readonly log: SipLog;
}

export interface KeeperEvents {
  onConnecting(): void;
  onUp(connection: SignallingConnection): void;
  /** Lost, or not reached; the next attempt comes by itself at `nextAttemptAtMs`. */
  onDown(failure: ConnectFailure, nextAttemptAtMs: number): void;
  onMessage(text: string, peer: string): void;
  onRefused(refusal: FramingRefusal): void;
}

/** The one to tell a person about, when several servers failed in different ways. */
const mostTelling: readonly ConnectFailureKind[] = [
  'clock-wrong',
  'certificate-wrong-host',
  'certificate-expired',
  'certificate-not-yet-valid',
  'certificate-untrusted',
  'server-unreachable',
  'server-name-unknown',
];

export class ConnectionKeeper {
  readonly #account: SipAccount;
  readonly #ports: KeeperPorts;
  readonly #events: KeeperEvents;
  readonly #backoff: Backoff;
  #connection: SignallingConnection | undefined;
  #retry: Timer | undefined;
  /** Counts attempts and losses: what belongs to an earlier number is stale. */
  #epoch = 0;
  /** How many places the last round knew. */
  #known = 0;
  /** The server of the last connection. */
  #server: string | undefined;
  /** The server that answered badly: the next round begins behind it. */
  #shunned: string | undefined;
  #closed = false;

  constructor(account: SipAccount, ports: KeeperPorts, events: KeeperEvents) {
    this.#account = account;
    this.#ports = ports;
    this.#events = events;
    this.#backoff = new Backoff(ports.random);
  }

  get connection(): SignallingConnection | undefined {
    return this.#connection;
  }

  start(): void {
    void this.#connect();
  }

  /** The server has accepted us: the next loss is retried at once again. */
  markHealthy(): void {
    this.#backoff.reset();
    this.#shunned = undefined;
  }

  /** This server answers, but not usefully: go to the next one. */
  failOver(failure: ConnectFailure): void {
    this.#shunned = this.#server;
    this.#drop();
    this.#retryLater(failure);
  }

  get hasOther(): boolean {
    return this.#known > 1;
  }

  /** As `failOver`, but at once: a person waits for it. */
  moveOn(): void {
    this.#shunned = this.#server;
    this.#retry?.cancel();
    this.#drop();
    void this.#connect();
  }

  close(): void {
    this.#closed = true;
    this.#retry?.cancel();
    this.#drop();
  }

  async #connect(): Promise<void> {
    this.#epoch += 1;
    const epoch = this.#epoch;
    this.#events.onConnecting();
    const domain = this.#account.address.slice(this.#account.address.lastIndexOf('@') + 1);
    const { outbound, transport } = this.#account;
    const located = await locateServers({ domain, outbound, transport }, this.#ports.resolver, this.#ports.random);
    if (this.#isStale(epoch)) return;
    if (!located.ok) return this.#retryLater(located.error);
    const failures: ConnectFailure[] = [];
    this.#known = located.value.length;
    for (const target of behind(this.#shunned, located.value)) {
      const opened = await this.#open(target, epoch);
      if (this.#isStale(epoch)) {
        if (opened.ok) opened.value.close();
        return;
      }
      if (opened.ok) {
        this.#server = placeOf(target);
        return this.#up(opened.value);
      }
      failures.push(opened.error);
      this.#ports.log(
        'warning',
        `no connection to ${placeOf(target)}: ${opened.error.kind}, ${quote(opened.error.detail, 300)}`,
      );
    }
    this.#retryLater(tellingOne(failures));
  }

  #open(target: ServerTarget, epoch: number): Promise<Result<SignallingConnection, ConnectFailure>> {
    const peer = placeOf(target);
    return this.#ports.open({
      target,
      trustAnchors: this.#account.trustAnchors,
      events: {
        onMessage: (text) => {
          if (!this.#isStale(epoch)) this.#events.onMessage(text, peer);
        },
        onRefused: (refusal) => {
          if (this.#isStale(epoch)) return;
          this.#ports.log(
            'warning',
            `refused from ${peer}: ${refusal.reason}${refusal.fatal ? '; the connection is made anew' : ''}`,
          );
          this.#events.onRefused(refusal);
        },
        onClosed: (reason) => {
          if (!this.#isStale(epoch)) this.#lost(peer, reason);
        },
      },
    });
  }

  #up(connection: SignallingConnection): void {
    this.#connection = connection;
    this.#ports.log('info', `connected to ${connection.peer} by ${connection.protocol}`);
    this.#events.onUp(connection);
  }

  #lost(peer: string, reason: string): void {
    this.#ports.log('warning', `connection to ${peer} lost: ${quote(reason)}`);
    this.#drop();
    this.#retryLater({ kind: 'server-unreachable', detail: `connection to ${peer} lost: ${reason}` });
  }

  #drop(): void {
    this.#epoch += 1;
    this.#connection?.close();
    this.#connection = undefined;
  }

  #retryLater(failure: ConnectFailure): void {
    if (this.#closed) return;
    const delayMs = this.#backoff.nextMs();
    this.#retry?.cancel();
    this.#retry = this.#ports.clock.after(delayMs, () => void this.#connect());
    this.#events.onDown(failure, this.#ports.clock.nowMs() + delayMs);
  }

  #isStale(epoch: number): boolean {
    return this.#closed || epoch !== this.#epoch;
  }
}

function placeOf({ host, port }: ServerTarget): string {
  return `${host}:${port}`;
}

/** From the first where none is shunned, or where it is no longer known. */
function behind(shunned: string | undefined, targets: readonly ServerTarget[]): readonly ServerTarget[] {
  const start = targets.findIndex((target) => placeOf(target) === shunned) + 1;
  return [...targets.slice(start), ...targets.slice(0, start)];
}

function tellingOne(failures: readonly ConnectFailure[]): ConnectFailure {
  for (const kind of mostTelling) {
    const found = failures.find((failure) => failure.kind === kind);
    if (found) return found;
  }
  return { kind: 'server-unreachable', detail: 'no server to try' };
}
