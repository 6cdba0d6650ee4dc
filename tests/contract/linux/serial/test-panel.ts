// The microcontroller's side of a key panel, as docs/hardware.md describes it, on any line.

import type { HookPosition } from '../../../../hal/hook-switch.ts';
import type { LampName, LampState } from '../../../../hal/indicators.ts';
import type { KeyName } from '../../../../hal/keypad.ts';
import { encodeFrame, FrameReader } from '../../../../hal/linux/serial/frames.ts';
import {
  messageTypes,
  mostStates,
  type PanelState,
  parseLampsBody,
  stateBody,
} from '../../../../hal/linux/serial/panel-messages.ts';

export class TestPanel {
  readonly lamps = new Map<LampName, LampState>();
  /** How often the phone has asked who is there. */
  asked = 0;
  name = 'Test panel';
  version = 1;
  readonly #write: (bytes: Uint8Array) => void;
  readonly #reader = new FrameReader();
  #states: PanelState[] = [{ keys: new Set(), isOffHook: false }];
  #sequence = 0;

  constructor(write: (bytes: Uint8Array) => void) {
    this.#write = write;
  }

  hear(chunk: Uint8Array): void {
    for (const { type, body } of this.#reader.push(chunk)) {
      if (type === messageTypes.lamps) for (const [lamp, state] of parseLampsBody(body)) this.lamps.set(lamp, state);
      if (type !== messageTypes.ask) continue;
      this.asked++;
      this.hello();
      this.beat();
    }
  }

  hello(): void {
    const body = Uint8Array.of(this.version, ...Buffer.from(this.name, 'latin1'));
    this.#write(encodeFrame({ type: messageTypes.hello, sequence: 0, body }));
  }

  key(key: KeyName, isDown: boolean, isLost = false): void {
    const keys = new Set(this.#now.keys);
    if (isDown) keys.add(key);
    else keys.delete(key);
    this.#change({ ...this.#now, keys }, isLost);
  }

  hook(position: HookPosition): void {
    this.#change({ ...this.#now, isOffHook: position === 'off-hook' }, false);
  }

  beat(): void {
    const body = stateBody(this.#states);
    this.#write(encodeFrame({ type: messageTypes.state, sequence: this.#sequence, body }));
  }

  get #now(): PanelState {
    const [now] = this.#states;
    if (!now) throw new Error('A panel always has a state.');
    return now;
  }

  #change(state: PanelState, isLost: boolean): void {
    this.#sequence = (this.#sequence + 1) & 0xff;
    this.#states = [state, ...this.#states].slice(0, mostStates);
    if (!isLost) this.beat();
  }
}
