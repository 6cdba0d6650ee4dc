// A USB handset or headset by its HID reports: hook, keys and lamps, as its own descriptor says where they are.

import type { Clock } from '../../clock.ts';
import type { DeviceState } from '../../device-state.ts';
import type { HookPosition } from '../../hook-switch.ts';
import type { LampName, LampState } from '../../indicators.ts';
import type { KeyEvent } from '../../keypad.ts';
import { err, ok, type Result } from '../../result.ts';
import type { DeskDevice } from '../device/desk-device.ts';
import { deviceError, isAbsent, notThere } from '../device/device-error.ts';
import { DeviceFile, type DeviceFileListener } from '../device/device-file.ts';
import { HeldKeys } from '../device/held-keys.ts';
import { Retried } from '../device/retried.ts';
import { type FoundHid, findHid, type HidFolders, type HidMatch, hidFolders } from './find-hid.ts';
import { readReport, type UsageValue, writeReport } from './reports.ts';
import { hookSwitch, keyUsages, lampUsages } from './usages.ts';

export interface HidHandsetOptions {
  readonly match: HidMatch;
  readonly clock: Clock;
  warn(sentence: string): void;
  readonly folders?: HidFolders;
  readonly open?: (file: string, listener: DeviceFileListener) => Result<HidFile, number>;
}

/** As much of an open device file as is wanted here. */
export type HidFile = Pick<DeviceFile, 'write' | 'close'>;

const offHookLamp: LampName = 'headset';

export class HidHandset implements DeskDevice {
  readonly #options: HidHandsetOptions;
  readonly #retried: Retried;
  readonly #keys: HeldKeys;
  readonly #hookListeners = new Set<(position: HookPosition) => void>();
  readonly #lamps = new Map<LampName, LampState>();
  #found: FoundHid | undefined;
  #file: HidFile | undefined;
  #position: HookPosition = 'on-hook';

  constructor(options: HidHandsetOptions) {
    const { clock, warn, match } = options;
    this.#options = options;
    this.#keys = new HeldKeys(clock);
    const name = match.name ?? match.usb ?? match.phys;
    this.#retried = new Retried(clock, `USB handset${name === undefined ? '' : ` ${name}`}`, warn, () => this.#open());
  }

  start(): void {
    this.#retried.start();
  }

  get position(): HookPosition {
    return this.#position;
  }

  onKey(listener: (event: KeyEvent) => void): () => void {
    return this.#keys.onKey(listener);
  }

  onHook(listener: (position: HookPosition) => void): () => void {
    this.#hookListeners.add(listener);
    return () => void this.#hookListeners.delete(listener);
  }

  setLamp(lamp: LampName, state: LampState): void {
    if (this.lamp(lamp) === state) return;
    this.#lamps.set(lamp, state);
    this.#sayLamps();
  }

  lamp(lamp: LampName): LampState {
    return this.#lamps.get(lamp) ?? 'off';
  }

  states(): readonly DeviceState[] {
    return [this.#retried.state];
  }

  close(): void {
    this.#retried.close();
    this.#keys.close();
    this.#hookListeners.clear();
    this.#lamps.clear();
    this.#sayLamps();
    this.#file?.close();
    this.#file = undefined;
  }

  #open(): Result<string> {
    const { match, folders = hidFolders, open = openHidFile } = this.#options;
    const found = findHid(match, folders);
    if (!found.ok) return found;
    const { file, name } = found.value;
    const opened = open(file, {
      onChunk: (report) => this.#take(report),
      onGone: (errno) => this.#lose(fault(errno, file)),
    });
    if (!opened.ok) return err(fault(opened.error, file));
    this.#found = found.value;
    this.#file = opened.value;
    this.#sayLamps();
    return ok(`"${name}"`);
  }

  #lose(fault: string): void {
    this.#file = undefined;
    this.#found = undefined;
    this.#keys.releaseAll();
    this.#move('on-hook');
    this.#retried.lost(fault);
  }

  /** One read of hidraw is one report. */
  #take(report: Uint8Array): void {
    if (!this.#found) return;
    for (const change of readReport(this.#found.descriptor, report)) this.#change(change);
  }

  #change({ usage, value, isRelative }: UsageValue): void {
    const isOn = value !== 0;
    if (usage === hookSwitch) {
      if (!isRelative) this.#move(isOn ? 'off-hook' : 'on-hook');
      else if (isOn) this.#move(this.#position === 'on-hook' ? 'off-hook' : 'on-hook');
      return;
    }
    const key = keyUsages.get(usage);
    if (key === undefined) return;
    const contact = String(usage);
    const atMs = this.#options.clock.nowMs();
    if (isOn) this.#keys.press(key, contact, atMs);
    // What tells changes alone never says that it was let go.
    if (!isOn || isRelative) this.#keys.release(key, contact, atMs);
  }

  #move(position: HookPosition): void {
    if (position === this.#position) return;
    this.#position = position;
    this.#sayLamps();
    for (const listener of [...this.#hookListeners]) listener(position);
  }

  /** A report is said whole, because lamps share it. */
  #sayLamps(): void {
    const { descriptor } = this.#found ?? {};
    if (!descriptor) return;
    const lit = (usage: number): boolean => {
      const lamp = lampUsages.get(usage);
      if (lamp === undefined) return false;
      // A headset that is off the hook by its own key wants to hear that it is.
      return this.lamp(lamp) !== 'off' || (lamp === offHookLamp && this.#position === 'off-hook');
    };
    const lamps = descriptor.fields.filter(
      ({ kind, usages }) => kind === 'output' && usages.some((usage) => lampUsages.has(usage)),
    );
    for (const reportId of new Set(lamps.map((field) => field.reportId))) {
      const errno = this.#file?.write(writeReport(descriptor, reportId, lit)) ?? 0;
      if (errno !== 0)
        this.#options.warn(`The lamps of ${this.#found?.name} cannot be set: error ${errno} of the system.`);
    }
  }
}

function fault(errno: number, file: string): string {
  return isAbsent(errno) ? notThere : deviceError(errno, file, 'plugdev');
}

function openHidFile(file: string, listener: DeviceFileListener): Result<HidFile, number> {
  return DeviceFile.open(file, 'read-write', listener);
}
