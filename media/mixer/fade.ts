// A switch that takes one period to turn, so that nobody joins, leaves or is muted with a click.

/** The four courses that a gain can take in one period of `periodSamples`, each sample's gain from 0 to 1. */
export class FadeShapes {
  readonly off: Float64Array;
  readonly on: Float64Array;
  readonly rising: Float64Array;
  readonly falling: Float64Array;

  constructor(periodSamples: number) {
    this.off = new Float64Array(periodSamples);
    this.on = new Float64Array(periodSamples).fill(1);
    // A raised cosine has no corner at either end; rising and falling add up to 1 throughout.
    this.rising = Float64Array.from(
      { length: periodSamples },
      (_, n) => 0.5 - 0.5 * Math.cos((Math.PI * (n + 0.5)) / periodSamples),
    );
    this.falling = this.rising.map((gain) => 1 - gain);
  }
}

/** Set between periods; it then turns in the course of the next. */
export class Fade {
  readonly #shapes: FadeShapes;
  #wasOn = false;
  #isOn = false;

  constructor(shapes: FadeShapes) {
    this.#shapes = shapes;
  }

  set(isOn: boolean): void {
    this.#isOn = isOn;
  }

  /** Gains of the period that begins. */
  get gains(): Float64Array {
    const { on, off, rising, falling } = this.#shapes;
    if (this.#isOn) return this.#wasOn ? on : rising;
    return this.#wasOn ? falling : off;
  }

  get isTurning(): boolean {
    return this.#isOn !== this.#wasOn;
  }

  /** Heard at least in part in the period that begins. */
  get isHeard(): boolean {
    return this.#isOn || this.#wasOn;
  }

  endPeriod(): void {
    this.#wasOn = this.#isOn;
  }
}
