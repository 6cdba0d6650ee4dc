// Audio Test Service: the test call from its first ring to the verdict; nothing of the voice is kept on the phone.

import type { Clock, Timer } from '../../../hal/clock.ts';
import type { MediaSession, MediaStatistics } from '../../../media/session.ts';
import type { CallEndReason, TestCallState } from '../../phone.ts';
import type { SipCall, SipUserAgent } from '../../sip/index.ts';
import type { CallDescription, DescriptionListener } from '../description/call-description.ts';
import { callEndReason } from '../end-reason.ts';
import { judge } from './verdict.ts';

/** The service tells its steps by RFC 4733 digits: 1 as the recording begins, 2 as the playback begins. */
const recordingDigit = '1';
const playbackDigit = '2';
const sampleMs = 5_000;
/** For a service that sends no digits. */
const promptMs = 4_000;
/** A service that can send digits is given the time to finish its sentence. */
const longPromptMs = 12_000;
/** How far the service may be behind its own steps before they are guessed. */
const lateMs = 2_500;
const answerWithinMs = 20_000;
const countdownStepMs = 200;

export interface AudioTestOptions {
  readonly clock: Clock;
  readonly sip: SipUserAgent;
  readonly target: string;
  readonly encryptionRequired: () => boolean;
  readonly describe: (listener: DescriptionListener) => CallDescription;
  readonly onChange: () => void;
  readonly onMeasured: (statistics: MediaStatistics) => void;
}

export class AudioTest {
  readonly #options: AudioTestOptions;
  #state: TestCallState = { step: 'idle' };
  #call: SipCall | undefined;
  #description: CallDescription | undefined;
  #timer: Timer | undefined;
  #stepEndsAtMs = 0;
  #recorded: MediaStatistics[] = [];
  #whole: MediaStatistics[] = [];

  constructor(options: AudioTestOptions) {
    this.#options = options;
  }

  get state(): TestCallState {
    return this.#state;
  }

  /** The call has the ear of the person. */
  get running(): boolean {
    return this.#call !== undefined;
  }

  start(): void {
    if (this.running) return;
    this.#recorded = [];
    this.#whole = [];
    const description = this.#options.describe({ agreed: () => {}, sessionOpened: (session) => this.#attach(session) });
    const call = this.#options.sip.call(this.#options.target, description);
    if (!call.ok) {
      this.#show({ step: 'failed', reason: 'not-found' });
      return;
    }
    this.#call = call.value;
    this.#description = description;
    this.#show({ step: 'calling' });
    this.#wait(answerWithinMs, () => this.#end('no-answer'));
    call.value.onChange(() => this.#signalled(call.value));
  }

  /** By the person: no verdict, and a verdict that is shown goes away. */
  stop(): void {
    this.#finish();
    this.#show({ step: 'idle' });
  }

  #attach(session: MediaSession): void {
    session.setFocus(true);
    session.onStatistics((statistics) => this.#measured(statistics));
    session.onDigit((digit) => {
      if (digit === recordingDigit && (this.#state.step === 'prompt' || this.#state.step === 'recording'))
        this.#record();
      if (digit === playbackDigit && (this.#state.step === 'recording' || this.#state.step === 'prompt'))
        this.#playBack();
    });
  }

  #signalled(call: SipCall): void {
    if (call !== this.#call) return;
    if (call.state === 'connected' && this.#state.step === 'calling') {
      this.#show({ step: 'prompt' });
      const tellsSteps = this.#description?.agreed?.telephoneEventPayloadType !== undefined;
      this.#wait(tellsSteps ? longPromptMs : promptMs, () => this.#record());
    }
    if (call.state === 'ended') this.#farEndLeft(call);
  }

  #record(): void {
    this.#recorded = [];
    this.#stepEndsAtMs = this.#options.clock.nowMs() + sampleMs;
    this.#countDown('recording', () => this.#wait(lateMs, () => this.#playBack()));
  }

  #playBack(): void {
    this.#stepEndsAtMs = this.#options.clock.nowMs() + sampleMs;
    this.#countDown('playing-back', () => this.#wait(lateMs, () => this.#end(undefined)));
  }

  #countDown(step: 'recording' | 'playing-back', done: () => void): void {
    const remainingMs = Math.max(0, this.#stepEndsAtMs - this.#options.clock.nowMs());
    this.#show({ step, remainingMs });
    if (remainingMs === 0) done();
    else this.#wait(Math.min(countdownStepMs, remainingMs), () => this.#countDown(step, done));
  }

  #measured(statistics: MediaStatistics): void {
    if (!this.running) return;
    this.#whole.push(statistics);
    if (this.#state.step === 'recording') this.#recorded.push(statistics);
    this.#options.onMeasured(statistics);
  }

  /** The service hangs up after its playback; earlier than that is a failure. */
  #farEndLeft(call: SipCall): void {
    const heardOut = this.#state.step === 'playing-back';
    const encryptionRequired = this.#options.encryptionRequired();
    const context = {
      direction: 'outgoing',
      wasConnected: this.#state.step !== 'calling',
      ownReason: this.#description?.refusal,
      encryptionRequired,
    } as const;
    this.#end(heardOut ? undefined : call.end ? callEndReason(call.end, context) : 'server-error');
  }

  #end(failure: CallEndReason | undefined): void {
    this.#finish();
    this.#show(failure ? { step: 'failed', reason: failure } : judge(this.#recorded, this.#whole));
  }

  #finish(): void {
    this.#timer?.cancel();
    const call = this.#call;
    const description = this.#description;
    this.#call = undefined;
    this.#description = undefined;
    if (call && call.state !== 'ended') call.hangUp();
    void description?.close();
  }

  #wait(delayMs: number, fire: () => void): void {
    this.#timer?.cancel();
    this.#timer = this.#options.clock.after(delayMs, fire);
  }

  #show(state: TestCallState): void {
    this.#state = state;
    this.#options.onChange();
  }
}
