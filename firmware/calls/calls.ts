// All calls of the phone: dialling, ringing, waiting, holding, ending, and which of them has the handset.

import type { AudioPath } from '../../hal/audio.ts';
import type { HookPosition } from '../../hal/hook-switch.ts';
import { err, ok, type Result } from '../../hal/result.ts';
import type { CallEndReason, CallState, Party } from '../phone.ts';
import type { IncomingRefusal, RegistrationState, SessionDescriber, SipCall } from '../sip/index.ts';
import { Call } from './call.ts';
import { CallList } from './call-list.ts';
import { logEntryOf } from './call-log.ts';
import { CallSounds, soundOf } from './call-sounds.ts';
import type { CallsOptions, CallsView } from './calls-options.ts';
import { CallDescription, type DescriptionListener, endReasonOfRefusal } from './description/call-description.ts';
import { encryptionOf, mediaChoice } from './description/media-choice.ts';
import { dialTarget } from './dial-target.ts';
import { Handling } from './handling.ts';
import { partyDialled, partyOf } from './party.ts';
import { refusedCall } from './refused-call.ts';

/** One talking and one waiting or held; a third caller hears busy. */
const maximumLiveCalls = 2;
const noAnswerAfterMs = 60_000;
/** Callers give up or their server does; this only keeps a lost CANCEL from ringing for ever. */
const ringAtMostMs = 180_000;
const maximumShownTarget = 64;
/** An end with a reason to read stays longer than one that the person brought about. */
const failureStaysMs = 6_000;
const quietStaysMs = 1_500;
const quietReasons: readonly CallEndReason[] = ['hung-up', 'cancelled', 'answered-elsewhere', 'remote-hung-up'];

interface Refusal {
  readonly target: string;
  readonly reason: CallEndReason;
  readonly detail: string;
}

interface Prepared {
  readonly description: CallDescription;
  bind(call: Call): void;
}

export class Calls {
  readonly #options: CallsOptions;
  readonly #sounds: CallSounds;
  readonly #handling: Handling;
  readonly #list: CallList;
  /** As the media engine knows it. */
  #path: AudioPath | undefined;
  #muted = false;
  #dialling = false;
  #occupied = false;
  #lastDialled: string | undefined;
  #localAddress = '127.0.0.1';

