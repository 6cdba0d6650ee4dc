// A whole phone behind its own screen and keys: pressed like a person would, and read like a person would.

import type { KeyName } from '../../../hal/keypad.ts';
import { ScriptedKeypad } from '../../../hal/sim/scripted/keypad.ts';
import { MemoryScreen } from '../../../hal/sim/scripted/screen.ts';
import { startUi, type Ui } from '../../../ui/app.tsx';
import { type PhoneOptions, WholePhone } from './whole-phone.ts';

/** Longer than the display gathers changes before it draws them. */
const drawMs = 50;

export class Desk {
  readonly phone: WholePhone;
  readonly ui: Ui;
  readonly #keypad: ScriptedKeypad;

  constructor(options: PhoneOptions = {}) {
    this.phone = new WholePhone(options);
    this.#keypad = new ScriptedKeypad(this.phone.clock);
    this.ui = startUi({
      phone: this.phone.core,
      screen: new MemoryScreen(),
      keypad: this.#keypad,
      clock: this.phone.clock,
    });
  }

  /** A desk whose person has signed in by pressing the keys. */
  static async signedIn(options: PhoneOptions = {}): Promise<Desk> {
    const desk = new Desk(options);
    await desk.phone.attach();
    await desk.press(...digits('4217'), 'soft1', ...digits('246810'), 'soft1');
    await desk.pass(100);
    await desk.phone.until(({ lock }) => lock.hasPin);
    await desk.pass(drawMs);
    return desk;
  }

  async press(...keys: readonly KeyName[]): Promise<void> {
    for (const key of keys) {
      this.#keypad.press(key);
      await this.pass(drawMs);
    }
  }

  async type(text: string): Promise<void> {
    for (const character of text) {
      this.#keypad.type(character);
      await this.pass(drawMs);
    }
  }

  async pass(ms: number): Promise<void> {
    await this.phone.pass(ms);
    this.ui.display.renderNow();
  }

  async lift(): Promise<void> {
    this.phone.hook.lift();
    await this.pass(drawMs);
  }

  async putDown(): Promise<void> {
    this.phone.hook.hangUp();
    await this.pass(drawMs);
  }

  /** Everything that can be read on the screen now. */
  get text(): string {
    return this.ui.display.root.text;
  }

  close(): void {
    this.ui.close();
  }
}

export function digits(text: string): readonly KeyName[] {
  return [...text] as KeyName[];
}
