// One call: its signalling and its media made into the CallState that the screen shows.

import type { Clock } from '../../hal/clock.ts';
import type { MediaSession, MediaStatistics } from '../../media/session.ts';
import type { CallEndReason, CallPhase, CallState, Party, QualityFigures } from '../phone.ts';
import type { SipCall, SipCallState } from '../sip/index.ts';
import type { MeasuredCall } from './calls-options.ts';
import type { CallDescription } from './description/call-description.ts';
import { callEndReason } from './end-reason.ts';

import { CallWarnings } from './ribbon/call-warnings.ts';
import { qualityFigures } from './ribbon/quality-figures.ts';

const maximumShownDigits = 64;
/** A network that is gone for so long is not coming back for this call. */
const cutOffAtMostMs = 60_000;

const phases: Readonly<Record<SipCall['direction'], Readonly<Record<SipCallState, CallPhase>>>> = {
  incoming: {
    calling: 'ringing-in',
    ringing: 'ringing-in',
    'early-media': 'ringing-in',
    connected: 'connected',
    ended: 'ended',
  },
  outgoing: {
    calling: 'dialling',
    ringing: 'ringing-out',
    'early-media': 'ringing-out',
    connected: 'connected',
    ended: 'ended',
  },
};

export interface CallListener {
  /** Anything the screen or the sounds could care about. */
  changed(): void;
  ended(): void;
  measured(call: MeasuredCall, statistics: MediaStatistics): void;
  problem(text: string): void;
}

export interface CallOptions {
  readonly id: string;
  readonly clock: Clock;
  readonly sip: SipCall;
  readonly description: CallDescription;
  readonly party: Party;
  readonly encryptionRequired: boolean;
  readonly muted: () => boolean;
  readonly listener: CallListener;
}

export class Call {
  readonly id: string;
  readonly #options: CallOptions;
  readonly #startedAtMs: number;
  readonly #warnings = new CallWarnings();
  #session: MediaSession | undefined;
  #connectedAtMs: number | undefined;
  #endedAtMs: number | undefined;
  #ownReason: CallEndReason | undefined;
  #answering = false;
  #held = false;
  #focused = false;
  /** As the session knows it. */
  #heard = false;
  #quality: QualityFigures | undefined;
  #sentDigits = '';

