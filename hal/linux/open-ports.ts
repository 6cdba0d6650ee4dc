// Opens the driver of a real machine that a section of the board file names, for keypad, hook switch and lamps.

import type { HookPosition, HookSwitch } from '../hook-switch.ts';
import type { Indicators, LampName } from '../indicators.ts';
import type { KeyName, Keypad } from '../keypad.ts';
import { type InputCodeName, inputCode, type SwitchCodeName } from '../native/input-codes.ts';
import { NoHookSwitch, NoIndicators } from './absent.ts';
import { DeviceHook, DeviceKeypad, DeviceLamps } from './device/desk-device.ts';
import { type ActiveLevel, type Bias, gpioHost } from './gpio/gpio-chip.ts';
import { GpioHook } from './gpio/gpio-hook.ts';
import { GpioKeypad } from './gpio/gpio-keypad.ts';
import type { HidMatch } from './hid/find-hid.ts';
import { EvdevHook } from './input/evdev-hook.ts';
import { EvdevKeypad } from './input/evdev-keypad.ts';
import type { InputMatch } from './input/find-input.ts';
import { keyMap } from './input/key-map.ts';
import type { KeyboardLayout } from './input/keyboard-text.ts';
import { BlinkingLamps } from './lamps/blinking-lamps.ts';
import { GpioLamp } from './lamps/gpio-lamp.ts';
import type { Lamp } from './lamps/lamp.ts';
import { LedLamp } from './lamps/led-lamp.ts';
import type { SharedDevices } from './shared-devices.ts';

interface GpioSection {
  readonly driver: 'gpio';
  readonly chip?: string | undefined;
  readonly active: ActiveLevel;
}
interface GpioInputSection extends GpioSection {
  readonly bias: Bias;
  readonly debounce_ms: number;
}
interface EvdevSection {
  readonly driver: 'evdev';
  readonly device: InputMatch;
  readonly grab: boolean;
}
type SharedSection =
  | { readonly driver: 'serial'; readonly path: string; readonly baud: number }
  | { readonly driver: 'hid'; readonly device: HidMatch };

export type KeypadSection =
  | SharedSection
  | (EvdevSection & {
      readonly keys: Readonly<Partial<Record<InputCodeName, KeyName>>>;
      readonly layout?: KeyboardLayout | undefined;
    })
  | (GpioInputSection & {
      readonly pins: Readonly<Record<string, number>>;
      readonly matrix?: readonly (readonly (KeyName | null)[])[] | undefined;
      readonly diodes: boolean;
    });

export type HookSection =
  | SharedSection
  | { readonly driver: 'none' }
  | (EvdevSection & {
      readonly code: InputCodeName | SwitchCodeName;
      readonly on_means: HookPosition;
      readonly debounce_ms: number;
      readonly toggles: boolean;
    })
  | (GpioInputSection & { readonly pins: { readonly switch: number }; readonly active_means: HookPosition });

export type LampSection =
  | SharedSection
  | { readonly driver: 'none' }
  | (GpioSection & { readonly pins: Readonly<Record<string, number>> })
  | {
      readonly driver: 'leds';
      readonly leds: Readonly<Partial<Record<LampName, string>>>;
      readonly brightness: number;
    };

export async function openKeypad(section: KeypadSection, shared: SharedDevices): Promise<Keypad> {
  const { clock, warn } = shared;
  if (section.driver === 'evdev') {
    const { device, grab, keys, layout } = section;
    return new EvdevKeypad({ source: shared.input(device, grab, 'keypad'), clock, keys: keyMap(keys), layout });
  }
  if (section.driver === 'gpio') {
    const { diodes: hasDiodes, debounce_ms: debounceMs, matrix, ...lines } = section;
    const keys = matrix?.map((row) => row.map((key) => key ?? undefined));
    return new GpioKeypad({ ...lines, host: gpioHost(), clock, matrix: keys, hasDiodes, debounceMs, warn }).start();
  }
  return new DeviceKeypad(await sharedDevice(section, shared));
}

export async function openHook(section: HookSection, shared: SharedDevices): Promise<HookSwitch> {
  const { clock, warn } = shared;
  if (section.driver === 'none') return new NoHookSwitch();
  if (section.driver === 'evdev') {
    const { device, grab, code, on_means: onMeans, debounce_ms: debounceMs, toggles } = section;
    const source = shared.input(device, grab, 'hook switch');
    return new EvdevHook({ source, clock, ...inputCode(code), onMeans, debounceMs, toggles });
  }
  if (section.driver === 'gpio') {
    const { pins, active_means: activeMeans, debounce_ms: debounceMs, ...line } = section;
    const offset = pins.switch;
    return new GpioHook({ ...line, host: gpioHost(), clock, offset, activeMeans, debounceMs, warn }).start();
  }
  return new DeviceHook(await sharedDevice(section, shared));
}

export async function openLamps(section: LampSection, shared: SharedDevices): Promise<Indicators> {
  if (section.driver === 'none') return new NoIndicators();
  if (section.driver === 'gpio' || section.driver === 'leds') {
    return new BlinkingLamps(shared.clock, new Map(lampsOf(section, shared)));
  }
  return new DeviceLamps(await sharedDevice(section, shared));
}

function lampsOf(
  section: Extract<LampSection, { readonly driver: 'gpio' | 'leds' }>,
  { clock, warn }: SharedDevices,
): readonly (readonly [LampName, Lamp])[] {
  if (section.driver === 'leds') {
    const { brightness } = section;
    return entries(section.leds).map(([use, led]) => [use, new LedLamp({ led, brightness, clock, warn })]);
  }
  const { chip, active, pins } = section;
  return entries(pins).map(([use, offset]) => [
    use,
    new GpioLamp({ host: gpioHost(), clock, chip, offset, use, active, warn }),
  ]);
}

function sharedDevice(section: SharedSection, shared: SharedDevices) {
  return section.driver === 'hid' ? shared.handset(section.device) : shared.panel(section.path, section.baud);
}

/** The board's schema lets nothing but names of lamps be here. */
function entries<T>(byLamp: Readonly<Partial<Record<string, T>>>): readonly [LampName, T][] {
  return Object.entries(byLamp) as [LampName, T][];
}
