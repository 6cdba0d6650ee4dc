// A phone that is nothing but a state: it shows what it is given and writes down what it is told.

import type { Phone, PhoneCommands, PhoneState } from '../../firmware/phone.ts';

export interface CommandCall {
  readonly command: keyof PhoneCommands;
  readonly parameters: readonly unknown[];
}

export class FakePhone implements Phone {
  readonly commands: PhoneCommands;
  /** Everything told so far, but for `touch`, which comes with every key. */
  readonly told: CommandCall[] = [];
  #state: PhoneState;
  #turn = 0;
  readonly #listeners = new Set<() => void>();

  constructor(state: PhoneState) {
    this.#state = state;
    const record = (command: keyof PhoneCommands, parameters: readonly unknown[]): void => {
      if (command !== 'touch') this.told.push({ command, parameters });
    };
    // Every command has the same answer, none, so one handler stands for all of them.
    this.commands = new Proxy({} as PhoneCommands, {
      get:
        (_, command) =>
        (...parameters: unknown[]) =>
          record(command as keyof PhoneCommands, parameters),
    });
  }

  get state(): PhoneState {
    return this.#state;
  }

  become(state: PhoneState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** A voice that rises and falls, the same in every run. */
  levels(): { readonly capture: number; readonly playout: number } {
    const syllable = [0.2, 0.45, 0.7, 0.9, 0.6, 0.35, 0.75, 0.55, 0.15, 0.3, 0.65][this.#turn++ % 11] ?? 0;
    return { capture: 0.62, playout: syllable };
  }
}
