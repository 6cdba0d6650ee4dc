// What is wrong with the sound device, as the screen says it: a handset that is gone is one problem, not two.

import type { SoundPartState } from '../../media/session.ts';
import type { PhoneState } from '../phone.ts';

/** For the log. */
export const newsOfSound = { works: 'is back', gone: 'does not work', 'turned-off': 'is not turned on' } as const;

type DeviceProblem = PhoneState['deviceProblems'][number];

export class DeviceProblems {
  readonly #faults = new Map<'microphone' | 'speaker', Exclude<SoundPartState, 'works'>>();
  /** The driver could not be opened at all, and nothing will change that. */
  #isMissing = false;
  #isEngineDead = false;

  /** The gravest first. */
  get list(): readonly DeviceProblem[] {
    const problems: DeviceProblem[] = [];
    if (this.#isEngineDead) problems.push('media-engine-died');
    if (this.#isMissing) problems.push('no-audio-device');
    else if ([...this.#faults.values()].includes('turned-off')) problems.push('sound-off');
    else if (this.#faults.size === 2) problems.push('no-audio-device');
    else if (this.#faults.has('microphone')) problems.push('no-microphone');
    else if (this.#faults.has('speaker')) problems.push('no-speaker');
    return problems;
  }

  change(part: 'microphone' | 'speaker', state: SoundPartState): void {
    if (state === 'works') this.#faults.delete(part);
    else this.#faults.set(part, state);
  }

  missDevice(): void {
    this.#isMissing = true;
  }

  /** A new engine looks for the device afresh. */
  loseEngine(): void {
    this.#isEngineDead = true;
    this.#faults.clear();
  }

  /** False where it was not missed. */
  regainEngine(): boolean {
    const wasDead = this.#isEngineDead;
    this.#isEngineDead = false;
    return wasDead;
  }
}
