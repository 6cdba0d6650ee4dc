// The state of one call as others see it, and who wants to hear of its changes.

import type { Result } from '../../../hal/result.ts';
import type { SipCall, SipCallEnd, SipCallState, SipDialogName, SipParty } from '../user-agent.ts';
import type { AccountCall, CallContext } from './call-context.ts';
import { ended } from './call-end.ts';
import type { DialogSession } from './dialog-session.ts';

export abstract class LiveCall implements SipCall, AccountCall {
  readonly id: string;
  abstract readonly direction: 'incoming' | 'outgoing';
  protected readonly context: CallContext;
  protected session: DialogSession | undefined;
  readonly #listeners = new Set<() => void>();
  readonly #deviceListeners = new Set<(hurts: boolean) => void>();
  #remote: SipParty;
  #state: SipCallState;
  #end: SipCallEnd | undefined;

  constructor(context: CallContext, id: string, remote: SipParty, state: SipCallState) {
    this.context = context;
    this.id = id;
    this.#remote = remote;
    this.#state = state;
    context.calls.add(this);
  }

  get remote(): SipParty {
    return this.#remote;
  }

  get state(): SipCallState {
    return this.#state;
  }

  get end(): SipCallEnd | undefined {
    return this.#end;
  }

  get dialog(): SipDialogName | undefined {
    const dialog = this.session?.setup.dialog;
    return dialog && { callId: dialog.callId, localTag: dialog.localTag, remoteTag: dialog.remoteTag };
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  abstract answer(): Promise<Result<void>>;
  abstract reject(status: 486 | 480 | 603): void;
  abstract hangUp(): void;
  /** The connection is gone and with it every answer that was still to come. */
  protected abstract abandon(): void;

  async renegotiate(): Promise<Result<void>> {
    return this.session ? this.session.renegotiate() : { ok: false, error: 'the call is not connected' };
  }

  onRemoteDevice(listener: (hurts: boolean) => void): () => void {
    this.#deviceListeners.add(listener);
    return () => void this.#deviceListeners.delete(listener);
  }

  tellDevice(hurts: boolean): void {
    this.session?.notices.tell(hurts);
  }

  protected hearRemoteDevice(hurts: boolean): void {
    for (const listener of [...this.#deviceListeners]) listener(hurts);
  }

  signallingLost(): void {
    if (this.session) this.session.signallingLost();
    else if (this.#state !== 'ended') this.abandon();
  }

  signallingRestored(): void {
    this.session?.signallingRestored();
  }

  protected setRemote(remote: SipParty): void {
    this.#remote = remote;
  }

  protected setState(state: SipCallState): void {
    if (this.#state === 'ended' || this.#state === state) return;
    this.#state = state;
    this.#tell();
  }

  protected finish(end: SipCallEnd): void {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    this.#end = end;
    this.context.calls.delete(this);
    this.#tell();
  }

  protected finishUnanswered(): void {
    this.finish(ended('network-lost', 'the connection to the server is gone'));
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener();
      } catch (error) {
        // A listener's fault must not stop the protocol; it is a bug and is said loudly.
        this.context.log(
          'error',
          `a call's listener failed: ${error instanceof Error ? error.message : String(error)}`,
        );
      }
    }
  }
}
