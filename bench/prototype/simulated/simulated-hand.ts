// Stands in for the person at a simulated prototype: presses its keys, looks at its lamps and screen, cuts its power.

import { drawPattern, type PatternName } from '../../../firmware/admin/bench-test/index.ts';
import type { HookPosition } from '../../../hal/hook-switch.ts';
import type { LampName, LampState } from '../../../hal/indicators.ts';
import type { KeyName } from '../../../hal/keypad.ts';
import { connectDeskSet, type DeskSetClient } from '../../phone/desk-set-client.ts';
import type { Hand } from '../steps/step.ts';
import { FrameReader } from './frame-reader.ts';

const looksForMs = 10_000;

export interface HandOptions {
  readonly screen: { readonly width: number; readonly height: number };
  readonly loopedPaths: readonly string[];
  /** The process is gone when it resolves; it starts again by itself. */
  readonly cutPower: () => Promise<void>;
}

export class SimulatedHand implements Hand {
  readonly loopedPaths: readonly string[];
  readonly #options: HandOptions;
  readonly #frames: FrameReader;
  readonly #looking = new Set<() => void>();
  #deskSet: DeskSetClient | undefined;

  constructor(options: HandOptions) {
    this.#options = options;
    this.loopedPaths = options.loopedPaths;
    this.#frames = new FrameReader(options.screen.width, options.screen.height);
  }

  /** Whether the phone's keys are under the hand. */
  get isReady(): boolean {
    return this.#deskSet !== undefined;
  }

  /** At each start of the phone: its far sides are on other ports then. */
  async reach(port: number, token: string, origin: string): Promise<void> {
    this.#deskSet?.close();
    const deskSet = await connectDeskSet(port, token, origin);
    deskSet.onFrame((frame) => {
      this.#frames.read(frame);
      for (const look of [...this.#looking]) look();
    });
    this.#deskSet = deskSet;
  }

  press(key: KeyName): void {
    this.#deskSet?.send({ type: 'key', key, down: true });
    this.#deskSet?.send({ type: 'key', key, down: false });
  }

  hook(position: HookPosition): void {
    this.#deskSet?.send({ type: 'hook', position });
  }

  touch(x: number, y: number, down: boolean): void {
    this.#deskSet?.send({ type: 'touch', x, y, down });
  }

  lamp(name: LampName): LampState {
    return this.#deskSet?.lamp(name) ?? 'off';
  }

  sees(pattern: PatternName): Promise<boolean> {
    const { width, height, pixels } = this.#frames;
    const wanted = new Uint8Array(width * height * 4);
    drawPattern({ width, height, pixels: wanted }, pattern);
    const colours = new Uint32Array(wanted.buffer);
    const isShown = () => pixels.every((pixel, at) => pixel === colours[at]);
    if (isShown()) return Promise.resolve(true);
    return new Promise((resolve) => {
      const settle = (seen: boolean): void => {
        clearTimeout(timer);
        this.#looking.delete(look);
        resolve(seen);
      };
      const look = (): void => {
        if (isShown()) settle(true);
      };
      const timer = setTimeout(() => settle(false), looksForMs);
      this.#looking.add(look);
    });
  }

  cutPower(): Promise<void> {
    return this.#options.cutPower();
  }

  close(): void {
    this.#deskSet?.close();
  }
}
