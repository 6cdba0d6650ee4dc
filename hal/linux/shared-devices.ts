// Devices of a real machine that serve several ports at once: each is opened once, however many sections name it.

import type { Clock } from '../clock.ts';
import type { HidMatch } from './hid/find-hid.ts';
import { HidHandset } from './hid/hid-handset.ts';
import type { InputMatch } from './input/find-input.ts';
import { InputSource } from './input/input-source.ts';
import type { SerialPanel } from './serial/serial-panel.ts';

export class SharedDevices {
  readonly clock: Clock;
  readonly warn: (sentence: string) => void;
  readonly #inputs = new Map<string, InputSource>();
  readonly #handsets = new Map<string, HidHandset>();
  readonly #panels = new Map<string, SerialPanel>();

  constructor(clock: Clock, warn: (sentence: string) => void) {
    this.clock = clock;
    this.warn = warn;
  }

  /** `device` is what a person calls it; of two names the first is kept. */
  input(match: InputMatch, grab: boolean, device: string): InputSource {
    const key = JSON.stringify([match.name, match.phys, match.path, match.kind]);
    let source = this.#inputs.get(key);
    if (!source) {
      source = new InputSource({ match, grab, clock: this.clock, device, warn: this.warn });
      source.start();
      this.#inputs.set(key, source);
    }
    return source;
  }

  handset(match: HidMatch): HidHandset {
    const key = JSON.stringify([match.usb, match.name, match.phys]);
    let handset = this.#handsets.get(key);
    if (!handset) {
      handset = new HidHandset({ match, clock: this.clock, warn: this.warn });
      handset.start();
      this.#handsets.set(key, handset);
    }
    return handset;
  }

  /** The package for serial lines is loaded with the first. */
  async panel(path: string, baud: number): Promise<SerialPanel> {
    let panel = this.#panels.get(path);
    if (!panel) {
      const { SerialPanel } = await import('./serial/serial-panel.ts');
      panel = new SerialPanel({ path, baud, clock: this.clock, warn: this.warn });
      panel.start();
      this.#panels.set(path, panel);
    }
    return panel;
  }

  close(): void {
    for (const devices of [this.#inputs, this.#handsets, this.#panels]) {
      for (const device of devices.values()) device.close();
      devices.clear();
    }
  }
}
