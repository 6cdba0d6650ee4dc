// What is wrong with the sound device, as the screen says it: a handset that is gone is one problem, not two.

import type { PhoneState } from '../phone.ts';

type DeviceProblem = PhoneState['deviceProblems'][number];

export class DeviceProblems {
  readonly #dead = new Set<'microphone' | 'speaker'>();
  /** The driver could not be opened at all, and nothing will change that. */
  #isMissing = false;
  #isEngineDead = false;

  /** The gravest first. */
  get list(): readonly DeviceProblem[] {
    const problems: DeviceProblem[] = [];
    if (this.#isEngineDead) problems.push('media-engine-died');
    if (this.#isMissing || this.#dead.size === 2) problems.push('no-audio-device');
    else if (this.#dead.has('microphone')) problems.push('no-microphone');
    else if (this.#dead.has('speaker')) problems.push('no-speaker');
    return problems;
  }

  change(part: 'microphone' | 'speaker', works: boolean): void {
    if (works) this.#dead.delete(part);
    else this.#dead.add(part);
  }

  missDevice(): void {
    this.#isMissing = true;
  }

  /** A new engine looks for the device afresh. */
  loseEngine(): void {
    this.#isEngineDead = true;
    this.#dead.clear();
  }

  /** False where it was not missed. */
  regainEngine(): boolean {
    const wasDead = this.#isEngineDead;
    this.#isEngineDead = false;
    return wasDead;
  }
}
