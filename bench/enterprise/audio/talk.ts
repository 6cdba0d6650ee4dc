// One voice in one call: an RTP endpoint, driven frame by frame by a script, that answers and makes descriptions.

import { randomInt } from 'node:crypto';
import type { Clock, RandomSource } from '../../../hal/clock.ts';
import { err, ok, type Result } from '../../../hal/result.ts';
import { openRtpEndpoint, type RtpEndpoint } from '../../../media/endpoint/index.ts';
import type { MediaParameters } from '../../../media/session.ts';
import { acceptAnswer, answerOffer, createKeys, type LocalAudio, makeOffer, parseSdp } from '../sip/sdp.ts';
import { FRAME_MS, type FramePacer } from './frame-pacer.ts';
import { RATE_HZ, type Script } from './script.ts';

const LOCAL_ADDRESS = '127.0.0.1';
const FRAME_SAMPLES = (RATE_HZ * FRAME_MS) / 1000;

export class Talk {
  /** The script wants to end the call, or the far end has gone. */
  onFinished: (() => void) | undefined;
  readonly #endpoint: RtpEndpoint;
  readonly #script: Script;
  readonly #pacer: FramePacer;
  readonly #clock: Clock;
  readonly #keys = createKeys();
  readonly #sessionId = randomInt(1, 2 ** 40);
  readonly #heard = new Int16Array(FRAME_SAMPLES);
  readonly #spoken = new Int16Array(FRAME_SAMPLES);
  #version = 0;
  #leavePacer: (() => void) | undefined;
  #receiving = false;
  #packets = 0;
  #lastHeardMs = 0;
  #closed = false;

  static async open(
    options: { readonly clock: Clock; readonly random: RandomSource; readonly pacer: FramePacer },
    script: Script,
  ): Promise<Result<Talk>> {
    let talk: Talk | undefined;
    const { clock, random } = options;
    const { steadyWaitMs } = script;
    const endpoint = openRtpEndpoint(
      { localAddress: LOCAL_ADDRESS, clock, random, ...(steadyWaitMs === undefined ? {} : { steadyWaitMs }) },
      { onStatistics: (statistics) => talk?.watch(statistics.packetsReceived) },
    );
    if (!endpoint.ok) return endpoint;
    talk = new Talk(endpoint.value, script, options);
    return ok(talk);
  }

  private constructor(
    endpoint: RtpEndpoint,
    script: Script,
    options: { readonly clock: Clock; readonly pacer: FramePacer },
  ) {
    this.#endpoint = endpoint;
    this.#script = script;
    this.#pacer = options.pacer;
    this.#clock = options.clock;
  }

  /** Answer an offer, the first or a later one, and run what was agreed. */
  answer(offer: string): Result<string> {
    const parsed = parseSdp(offer);
    if (!parsed.ok) return parsed;
    const agreed = answerOffer(this.#local(), parsed.value);
    if (!agreed.ok) return agreed;
    const started = this.#start(agreed.value.parameters);
    return started.ok ? ok(agreed.value.sdp) : started;
  }

  offer(secure: boolean): string {
    return makeOffer(this.#local(), secure);
  }

  accept(answer: string): Result<void> {
    const parsed = parseSdp(answer);
    if (!parsed.ok) return parsed;
    const agreed = acceptAnswer(this.#local(), parsed.value);
    return agreed.ok ? this.#start(agreed.value) : agreed;
  }

  watch(packetsReceived: number): void {
    const nowMs = this.#clock.nowMs();
    if (packetsReceived !== this.#packets || !this.#receiving) this.#lastHeardMs = nowMs;
    this.#packets = packetsReceived;
    if (nowMs - this.#lastHeardMs >= this.#script.patienceMs) this.onFinished?.();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#leavePacer?.();
    this.#script.end();
    this.#heard.fill(0);
    this.#spoken.fill(0);
    this.#endpoint.close();
  }

  #local(): LocalAudio {
    const { localPort } = this.#endpoint;
    const version = ++this.#version;
    return { address: LOCAL_ADDRESS, port: localPort, sessionId: this.#sessionId, version, keys: this.#keys };
  }

  #start(parameters: MediaParameters): Result<void> {
    if (this.#closed) return err('the call is over');
    const started = this.#endpoint.start(parameters);
    if (!started.ok) return started;
    this.#receiving = parameters.direction === 'sendrecv' || parameters.direction === 'recvonly';
    this.#lastHeardMs = this.#clock.nowMs();
    this.#leavePacer ??= this.#pacer.join(() => this.#beat());
    return ok(undefined);
  }

  #beat(): void {
    this.#endpoint.exchange(this.#spoken, this.#heard);
    this.#spoken.fill(0);
    // On hold the script stands still too: a prompt is not spoken to nobody.
    if (!this.#receiving) return;
    for (const cue of this.#script.exchange(this.#heard, this.#spoken)) {
      if (cue.kind === 'digit') this.#endpoint.sendDigit(cue.digit);
      else this.onFinished?.();
    }
  }
}