  constructor(options: CallOptions) {
    this.id = options.id;
    this.#options = options;
    this.#startedAtMs = options.clock.wallMs();
    options.sip.onChange(() => this.#signalled());
    options.sip.onRemoteDevice((hurts) => {
      this.#warnings.remoteDevice(hurts);
      options.listener.changed();
    });
  }

  get sip(): SipCall {
    return this.#options.sip;
  }

  get phase(): CallPhase {
    return phases[this.sip.direction][this.sip.state];
  }

  get held(): boolean {
    return this.#held;
  }

  get endReason(): CallEndReason | undefined {
    const { end, direction } = this.sip;
    if (!end) return undefined;
    const { description, encryptionRequired } = this.#options;
    return callEndReason(end, {
      direction,
      wasConnected: this.#connectedAtMs !== undefined,
      ownReason: this.#ownReason ?? description.refusal,
      encryptionRequired,
    });
  }

  state(): CallState {
    const direction = this.#options.description.agreed?.direction;
    const live = this.phase !== 'ended';
    const heldByRemote =
      this.phase === 'connected' && (direction === 'inactive' || (direction === 'recvonly' && !this.#held));
    return {
      id: this.id,
      direction: this.sip.direction,
      party: this.#options.party,
      phase: this.phase,
      startedAtMs: this.#startedAtMs,
      connectedAtMs: this.#connectedAtMs,
      endedAtMs: this.#endedAtMs,
      endReason: this.endReason,
      held: live && this.#held,
      heldByRemote,
      warning: this.phase === 'connected' ? this.#warnings.current(this.#held || heldByRemote) : undefined,
      quality: this.#quality,
      sentDigits: this.#sentDigits,
    };
  }

  /** The engine made this call's session; it is told what holds already. */
  attachSession(session: MediaSession): void {
    this.#session = session;
    session.setMuted(this.#options.muted());
    session.setFocus(this.#heard);
    session.onStatistics((statistics) => this.#measured(statistics));
  }

  /** A second press while the first is on its way changes nothing. */
  async answer(): Promise<void> {
    if (this.#answering) return;
    this.#answering = true;
    const answered = await this.sip.answer();
    if (!answered.ok) this.#options.listener.problem(`Call could not be answered: ${answered.error}.`);
  }

  decline(status: 486 | 480 | 603, reason: CallEndReason): void {
    this.#ownReason ??= reason;
    this.sip.reject(status);
  }

  /** `reason` where something other than the person's wish ends it. */
  hangUp(reason?: CallEndReason): void {
    if (this.phase === 'ended') return;
    this.#ownReason ??= reason;
    if (this.phase === 'ringing-in') this.sip.reject(480);
    else this.sip.hangUp();
  }

  /** Silent at once; the far end is told when it can be. */
  async setHeld(held: boolean): Promise<void> {
    if (this.phase !== 'connected' || held === this.#held) return;
    this.#held = held;
    this.#options.description.setHeld(held);
    this.setFocus(this.#focused);
    this.#options.listener.changed();
    const told = await this.sip.renegotiate();
    if (told.ok || this.phase !== 'connected') return;
    this.#options.listener.problem(`The far end could not be told of ${held ? 'hold' : 'resume'}: ${told.error}.`);
  }

  setFocus(focused: boolean): void {
    this.#focused = focused;
    const heard = focused && !this.#held;
    if (heard !== this.#heard) this.#session?.setFocus(heard);
    this.#heard = heard;
  }

  setMuted(muted: boolean): void {
    this.#session?.setMuted(muted);
  }

  setSignallingLost(lost: boolean): void {
    this.#warnings.signallingLost = lost;
  }

  sendDigit(digit: string): boolean {
    if (!this.#session || this.phase !== 'connected') return false;
    this.#session.sendDigit(digit);
    this.#sentDigits = (this.#sentDigits + digit).slice(-maximumShownDigits);
    this.#options.listener.changed();
    return true;
  }

  #signalled(): void {
    const { clock, listener, description } = this.#options;
    if (this.phase === 'connected') this.#connectedAtMs ??= clock.wallMs();
    if (this.phase === 'ended' && this.#endedAtMs === undefined) {
      this.#endedAtMs = clock.wallMs();
      description
        .close()
        .catch((error: unknown) => listener.problem(`A media session did not stop: ${String(error)}.`));
      listener.ended();
    }
    listener.changed();
  }

  #measured(statistics: MediaStatistics): void {
    if (this.phase !== 'connected') return;
    const { heldByRemote, warning, quality } = this.state();
    this.#warnings.update(statistics, { muted: this.#options.muted(), held: this.#held, heldByRemote });
    this.sip.tellDevice(this.#warnings.ownDeviceHurts);
    if (this.#warnings.cutOffMs >= cutOffAtMostMs) this.hangUp('network-lost');
    this.#quality = qualityFigures(statistics);
    // On hold there is nothing to be lost: figures of silence would stand beside those of the call that is talked in.
    if (!this.#held) this.#tellMeasured(statistics);
    // Figures alone are shown with the call's next second: drawing twice a second is work that nobody sees.
    const isNews = this.state().warning !== warning || quality?.encrypted !== statistics.encrypted;
    if (isNews) this.#options.listener.changed();
  }

  #tellMeasured(statistics: MediaStatistics): void {
    const { sip, description, listener } = this.#options;
    const { agreed } = description;
    const session = this.#session;
    if (!sip.dialog || !agreed || !session) return;
    const { localSsrc, remoteSsrc } = statistics;
    const call: MeasuredCall = {
      ...{ id: this.id, direction: sip.direction, connectedAtMs: this.#connectedAtMs },
      ...{ remote: sip.remote, dialog: sip.dialog, agreed, localSsrc, remoteSsrc },
      local: { address: session.localAddress, port: session.localPort },
    };
    listener.measured(call, statistics);
  }
}
