// One signed-in account: its connection, its registration, its calls and its waiting messages, tied together.

import type { Clock, RandomSource } from '../../hal/clock.ts';
import { err, ok, type Result } from '../../hal/result.ts';
import type { CallContext } from './calls/call-context.ts';
import { IncomingCall } from './calls/incoming-call.ts';
import { OutgoingCall } from './calls/outgoing-call.ts';
import { parseTarget } from './calls/target.ts';
import { Authenticator } from './digest/authenticator.ts';
import { Intake } from './intake/intake.ts';
import { createCore, moveCore } from './library/core.ts';
import { type IncomingInviteRequest, type IncomingRequestMessage, prepareLibrary } from './library/sipjs.ts';
import { newBranch, newToken } from './library/tokens.ts';
import { ConnectionKeeper } from './link/connection-keeper.ts';
import { SignallingPath } from './link/signalling-path.ts';
import type { NameResolver } from './location/server-locator.ts';
import type { SipLog } from './log.ts';
import { MessageWaiting } from './mwi/message-waiting.ts';
import { publish } from './publish/publication.ts';
import { Registration } from './registration/registration.ts';
import type { RegistrationRefusal } from './registration/registration-failure.ts';
import type { ConnectFailure } from './transport/connect-failure.ts';
import type { OpenConnection, SignallingConnection } from './transport/connection.ts';
import type {
  IncomingRefusal,
  Publication,
  PublishRefusal,
  RegistrationState,
  SessionDescriber,
  SipAccount,
  SipCall,
} from './user-agent.ts';

export interface LinePorts {
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly log: SipLog;
  readonly open: OpenConnection;
  readonly resolver: NameResolver;
  readonly userAgentName: string;
  readonly instanceId: string;
}

export interface LineEvents {
  onState(state: RegistrationState): void;
  /** The describer of a call that may ring, or why it may not. */
  onIncoming(call: SipCall, offer: string | undefined): Result<SessionDescriber, IncomingRefusal>;
  onMessagesWaiting(newMessages: number): void;
  onTrace(direction: 'sent' | 'received', peer: string, text: string): void;
}

/** A stranger must not fill the memory with ringing calls. */
const callLimit = 16;
const refusedRetryMs = 60_000;
const longestRetryAfterMs = 600_000;

export class AccountLine {
  readonly #ports: LinePorts;
  readonly #events: LineEvents;
  readonly #context: CallContext;
  readonly #path: SignallingPath;
  readonly #keeper: ConnectionKeeper;
  readonly #intake: Intake;
  readonly #registration: Registration;
  readonly #waiting: MessageWaiting;
  #registered = false;
  #closed = false;

