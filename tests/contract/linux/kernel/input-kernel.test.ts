// Keys, hook and lamps by the real kernel's input and HID devices, which uhid makes: in the guest of `npm run test:guest`.

import { afterEach, describe, expect, it } from 'vitest';
import type { KeyName } from '../../../../hal/keypad.ts';
import { DeviceHook, DeviceLamps } from '../../../../hal/linux/device/desk-device.ts';
import { HidHandset } from '../../../../hal/linux/hid/hid-handset.ts';
import { EvdevHook } from '../../../../hal/linux/input/evdev-hook.ts';
import { EvdevKeypad } from '../../../../hal/linux/input/evdev-keypad.ts';
import type { InputMatch } from '../../../../hal/linux/input/find-input.ts';
import { InputSource } from '../../../../hal/linux/input/input-source.ts';
import { keyMap } from '../../../../hal/linux/input/key-map.ts';
import { inputCodes } from '../../../../hal/native/input-codes.ts';
import { SystemClock } from '../../../../hal/system/clock.ts';
import { hookSwitchContract } from '../../ports/hook-switch-contract.ts';
import { indicatorsContract } from '../../ports/indicators-contract.ts';
import { keypadContract } from '../../ports/keypad-contract.ts';
import { until } from '../alsa-bench.ts';
import { handsetDescriptor } from '../hid/test-handset.ts';
import { hasUhid, keyboardDescriptor, keyboardReportBytes, UhidDevice } from './uhid-device.ts';

if (!hasUhid) process.stderr.write('Not run: this kernel makes no HID devices (uhid); npm run test:guest has one.\n');

/** Usages of the keyboard page by the phone's key that the kernel's code for them presses. */
const usages: Readonly<Record<KeyName, number>> = {
  ...{ '1': 0x1e, '2': 0x1f, '3': 0x20, '4': 0x21, '5': 0x22, '6': 0x23, '7': 0x24, '8': 0x25, '9': 0x26, '0': 0x27 },
  ...{ '*': 0x55, '#': 0x54, soft1: 0x3a, soft2: 0x3b, soft3: 0x3c, soft4: 0x3d },
  ...{ up: 0x52, down: 0x51, left: 0x50, right: 0x4f, ok: 0x28, back: 0x29, home: 0x4a },
  ...{ speaker: 0x3e, headset: 0x3f, redial: 0x40, message: 0x41, mute: 0x42, 'volume-up': 0x4b, 'volume-down': 0x4e },
};
/** By the German layout; AltGr is the seventh modifier. */
const written: Readonly<Record<string, readonly number[]>> = {
  a: [0x04],
  B: [0x80 + 1, 0x05],
  ß: [0x2d],
  '€': [0x80 + 6, 0x08],
  '\b': [0x2a],
};
/** F12: no driver maps it, so it marks the end of what was pressed. */
const marker = { usage: 0x45, code: inputCodes.KEY_F12 };

class Keyboard {
  readonly name: string;
  device: UhidDevice;
  readonly #bits = new Uint8Array(keyboardReportBytes);

  constructor(name: string) {
    this.name = name;
    this.device = this.plugIn();
  }

  plugIn(): UhidDevice {
    this.#bits.fill(0);
    this.device = new UhidDevice(this.name, `usb-test-${this.name}/input0`, keyboardDescriptor);
    return this.device;
  }

