// A device that is opened as soon as it can be: tried at once, then every two seconds, its state told as it changes.

import type { Clock, Timer } from '../../clock.ts';
import type { DeviceState } from '../../device-state.ts';
import type { Result } from '../../result.ts';
import { ToldState } from './told-state.ts';

const againMs = 2_000;

export class Retried {
  readonly #clock: Clock;
  readonly #told: ToldState;
  readonly #attempt: () => Result<string>;
  #timer: Timer | undefined;
  #isClosed = false;

  /** `attempt` opens the device: what was found, or what is wrong and what helps, each as part of a sentence. */
  constructor(clock: Clock, device: string, warn: (sentence: string) => void, attempt: () => Result<string>) {
    this.#clock = clock;
    this.#told = new ToldState(device, warn);
    this.#attempt = attempt;
  }

  get state(): DeviceState {
    return this.#told.state;
  }

  get isWorking(): boolean {
    return this.#told.state.isWorking;
  }

  start(): void {
    this.#timer?.cancel();
    if (this.#isClosed) return;
    const opened = this.#attempt();
    if (opened.ok) this.#told.works(opened.value);
    else this.lost(opened.error);
  }

  /** It worked and does no longer. */
  lost(fault: string): void {
    this.#told.fails(fault);
    this.#timer?.cancel();
    if (!this.#isClosed) this.#timer = this.#clock.after(againMs, () => this.start());
  }

  close(): void {
    this.#isClosed = true;
    this.#timer?.cancel();
  }
}
