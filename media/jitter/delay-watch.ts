// Advises when delay is given back or gathered: in pauses of speech, where nobody hears it, if there are any.

export type DelayAdvice = 'keep' | 'give-back' | 'gather';

export interface Waiting {
  /** Speech that waits behind the packet just taken. */
  readonly waitingMs: number;
  readonly targetMs: number;
  readonly packetMs: number;
  /** The packet just taken is a pause. */
  readonly isPause: boolean;
}

/** A packet or two too many are worth less than a steady delay: they go only after being spare for so long. */
const patientWindowMs = 10_000;
const hastyWindowMs = 1_000;
/** So many packets beyond the target are a backlog, to be given back soon. */
const backlogPackets = 2;
/** A far end that never pauses (music) gives delay back in the middle of its sound after so many windows. */
const pauselessWindows = 2;
const gatherAfterMs = 500;

class Window {
  ms = 0;
  leastMs = Number.POSITIVE_INFINITY;
  mostMs = 0;

  add(waitingMs: number, packetMs: number): void {
    this.ms += packetMs;
    this.leastMs = Math.min(this.leastMs, waitingMs);
    this.mostMs = Math.max(this.mostMs, waitingMs);
  }

  shift(byMs: number): void {
    this.leastMs += byMs;
    this.mostMs += byMs;
  }

  restart(): void {
    this.ms = 0;
    this.leastMs = Number.POSITIVE_INFINITY;
    this.mostMs = 0;
  }
}

export class DelayWatch {
  readonly #hasty = new Window();
  readonly #patient = new Window();

  restart(): void {
    this.#hasty.restart();
    this.#patient.restart();
  }

  /** Once for each packet taken; who is advised to change the delay does so at once, by one packet. */
  observe({ waitingMs, targetMs, packetMs, isPause }: Waiting): DelayAdvice {
    this.#hasty.add(waitingMs, packetMs);
    this.#patient.add(waitingMs, packetMs);
    const isBacklog = this.#hasty.leastMs >= targetMs + backlogPackets * packetMs;
    const isGiving =
      isRipe(this.#hasty, hastyWindowMs, isBacklog, isPause) ||
      isRipe(this.#patient, patientWindowMs, this.#patient.leastMs >= targetMs, isPause);
    if (isGiving) return this.#change('give-back', -packetMs);
    const isShort = this.#hasty.ms >= gatherAfterMs && this.#hasty.mostMs + packetMs < targetMs;
    return isShort && isPause ? this.#change('gather', packetMs) : 'keep';
  }

  #change(advice: DelayAdvice, byMs: number): DelayAdvice {
    for (const window of [this.#hasty, this.#patient]) window.shift(byMs);
    return advice;
  }
}

/** A window that has not found enough to spare begins anew; one that has waits for a pause, but not for ever. */
function isRipe(window: Window, lengthMs: number, isSpare: boolean, isPause: boolean): boolean {
  if (window.ms < lengthMs) return false;
  if (!isSpare) window.restart();
  else if (isPause) return true;
  else if (window.ms >= pauselessWindows * lengthMs) {
    window.ms = lengthMs;
    return true;
  }
  return false;
}
