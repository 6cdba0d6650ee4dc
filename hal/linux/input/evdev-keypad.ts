// Keys of kernel input devices: a phone's own keypad, a number pad, or a whole keyboard.

import type { Clock } from '../../clock.ts';
import type { DeviceState, Diagnosable } from '../../device-state.ts';
import type { KeyEvent, KeyName, Keypad } from '../../keypad.ts';
import { HeldKeys } from '../device/held-keys.ts';
import type { InputChange, InputSource } from './input-source.ts';
import { type KeyboardLayout, KeyboardText } from './keyboard-text.ts';

export interface EvdevKeypadOptions {
  readonly source: InputSource;
  readonly clock: Clock;
  /** By the kernel's code. */
  readonly keys: ReadonlyMap<number, KeyName>;
  /** Absent: no key of it writes. */
  readonly layout?: KeyboardLayout | undefined;
}

export class EvdevKeypad implements Keypad, Diagnosable {
  readonly #source: InputSource;
  readonly #keys: ReadonlyMap<number, KeyName>;
  readonly #text: KeyboardText | undefined;
  readonly #held: HeldKeys;
  readonly #textListeners = new Set<(character: string) => void>();
  readonly #detach: () => void;
  #isTextExpected = false;

  constructor({ source, clock, keys, layout }: EvdevKeypadOptions) {
    this.#source = source;
    this.#keys = keys;
    this.#text = layout && new KeyboardText(layout);
    this.#held = new HeldKeys(clock);
    this.#detach = source.attach({
      onChange: (change) => {
        if (change.kind === 'key') this.#change(change);
      },
      onGone: (device) => {
        this.#held.releaseAll((contact) => contact.startsWith(`${device} `));
        this.#text?.letGo(device);
      },
    });
  }

  onKey(listener: (event: KeyEvent) => void): () => void {
    return this.#held.onKey(listener);
  }

  onText(listener: (character: string) => void): () => void {
    this.#textListeners.add(listener);
    return () => void this.#textListeners.delete(listener);
  }

  expectText(expected: boolean): void {
    this.#isTextExpected = expected;
  }

  states(): readonly DeviceState[] {
    return this.#source.states();
  }

  close(): void {
    this.#detach();
    this.#held.close();
    this.#textListeners.clear();
  }

  #change(change: InputChange): void {
    const { device, code, isOn, isRepeated, atMs } = change;
    const key = this.#keys.get(code);
    const contact = `${device} ${code}`;
    // Let go first: what was pressed as a key comes up as one, also where letters are expected meanwhile.
    if (!isOn && key) this.#held.release(key, contact, atMs);
    const character = this.#text?.character(change);
    if (!isOn) return;
    // Digits are text too while somebody writes: in a password they are not pressed repeatedly for letters.
    if (key && !(this.#isTextExpected && character !== undefined)) {
      if (!isRepeated) this.#held.press(key, contact, atMs);
    } else if (character !== undefined) {
      for (const listener of [...this.#textListeners]) listener(character);
    }
  }
}
