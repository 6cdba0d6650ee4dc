// Brings a sum of voices back into 16 bits: untouched while it fits, turned down softly while it does not.

/** Sums up to here (-0.5 dBFS) pass as they are. */
export const ceiling = 30_900;
const knee = 32_767 - ceiling;
/** The gain has fallen this long into a period that needs it to; peaks until then are bent, not cut. */
const attackSamples = 96;
/** Share of the way back to full gain in a period of 20 ms: half of it takes a quarter of a second. */
const releaseShare = 0.055;
/** So near to full gain that the rest of the way is one step of less than a sample value. */
const closeToFull = 1 - 1 / 65_536;

/**
 * One for each listener. It sees a whole period before it answers, so it needs no delay of its own; neither it nor
 * anything it calls allocates.
 */
export class Limiter {
  #gain = 1;

  /** `out[n]` becomes `sum[n]`, rounded, wherever the period fits and the gain has recovered. */
  process(sum: Float64Array, out: Int16Array): void {
    let peak = 0;
    for (let n = 0; n < out.length; n++) peak = Math.max(peak, Math.abs(sum[n] ?? 0));
    const allowed = peak > ceiling ? ceiling / peak : 1;
    if (allowed === 1 && this.#gain === 1) {
      for (let n = 0; n < out.length; n++) out[n] = Math.round(sum[n] ?? 0);
      return;
    }
    const from = this.#gain;
    const to = Math.min(allowed, from + (1 - from) * releaseShare);
    const rampSamples = to < from ? Math.min(attackSamples, out.length) : out.length;
    for (let n = 0; n < out.length; n++) {
      const gain = n < rampSamples ? from + ((to - from) * (n + 1)) / rampSamples : to;
      out[n] = intoSixteenBits((sum[n] ?? 0) * gain);
    }
    this.#gain = to > closeToFull ? 1 : to;
  }
}

/** Rounded as it is up to the ceiling, then ever flatter towards full scale, without a corner. */
export function intoSixteenBits(value: number): number {
  const over = Math.abs(value) - ceiling;
  return Math.round(over <= 0 ? value : Math.sign(value) * (ceiling + knee * Math.tanh(over / knee)));
}
