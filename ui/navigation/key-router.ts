// Brings keys and typed characters to the screen that wants them, the latest mounted first.

import type { DigitKey, KeyName, SoftKey } from '../../hal/keypad.ts';

/** Each answers false to let the key go on to whoever stands behind. */
export interface KeyHandlers {
  readonly onDigit?: (digit: DigitKey) => unknown;
  readonly onText?: (character: string) => unknown;
  readonly onSoftKey?: (key: SoftKey) => unknown;
  readonly onBack?: () => unknown;
  /** Letters are written here, so that none of them may mean anything else. */
  readonly letters?: boolean;
}

const digits: ReadonlySet<string> = new Set('0123456789*#');
const softKeys: ReadonlySet<string> = new Set(['soft1', 'soft2', 'soft3', 'soft4']);

export class KeyRouter {
  readonly #bound: (() => KeyHandlers)[] = [];
  readonly #lettersExpected: (expected: boolean) => void;

  constructor(lettersExpected: (expected: boolean) => void = () => undefined) {
    this.#lettersExpected = lettersExpected;
  }

  /** `current` is asked at each key, so that a screen binds once and still answers with its latest state. */
  bind(current: () => KeyHandlers): () => void {
    this.#bound.push(current);
    this.#tellLetters();
    return () => {
      const at = this.#bound.lastIndexOf(current);
      if (at >= 0) this.#bound.splice(at, 1);
      this.#tellLetters();
    };
  }

  /** Whether somebody took it. */
  key(key: KeyName): boolean {
    return this.#offer((handlers) => {
      if (isDigit(key)) return handlers.onDigit && handlers.onDigit(key) !== false;
      if (isSoftKey(key)) return handlers.onSoftKey && handlers.onSoftKey(key) !== false;
      if (key === 'back') return handlers.onBack && handlers.onBack() !== false;
      return false;
    });
  }

  text(character: string): boolean {
    return this.#offer((handlers) => handlers.onText && handlers.onText(character) !== false);
  }

  #tellLetters(): void {
    this.#lettersExpected(this.#bound.some((current) => current().letters === true));
  }

  #offer(take: (handlers: KeyHandlers) => boolean | undefined): boolean {
    return this.#bound.toReversed().some((current) => take(current()) === true);
  }
}

export function isDigit(key: string): key is DigitKey {
  return digits.has(key);
}

function isSoftKey(key: string): key is SoftKey {
  return softKeys.has(key);
}