  set(usage: number, isDown: boolean): void {
    const at = usage >> 3;
    const bit = 1 << (usage & 7);
    this.#bits[at] = isDown ? (this.#bits[at] ?? 0) | bit : (this.#bits[at] ?? 0) & ~bit;
    this.device.report(this.#bits);
  }

  /** Resolves once the source has read all that was pressed. */
  async reach(source: InputSource): Promise<void> {
    let isSeen = false;
    const detach = source.attach({
      onChange: ({ code, isOn }) => {
        if (code === marker.code && !isOn) isSeen = true;
      },
    });
    this.set(marker.usage, true);
    this.set(marker.usage, false);
    await until(() => isSeen);
    detach();
  }
}

const opened: (() => void)[] = [];
afterEach(() => {
  for (const close of opened.splice(0).reverse()) close();
});
let keyboards = 0;

function plugIn(options: { readonly grab?: boolean; readonly match?: InputMatch; readonly keyboard?: Keyboard } = {}) {
  const keyboard = options.keyboard ?? new Keyboard(`Offhook test ${process.pid}-${++keyboards}`);
  const clock = new SystemClock();
  const warnings: string[] = [];
  const { grab = true, match = { name: keyboard.name } } = options;
  const warn = (sentence: string) => warnings.push(sentence);
  const source = new InputSource({ match, grab, clock, device: 'keypad', warn });
  source.start();
  opened.push(() => {
    source.close();
    keyboard.device.unplug();
  });
  return { keyboard, clock, source, warnings };
}

describe.skipIf(!hasUhid)('in the guest', () => {
  keypadContract('EvdevKeypad on the kernel', async () => {
    const { keyboard, clock, source } = plugIn();
    const keypad = new EvdevKeypad({ source, clock, keys: keyMap(), layout: 'de' });
    await until(() => source.states()[0]?.isWorking === true);
    const move = async (usage: number, isDown: boolean) => {
      keyboard.set(usage, isDown);
      await keyboard.reach(source);
    };
    return {
      keypad,
      down: (key) => move(usages[key], true),
      up: (key) => move(usages[key], false),
      text: Object.keys(written).join(''),
      type: async (text) => {
        for (const character of text) {
          const held = written[character] ?? [];
          for (const usage of held) keyboard.set(usage, true);
          for (const usage of held.toReversed()) keyboard.set(usage, false);
        }
        await keyboard.reach(source);
      },
      lose: async () => {
        keyboard.device.unplug();
        await until(() => source.states()[0]?.isWorking === false);
      },
    };
  });

  hookSwitchContract('EvdevHook on the kernel', async (position) => {
    const { keyboard, clock, source } = plugIn();
    await until(() => source.states()[0]?.isWorking === true);
    keyboard.set(usages.message, position === 'off-hook');
    await keyboard.reach(source);
    const code = inputCodes.KEY_F8;
    const hook = new EvdevHook({ source, clock, kind: 'key', code, onMeans: 'off-hook', debounceMs: 5 });
    return {
      hook,
      move: async (to) => {
        keyboard.set(usages.message, to === 'off-hook');
        await keyboard.reach(source);
        const settled = performance.now() + 20;
        await until(() => performance.now() > settled);
      },
    };
  });

  it('is kept from everybody else, and given back when the phone ends', async () => {
    const mine = plugIn();
    await until(() => mine.source.states()[0]?.isWorking === true);
    const other = plugIn({ keyboard: mine.keyboard });
    expect(other.warnings[0]).toContain('is in use by another program');
    mine.source.close();
    await until(() => other.source.states()[0]?.isWorking === true);
    await mine.keyboard.reach(other.source);
  });

  it('asks what is held when it opens a device, and dates presses by the kernel', async () => {
    const keyboard = new Keyboard(`Offhook test ${process.pid}-held`);
    const watched = plugIn({ keyboard, grab: false });
    await until(() => watched.source.states()[0]?.isWorking === true);
    keyboard.set(usages['7'], true);
    await keyboard.reach(watched.source);
    const late = plugIn({ keyboard, grab: false });
    expect(late.source.isOn('key', inputCodes.KEY_7)).toBe(true);
    const times: number[] = [];
    watched.source.attach({ onChange: ({ atMs }) => times.push(atMs) });
    const before = watched.clock.nowMs();
    keyboard.set(usages['7'], false);
    await keyboard.reach(watched.source);
    expect(times.every((atMs) => atMs >= before && atMs <= watched.clock.nowMs())).toBe(true);
  });

  it('comes back under whatever number the kernel gives it', async () => {
    const { keyboard, source, warnings } = plugIn();
    await until(() => source.states()[0]?.isWorking === true);
    keyboard.device.unplug();
    await until(() => source.states()[0]?.isWorking === false);
    const stranger = new Keyboard(`Offhook test ${process.pid}-stranger`);
    opened.push(() => stranger.device.unplug());
    keyboard.plugIn();
    await until(() => source.states()[0]?.isWorking === true);
    await keyboard.reach(source);
    expect(warnings).toHaveLength(2);
  });

  it('finds any keyboard by what it can write', async () => {
    const { keyboard, source } = plugIn({ match: { kind: 'keyboard' }, grab: false });
    await until(() => source.states()[0]?.sentence.includes(keyboard.name) === true);
  });

  function handset() {
    const name = `Offhook handset ${process.pid}-${++keyboards}`;
    const device = new UhidDevice(name, `usb-test-${name}/input3`, handsetDescriptor);
    const driver = new HidHandset({ match: { name }, clock: new SystemClock(), warn: () => undefined });
    driver.start();
    opened.push(() => {
      driver.close();
      device.unplug();
    });
    return { device, driver };
  }

  hookSwitchContract('HidHandset on the kernel', async (position) => {
    const { device, driver } = handset();
    await until(() => driver.states()[0]?.isWorking === true);
    const hook = new DeviceHook(driver);
    const move = async (to: string) => {
      device.report(Uint8Array.of(1, to === 'off-hook' ? 1 : 0, 0));
      await until(() => hook.position === to);
    };
    await move(position);
    return { hook, move };
  });

  indicatorsContract('HidHandset on the kernel', async () => {
    const { device, driver } = handset();
    await until(() => driver.states()[0]?.isWorking === true);
    const bits = { mute: 0, headset: 1, ringing: 2, 'message-waiting': 3 } as const;
    return {
      indicators: new DeviceLamps(driver),
      seen: async (lamp) => {
        if (!(lamp in bits)) return undefined;
        const isLit = driver.lamp(lamp) !== 'off';
        const at = bits[lamp as keyof typeof bits];
        await until(() => (((device.outputs.at(-1)?.[1] ?? 0) >> at) & 1) === (isLit ? 1 : 0));
        return driver.lamp(lamp);
      },
    };
  });

  it('lets go what an unplugged handset held', async () => {
    const { device, driver } = handset();
    await until(() => driver.states()[0]?.isWorking === true);
    const seen: string[] = [];
    driver.onKey(({ key, down }) => seen.push(`${key} ${down ? 'down' : 'up'}`));
    device.report(Uint8Array.of(1, 0b11, 0));
    await until(() => seen.length === 1 && driver.position === 'off-hook');
    device.unplug();
    await until(() => driver.states()[0]?.isWorking === false);
    expect([driver.position, ...seen]).toEqual(['on-hook', 'mute down', 'mute up']);
  });
});
