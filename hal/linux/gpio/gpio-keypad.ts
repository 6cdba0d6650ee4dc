// Keys on GPIO lines: one line a key, a matrix, or both.

import type { Clock } from '../../clock.ts';
import type { DeviceState, Diagnosable } from '../../device-state.ts';
import type { KeyEvent, KeyName, Keypad } from '../../keypad.ts';
import { HeldKeys } from '../device/held-keys.ts';
import type { ActiveLevel, Bias, GpioHost } from './gpio-chip.ts';
import { GpioInputs } from './gpio-inputs.ts';
import { GpioMatrix } from './gpio-matrix.ts';

export interface GpioKeypadOptions {
  readonly host: GpioHost;
  readonly clock: Clock;
  readonly chip?: string | undefined;
  /** Lines by key, and by "row1", "col1" and so on for the matrix. */
  readonly pins: Readonly<Record<string, number>>;
  /** Rows of keys from the top, each from the left; undefined where a crossing has no key. */
  readonly matrix?: readonly (readonly (KeyName | undefined)[])[] | undefined;
  readonly hasDiodes: boolean;
  /** Of the keys with a line each. */
  readonly active: ActiveLevel;
  readonly bias: Bias;
  readonly debounceMs: number;
  warn(sentence: string): void;
}

export class GpioKeypad implements Keypad, Diagnosable {
  readonly #held: HeldKeys;
  readonly #parts: readonly (GpioInputs | GpioMatrix)[];

  constructor(options: GpioKeypadOptions) {
    const { clock, pins, matrix = [] } = options;
    this.#held = new HeldKeys(clock);
    const report = (key: KeyName | undefined, isDown: boolean, contact: string, atMs: number): void => {
      if (key === undefined) return;
      if (isDown) this.#held.press(key, contact, atMs);
      else this.#held.release(key, contact, atMs);
    };
    const direct = Object.keys(pins).filter((use) => !isMatrixLine(use));
    const parts: (GpioInputs | GpioMatrix)[] = [];
    if (direct.length > 0) {
      const lines = direct.map((use) => ({ use, offset: pins[use] ?? 0 }));
      const device = 'keypad on GPIO lines';
      // The board's schema lets nothing but names of keys be here.
      const onChange = (use: string, isDown: boolean, atMs: number) =>
        report(use as KeyName, isDown, `line ${use}`, atMs);
      parts.push(new GpioInputs({ ...options, chip: options.chip, lines, device, onChange }));
    }
    if (matrix.length > 0) {
      const columns = matrix[0]?.length ?? 0;
      parts.push(
        new GpioMatrix({
          ...options,
          chip: options.chip,
          rows: linesOf(pins, 'row', matrix.length),
          columns: linesOf(pins, 'col', columns),
          device: 'key matrix',
          onChange: ({ index, isDown, atMs }) =>
            report(matrix[Math.floor(index / columns)]?.[index % columns], isDown, `crossing ${index}`, atMs),
        }),
      );
    }
    this.#parts = parts;
  }

  start(): this {
    for (const part of this.#parts) part.start();
    return this;
  }

  onKey(listener: (event: KeyEvent) => void): () => void {
    return this.#held.onKey(listener);
  }

  onText(): () => void {
    return () => undefined;
  }

  states(): readonly DeviceState[] {
    return this.#parts.flatMap((part) => part.states());
  }

  close(): void {
    for (const part of this.#parts) part.close();
    this.#held.close();
  }
}

export function isMatrixLine(use: string): boolean {
  return /^(row|col)\d+$/.test(use);
}

function linesOf(pins: Readonly<Record<string, number>>, kind: string, count: number) {
  return Array.from({ length: count }, (_, at) => ({ use: `${kind}${at + 1}`, offset: pins[`${kind}${at + 1}`] ?? 0 }));
}
