// One period of all calls: the calls in focus share the handset, and two or more of them hear one another as well.

import { Fade, FadeShapes } from './fade.ts';
import { Limiter } from './limiter.ts';

/** One call as the mixer needs it; both are called once a period. */
export interface Voice {
  /** Fill `playout` with what the far end says. */
  listen(playout: Int16Array): void;
  /** Send `spoken`; `capture` is the microphone itself, for the meters. */
  speak(spoken: Int16Array, capture: Int16Array): void;
}

interface Party {
  readonly id: number;
  readonly voice: Voice;
  /** From the far end to the ear. */
  readonly ear: Fade;
  /** From the microphone to the far end. */
  readonly mouth: Fade;
  /** Between this far end and those of the other parties. */
  readonly link: Fade;
  readonly limiter: Limiter;
  readonly heard: Int16Array;
  muted: boolean;
  /** Its call is over: `heard` holds its last period, which is faded out. */
  isGone: boolean;
}

/**
 * A far end never hears itself: it gets the microphone and the sum of the others. Every change of focus or mute
 * takes one period to fade. While one call has the handset, or none, samples pass through untouched and unmixed.
 */
export class HandsetMixer {
  readonly #periodSamples: number;
  readonly #shapes: FadeShapes;
  readonly #silence: Int16Array;
  readonly #unheard: Int16Array;
  readonly #spoken: Int16Array;
  readonly #sum: Float64Array;
  /** What all joined far ends say together. */
  readonly #pool: Float64Array;
  readonly #ear = new Limiter();
  readonly #parties: Party[] = [];
  #focus: readonly number[] = [];
  #isSettled = true;

  constructor(periodSamples: number) {
    this.#periodSamples = periodSamples;
    this.#shapes = new FadeShapes(periodSamples);
    this.#silence = new Int16Array(periodSamples);
    this.#unheard = new Int16Array(periodSamples);
    this.#spoken = new Int16Array(periodSamples);
    this.#sum = new Float64Array(periodSamples);
    this.#pool = new Float64Array(periodSamples);
  }

  add(id: number, voice: Voice): void {
    this.#parties.push({
      id,
      voice,
      ear: new Fade(this.#shapes),
      mouth: new Fade(this.#shapes),
      link: new Fade(this.#shapes),
      limiter: new Limiter(),
      heard: new Int16Array(this.#periodSamples),
      muted: false,
      isGone: false,
    });
    this.#settle();
  }

  /** Call it before the voice is closed: its last period is taken from it here. */
  remove(id: number): void {
    const party = this.#find(id);
    if (!party) return;
    if (party.ear.isHeard || party.link.isHeard) party.voice.listen(party.heard);
    party.isGone = true;
    this.setFocus(this.#focus.filter((other) => other !== id));
  }

  /** These calls, and no others, have the handset from the next period on; two or more are joined. */
  setFocus(ids: readonly number[]): void {
    this.#focus = ids.filter((id, at) => this.#find(id) !== undefined && ids.indexOf(id) === at);
    this.#settle();
  }

  get focus(): readonly number[] {
    return this.#focus;
  }

  /** Only the microphone is muted: joined far ends still hear one another. */
  setMuted(id: number, muted: boolean): void {
    const party = this.#find(id);
    if (!party) return;
    party.muted = muted;
    this.#settle();
  }

  /** One period; `playout` is overwritten. */
  exchange(capture: Int16Array, playout: Int16Array): void {
    if (this.#isSettled && this.#focus.length <= 1) this.#passThrough(capture, playout);
    else this.#mix(capture, playout);
  }

  #find(id: number): Party | undefined {
    return this.#parties.find((party) => party.id === id && !party.isGone);
  }

  #settle(): void {
    for (const party of this.#parties) {
      const isFocused = !party.isGone && this.#focus.includes(party.id);
      party.ear.set(isFocused);
      party.mouth.set(isFocused && !party.muted);
      party.link.set(isFocused && this.#focus.length > 1);
    }
    this.#isSettled = this.#parties.every(
      ({ ear, mouth, link, isGone }) => !isGone && !ear.isTurning && !mouth.isTurning && !link.isTurning,
    );
  }

  #passThrough(capture: Int16Array, playout: Int16Array): void {
    if (this.#focus.length === 0) playout.fill(0);
    for (let at = 0; at < this.#parties.length; at++) {
      const party = this.#parties[at];
      if (!party) continue;
      const isFocused = party.id === this.#focus[0];
      party.voice.speak(isFocused && !party.muted ? capture : this.#silence, capture);
      party.voice.listen(isFocused ? playout : this.#unheard);
    }
  }

  #mix(capture: Int16Array, playout: Int16Array): void {
    this.#listen(playout);
    for (let at = 0; at < this.#parties.length; at++) {
      const party = this.#parties[at];
      if (!party || party.isGone) continue;
      const mouth = party.mouth.gains;
      const link = party.link.gains;
      for (let n = 0; n < capture.length; n++) {
        const own = link[n] ?? 0;
        const others = own * ((this.#pool[n] ?? 0) - own * (party.heard[n] ?? 0));
        this.#sum[n] = (mouth[n] ?? 0) * (capture[n] ?? 0) + others;
      }
      party.limiter.process(this.#sum, this.#spoken);
      party.voice.speak(this.#spoken, capture);
    }
    this.#endPeriod();
  }

  /** All listen before any speaks, so that what one says reaches the others in the same period. */
  #listen(playout: Int16Array): void {
    this.#sum.fill(0);
    this.#pool.fill(0);
    for (let at = 0; at < this.#parties.length; at++) {
      const party = this.#parties[at];
      if (!party) continue;
      const { heard } = party;
      if (!party.isGone) party.voice.listen(heard);
      if (!party.ear.isHeard && !party.link.isHeard) continue;
      const ear = party.ear.gains;
      const link = party.link.gains;
      for (let n = 0; n < heard.length; n++) {
        const sample = heard[n] ?? 0;
        this.#sum[n] = (this.#sum[n] ?? 0) + (ear[n] ?? 0) * sample;
        this.#pool[n] = (this.#pool[n] ?? 0) + (link[n] ?? 0) * sample;
      }
    }
    this.#ear.process(this.#sum, playout);
  }

  #endPeriod(): void {
    if (this.#isSettled) return;
    for (let at = this.#parties.length - 1; at >= 0; at--) {
      const party = this.#parties[at];
      if (!party) continue;
      party.ear.endPeriod();
      party.mouth.endPeriod();
      party.link.endPeriod();
      if (party.isGone) this.#parties.splice(at, 1);
    }
    this.#settle();
  }
}