  constructor(account: SipAccount, ports: LinePorts, events: LineEvents) {
    this.#ports = ports;
    this.#events = events;
    const { clock, random, log } = ports;
    const at = account.address.lastIndexOf('@');
    const domain = account.address.slice(at + 1);
    prepareLibrary(random);
    const authenticator = new Authenticator(
      { user: account.authUser, password: account.password },
      account.allowMd5,
      () => newToken(random),
    );
    this.#path = new SignallingPath(
      clock,
      () => newBranch(random),
      (text, peer) => events.onTrace('sent', peer, text),
    );
    const core = createCore({
      user: account.address.slice(0, at),
      domain,
      displayName: account.displayName,
      userAgentName: ports.userAgentName,
      path: this.#path,
      authenticator,
      random,
      log,
      delegate: {
        onInvite: (request) => this.#receiveInvite(request),
        onNotify: (request) => this.#waiting.receiveNotify(request),
      },
    });
    this.#context = {
      ...{ core, clock, random, path: this.#path, authenticator, log },
      calls: new Set(),
      dialogs: new Map(),
      moveOn: () => this.#moveOn(),
    };
    const interceptRequest = (request: IncomingRequestMessage): boolean => this.#interceptRequest(request);
    this.#intake = new Intake({ core, path: this.#path, authenticator, random, log, interceptRequest });
    this.#waiting = new MessageWaiting({ core, clock, random, authenticator, log, onCount: events.onMessagesWaiting });
    this.#registration = new Registration(
      {
        core,
        clock,
        random,
        authenticator,
        domain,
        intervalSeconds: account.registrationIntervalSeconds,
        instanceId: ports.instanceId,
        takeUnanswerable: (callId) => this.#intake.takeUnanswerable(callId),
      },
      {
        onRegistered: () => this.#registrationAccepted(),
        onRefused: (refusal, detail, retryAfterMs) => this.#registrationRefused(refusal, detail, retryAfterMs),
      },
    );
    this.#keeper = new ConnectionKeeper(account, ports, {
      onConnecting: () => events.onState({ status: 'registering' }),
      onUp: (connection) => this.#connected(connection),
      onDown: (failure, nextAttemptAtMs) => this.#disconnected(failure, nextAttemptAtMs),
      onMessage: (text, peer) => {
        events.onTrace('received', peer, text);
        this.#intake.receive(text);
      },
      onRefused: (refusal) => this.#intake.receiveRefused(refusal),
    });
  }

  start(): void {
    this.#keeper.start();
  }

  call(target: string, describer: SessionDescriber): Result<SipCall> {
    const uri = parseTarget(target, this.#context.core.configuration.aor.host);
    if (!uri.ok) return uri;
    if (this.#context.calls.size >= callLimit) return err('too many calls at once');
    const call = new OutgoingCall(this.#context, uri.value, describer);
    void call.start();
    return ok(call);
  }

  publish(publication: Publication): Promise<Result<{ readonly noTag: boolean }, PublishRefusal>> {
    if (this.#registered) return publish(this.#context, publication);
    return Promise.resolve(err({ detail: 'the server is out of reach', final: false, retryAfterMs: undefined }));
  }

  /** Withdraw from the server if it can be told in time, and let go of everything. */
  async close(): Promise<void> {
    for (const call of [...this.#context.calls]) call.hangUp();
    this.#waiting.stop();
    if (this.#registered && this.#path.connected) await this.#registration.withdraw();
    this.#dispose();
  }

  #dispose(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#registration.stop();
    this.#keeper.close();
    this.#path.close();
    this.#context.core.dispose();
  }

  #connected(connection: SignallingConnection): void {
    moveCore(this.#context.core, connection);
    this.#path.use(connection);
    this.#registration.register();
  }

  #disconnected(failure: ConnectFailure, nextAttemptAtMs: number): void {
    this.#registered = false;
    // Before the calls hear of it: one of them may have the next server asked at once.
    this.#events.onState({ status: 'failed', failure: failure.kind, detail: failure.detail, nextAttemptAtMs });
    this.#lostPath();
  }

  /** The phone goes with its call: only where it is registered can the far end reach it within that call. */
  #moveOn(): boolean {
    // While the connection stands, other calls live on it: none of them is put at risk for a new one.
    if (!this.#keeper.hasOther || (this.#path.connected && this.#context.calls.size > 1)) return false;
    this.#ports.log('warning', 'the server failed a call: the next one is asked');
    this.#lostPath();
    this.#keeper.moveOn();
    return true;
  }

  #lostPath(): void {
    const wasUp = this.#path.connected;
    this.#registered = false;
    this.#path.use(undefined);
    this.#registration.stop();
    this.#waiting.stop();
    if (!wasUp) return;
    for (const call of [...this.#context.calls]) call.signallingLost();
  }

  #registrationAccepted(): void {
    const connection = this.#keeper.connection;
    if (!connection) return;
    this.#keeper.markHealthy();
    if (this.#registered) return;
    this.#registered = true;
    this.#events.onState({ status: 'registered', server: connection.peer, localAddress: connection.localAddress });
    this.#waiting.subscribe();
    for (const call of [...this.#context.calls]) call.signallingRestored();
  }

  #registrationRefused(refusal: RegistrationRefusal, detail: string, retryAfterMs: number | undefined): void {
    this.#registered = false;
    this.#ports.log('warning', `${detail}: ${refusal.failure}`);
    if (refusal.course === 'next-server') {
      this.#lostPath();
      this.#keeper.failOver({ kind: 'server-unreachable', detail });
      return;
    }
    const { clock } = this.#ports;
    let nextAttemptAtMs: number | undefined;
    if (refusal.course === 'retry-later') {
      const delayMs = Math.min(retryAfterMs ?? refusedRetryMs, longestRetryAfterMs);
      nextAttemptAtMs = clock.nowMs() + delayMs;
      this.#registration.retryIn(delayMs);
    } else {
      this.#keeper.close();
      this.#lostPath();
    }
    this.#events.onState({ status: 'failed', failure: refusal.failure, detail, nextAttemptAtMs });
  }

  #receiveInvite(request: IncomingInviteRequest): void {
    // The library draws its tag from a weak source; nothing has used it yet.
    Reflect.set(request, 'toTag', newToken(this.#ports.random));
    if (this.#context.calls.size >= callLimit) {
      request.reject({ statusCode: 486 });
      return;
    }
    const call = new IncomingCall(this.#context, request, newToken(this.#ports.random));
    call.ring((ringing, offer) => this.#events.onIncoming(ringing, offer));
  }

  /** UPDATE is unknown to the library; everything else is its own. */
  #interceptRequest(request: IncomingRequestMessage): boolean {
    if (request.method !== 'UPDATE' || !request.toTag) return false;
    const dialog = this.#context.dialogs.get(request.callId + request.toTag + request.fromTag);
    if (dialog) dialog.receiveUpdate(request);
    else this.#context.core.replyStateless(request, { statusCode: 481 });
    return true;
  }
}
