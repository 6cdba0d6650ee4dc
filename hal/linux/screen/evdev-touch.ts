// Fingers on a touch panel, or the button of a tablet, as the kernel's input devices report them.

import type { DeviceState } from '../../device-state.ts';
import { axisCodes, fingerCodes } from '../input/find-input.ts';
import type { AxisRange, InputSource } from '../input/input-source.ts';
import { asItIs, type Calibration, calibrated } from './calibration.ts';
import type { PanelTouch, TouchSource } from './touch-source.ts';

interface Finger {
  readonly ranges: readonly (AxisRange | undefined)[];
  /** By axis: where it is between lowest and highest, 0 to 1. */
  readonly place: [x: number, y: number];
  isDown: boolean;
  told: PanelTouch | undefined;
}

export class EvdevTouch implements TouchSource {
  readonly #source: InputSource;
  readonly #calibration: Calibration;
  readonly #listeners = new Set<(touch: PanelTouch) => void>();
  readonly #fingers = new Map<string, Finger>();
  readonly #detach: () => void;

  constructor(source: InputSource, calibration: Calibration = asItIs) {
    this.#source = source;
    this.#calibration = calibration;
    this.#detach = source.attach({
      onAxis: (device, axis, value) => this.#move(device, axis, value),
      onChange: ({ device, kind, code, isOn, isRepeated }) => {
        if (kind !== 'key' || isRepeated || !fingerCodes.includes(code)) return;
        this.#fingerOf(device).isDown = isOn;
        // Going up needs no place, and after events were lost no report may follow.
        if (!isOn) this.#lift(device);
      },
      onReport: (device) => this.#report(device),
      onGone: (device) => {
        this.#lift(device);
        this.#fingers.delete(device);
      },
    });
  }

  onTouch(listener: (touch: PanelTouch) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  states(): readonly DeviceState[] {
    return this.#source.states();
  }

  close(): void {
    this.#detach();
    this.#listeners.clear();
    this.#fingers.clear();
  }

  #move(device: string, axis: number, value: number): void {
    const at = axisCodes.indexOf(axis);
    if (at < 0) return;
    const finger = this.#fingerOf(device);
    finger.place[at] = share(value, finger.ranges[at]);
  }

  #report(device: string): void {
    const finger = this.#fingers.get(device);
    if (!finger?.isDown) return;
    const [x, y] = finger.place;
    this.#tell(finger, { ...calibrated(this.#calibration, { x, y }), down: true });
  }

  #lift(device: string): void {
    const finger = this.#fingers.get(device);
    if (finger?.told?.down) this.#tell(finger, { ...finger.told, down: false });
  }

  #tell(finger: Finger, touch: PanelTouch): void {
    const { told } = finger;
    if (told?.down === touch.down && told.x === touch.x && told.y === touch.y) return;
    finger.told = touch;
    for (const listener of [...this.#listeners]) listener(touch);
  }

  /** A device says only what changes: where it stands when it is first heard, it is asked. */
  #fingerOf(device: string): Finger {
    let finger = this.#fingers.get(device);
    if (!finger) {
      const ranges = axisCodes.map((code) => this.#source.axis(device, code));
      const [x = 0, y = 0] = ranges.map((range) => share(range?.now ?? 0, range));
      finger = { ranges, place: [x, y], isDown: false, told: undefined };
      this.#fingers.set(device, finger);
    }
    return finger;
  }
}

/** 0 from a device without that axis. */
function share(value: number, range: AxisRange | undefined): number {
  return range ? (value - range.lowest) / (range.highest - range.lowest) : 0;
}
