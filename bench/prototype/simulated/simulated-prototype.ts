// A prototype made of nothing but a process: a phone on the simulated board whose handset lies on its own earpiece.

import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { DiagnosticEvent } from '../../../firmware/diagnostics.ts';
import { writePhoneFiles } from '../../phone/phone-files.ts';
import { SupervisedPhone } from '../../phone/supervised-phone.ts';
import { SimulatedHand } from './simulated-hand.ts';

/** Any origin will do as long as both sides name the same; no browser is involved here. */
const origin = 'http://127.0.0.1:1';
const plain = { echo: false, noise: false, gain: false, high_pass: true };

export interface SimulatedPrototypeOptions {
  readonly folder: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly serialNumber: string;
  readonly print: (line: string) => void;
}

export class SimulatedPrototype {
  readonly hand: SimulatedHand;
  readonly #process: SupervisedPhone;
  readonly #warnings: string[] = [];

  constructor({ folder, config, serialNumber, print }: SimulatedPrototypeOptions) {
    const token = randomBytes(24).toString('base64url');
    const files = writePhoneFiles({
      ...{ folder: join(folder, 'phone'), config, serialNumber },
      access: { token, origins: [origin] },
      // Handset and headset are looped as by a cable; the loudspeaker's loop is one that its canceller must take out.
      audio: {
        driver: 'sim',
        mode: 'loopback',
        processing: { handset: plain, headset: plain, speaker: { echo: true } },
      },
      slots: 'slots',
    });
    this.hand = new SimulatedHand({
      screen: { width: 800, height: 480 },
      loopedPaths: ['handset', 'headset'],
      cutPower: () => this.#cutPower(),
    });
    this.#process = new SupervisedPhone(files, {
      onStatus: () => undefined,
      onEvent: (event) => {
        this.#remember(event);
        if (event.type !== 'ready' || event.deskSetPort === undefined) return;
        void this.hand
          .reach(event.deskSetPort, token, origin)
          .catch((error: Error) => print(`The keys of the simulated phone cannot be reached: ${error.message}`));
      },
      onDied: () => undefined,
    });
  }

  /** The latest lines of its log that tell of trouble. */
  get warnings(): readonly string[] {
    return this.#warnings;
  }

  start(): void {
    this.#process.start();
  }

  async stop(): Promise<void> {
    this.hand.close();
    await this.#process.stop();
  }

  async #cutPower(): Promise<void> {
    await this.#process.kill();
  }

  #remember(event: DiagnosticEvent): void {
    if (event.type !== 'log' || event.level === 'info') return;
    this.#warnings.push(event.text);
    if (this.#warnings.length > 50) this.#warnings.shift();
  }
}