  constructor(options: CallsOptions) {
    this.#options = options;
    this.#sounds = new CallSounds(options.media, options.policy.toneCountry);
    this.#handling = new Handling(options.hook);
    this.#list = new CallList(options.clock);
    options.sip.onIncoming((call, offer) => this.#ring(call, offer));
    options.sip.onRegistration((registration) => this.#registrationChanged(registration));
    this.#registrationChanged(options.sip.registration);
  }

  view(): CallsView {
    const { hook, path } = this.#handling;
    return {
      calls: this.#list.states(),
      activeCallId: this.#list.activeId(),
      hook,
      audioPath: path,
      muted: this.#muted,
    };
  }

  get busy(): boolean {
    return this.#list.live().length > 0;
  }

  dial(typed: string): void {
    const placed = this.#place(typed);
    if (placed.ok) this.#giveHandset(placed.value);
    else this.#showRefused(placed.error);
  }

  redial(): void {
    const last =
      this.#lastDialled ??
      this.#options.callLog.entries.find(({ direction }) => direction === 'outgoing')?.party.number;
    if (last) this.dial(last);
  }

  answer(callId?: string): void {
    const call = this.#list.pick(callId, (candidate) => candidate.phase === 'ringing-in');
    if (!call) return;
    this.#holdOthers(call);
    this.#giveHandset(call);
    void call.answer();
  }

  decline(callId?: string): void {
    this.#list.pick(callId, (candidate) => candidate.phase === 'ringing-in')?.decline(603, 'declined');
  }

  hangUp(callId?: string): void {
    const call = callId === undefined ? this.#list.active() : this.#list.find(callId);
    call?.hangUp();
  }

  hold(callId?: string): void {
    void this.#list.pick(callId, (candidate) => candidate.phase === 'connected' && !candidate.held)?.setHeld(true);
  }

  resume(callId?: string): void {
    const call = this.#list.pick(callId, (candidate) => candidate.phase === 'connected' && candidate.held);
    if (!call) return;
    this.#holdOthers(call);
    this.#giveHandset(call);
    void call.setHeld(false);
  }

  sendDigit(digit: string): void {
    if (/^[\d*#A-D]$/.test(digit)) this.#list.active()?.sendDigit(digit);
  }

  soundDigit(digit: string): void {
    if (!/^[\d*#A-D]$/.test(digit)) return;
    this.#dialling = true;
    this.#changed();
    if (this.#handling.lineOpen) this.#options.media.playDigit(digit);
    else this.#options.media.playTone('keypress');
  }

  dismiss(callId: string): void {
    const ended = this.#list.states().some(({ id, phase }) => id === callId && phase === 'ended');
    if (ended) this.#remove(callId);
  }

  setMuted(muted: boolean): void {
    this.#muted = muted;
    for (const call of this.#list.all) call.setMuted(muted);
    this.#changed();
  }

  setAudioPath(path: AudioPath): void {
    this.#handling.choosePath(path, this.busy);
    if (path !== 'handset' && !this.#list.talking()) this.answer();
    this.#changed();
  }

  moveHook(position: HookPosition): void {
    const effect = this.#handling.moveHook(position, this.#list.talking());
    if (effect === 'answer') this.answer();
    if (effect === 'hang-up') {
      for (const call of this.#list.all) if (call.phase !== 'ringing-in' && !call.held) call.hangUp();
      this.#dialling = false;
    }
    this.#changed();
  }

  /** While the test call has the ear, no dial tone and no ringer. */
  setOccupied(occupied: boolean): void {
    this.#occupied = occupied;
    if (occupied) this.#handling.callBegan();
    else if (!this.busy) this.#handling.callsOver();
    this.#changed();
  }

  /** The sound device or the engine is gone: no call can go on. */
  endAll(reason: CallEndReason | undefined): void {
    for (const call of this.#list.live()) call.hangUp(reason);
  }

  /** At sign-out: nothing of the person who leaves is left to be redialled. */
  forget(): void {
    this.endAll(undefined);
    this.#lastDialled = undefined;
  }

  /** A description for a call that these calls do not carry, such as the test call. */
  describe(listener: DescriptionListener): CallDescription {
    const { media, random, policy, account, sip } = this.#options;
    const { registration } = sip;
    const localAddress = registration.status === 'registered' ? registration.localAddress : this.#localAddress;
    return new CallDescription(media, random, mediaChoice(account(), policy, media, localAddress), listener);
  }

  /** What sounds is decided anew, after a ringer was chosen. */
  refresh(): void {
    this.#changed();
  }

  #place(typed: string): Result<Call, Refusal> {
    const { people, sip } = this.#options;
    const known = people().byName(typed);
    const target = dialTarget(known?.address ?? known?.numbers[0]?.number ?? typed);
    this.#dialling = true;
    if (!target.ok) {
      return err({ target: typed.slice(0, maximumShownTarget), reason: 'not-found', detail: target.error });
    }
    const refuse = (reason: CallEndReason, detail: string): Result<Call, Refusal> =>
      err({ target: target.value, reason, detail });
    this.#lastDialled = target.value;
    if (this.#list.live().length >= maximumLiveCalls) return refuse('not-allowed', 'two calls are up already');
    if (sip.registration.status !== 'registered') return refuse('network-lost', 'the phone is not registered');
    this.#holdOthers(undefined);
    const prepared = this.#prepare();
    const started = sip.call(target.value, prepared.description);
    if (!started.ok) return refuse('not-found', started.error);
    const call = this.#adopt(started.value, partyDialled(target.value, people()), prepared);
    this.#limit(call, noAnswerAfterMs);
    return ok(call);
  }

  #ring(sip: SipCall, offer: string | undefined): Result<SessionDescriber, IncomingRefusal> {
    const { people, presence, account } = this.#options;
    const party = partyOf(sip.remote, people());
    if (this.#list.live().length >= maximumLiveCalls || presence() === 'do-not-disturb') {
      this.#noteMissed(party, 'busy');
      return err({ status: 486 });
    }
    const prepared = this.#prepare();
    const judged = offer === undefined ? ok(undefined) : prepared.description.judge(offer);
    if (!judged.ok) {
      this.#noteMissed(party, endReasonOfRefusal(judged.error));
      return err({ status: 488, refusal: judged.error });
    }
    const call = this.#adopt(sip, party, prepared);
    this.#limit(call, ringAtMostMs);
    // SIP has its describer only after this returns; whom one talks to is not put on hold without being asked.
    if (account()?.answermode === 'auto' && !this.#list.talking()) queueMicrotask(() => this.answer(call.id));
    this.#changed();
    return ok(prepared.description);
  }

  /** The phone refuses the call by itself; the log keeps it, so that the person can call back. */
  #noteMissed(party: Party, reason: CallEndReason): void {
    const refused = refusedCall(this.#list.newId(), party, this.#options.clock.wallMs(), reason);
    this.#options.callLog.add({ ...logEntryOf(refused), direction: 'incoming', missed: true });
    this.#changed();
  }

  #prepare(): Prepared {
    let bound: Call | undefined;
    const description = this.describe({
      agreed: () => this.#changed(),
      sessionOpened: (session) => bound?.attachSession(session),
    });
    return {
      description,
      bind: (call) => {
        bound = call;
      },
    };
  }

  #adopt(sip: SipCall, party: Party, { description, bind }: Prepared): Call {
    const { clock, policy, account, log, onMeasured } = this.#options;
    const id = this.#list.newId();
    const call = new Call({
      id,
      clock,
      sip,
      description,
      party,
      encryptionRequired: encryptionOf(account(), policy) === 'required',
      muted: () => this.#muted,
      listener: {
        changed: () => this.#changed(),
        ended: () => this.#ended(id),
        measured: (measured, statistics) => onMeasured(measured, statistics),
        problem: (text) => log('warning', text),
      },
    });
    bind(call);
    this.#list.add(call);
    return call;
  }

  #ended(id: string): void {
    const state = this.#list.states().find((candidate) => candidate.id === id);
    if (!state) return;
    this.#options.callLog.add(logEntryOf(state));
    this.#options.onEnded(id);
    const quiet = endsQuietly(state);
    this.#list.after(id, quiet ? quietStaysMs : failureStaysMs, () => this.#remove(id));
    if (this.busy) return;
    this.#muted = false;
    // After a failure the line stays open for its tone.
    if (quiet) this.#handling.callsOver();
  }

  #showRefused({ target, reason, detail }: Refusal): void {
    const { clock, people, callLog, log } = this.#options;
    const state = refusedCall(this.#list.newId(), partyDialled(target, people()), clock.wallMs(), reason);
    log('info', `A call was not made: ${detail}.`);
    callLog.add(logEntryOf(state));
    this.#list.addRefused(state);
    this.#list.after(state.id, failureStaysMs, () => this.#remove(state.id));
    this.#changed();
  }

  #remove(id: string): void {
    this.#list.remove(id);
    if (this.#list.states().length === 0) {
      this.#dialling = false;
      if (!this.#occupied) this.#handling.callsOver();
    }
    this.#changed();
  }

  #limit(call: Call, delayMs: number): void {
    this.#list.after(call.id, delayMs, () => {
      if (call.phase !== 'connected') call.hangUp('no-answer');
    });
  }

  #registrationChanged(registration: RegistrationState): void {
    const { status } = registration;
    if (status === 'registered') this.#localAddress = registration.localAddress;
    for (const call of this.#list.all) {
      if (status === 'failed') call.setSignallingLost(true);
      else if (status === 'registered') call.setSignallingLost(false);
    }
    this.#changed();
  }

  #giveHandset(call: Call): void {
    this.#list.choose(call);
    this.#dialling = false;
    this.#handling.callBegan();
    this.#changed();
  }

  #holdOthers(kept: Call | undefined): void {
    for (const call of this.#list.all) {
      if (call === kept) continue;
      if (call.phase === 'connected') void call.setHeld(true);
      // Only one call at a time can be on its way out.
      else if (call.phase === 'dialling' || call.phase === 'ringing-out') call.hangUp();
    }
  }

  #changed(): void {
    const { media, sip, ringer, onChange } = this.#options;
    const calls = this.#list.states();
    const active = this.#list.active();
    for (const call of this.#list.all) call.setFocus(call === active && !this.#occupied);
    if (this.#path !== this.#handling.path) media.setPath(this.#handling.path);
    this.#path = this.#handling.path;
    this.#sounds.play(
      soundOf({
        calls,
        active: calls.find(({ id }) => id === this.#list.activeId()),
        lineOpen: this.#handling.lineOpen,
        reachable: sip.registration.status === 'registered',
        dialling: this.#dialling,
        earlyMedia: active?.sip.state === 'early-media',
        occupied: this.#occupied,
        ringer: ringer(),
      }),
    );
    onChange();
  }
}

function endsQuietly({ direction, endReason }: CallState): boolean {
  const ownDecline = endReason === 'declined' && direction === 'incoming';
  return endReason === undefined || ownDecline || quietReasons.includes(endReason);
}
