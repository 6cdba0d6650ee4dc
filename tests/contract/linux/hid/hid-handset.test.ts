// A USB handset keeps the contracts of keypad, hook and lamps, with the folders of a kernel and its reports made up.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { lampNames } from '../../../../hal/indicators.ts';
import { DeviceHook, DeviceKeypad, DeviceLamps } from '../../../../hal/linux/device/desk-device.ts';
import type { DeviceFileListener } from '../../../../hal/linux/device/device-file.ts';
import { HidHandset, type HidHandsetOptions } from '../../../../hal/linux/hid/hid-handset.ts';
import { err, ok } from '../../../../hal/result.ts';
import { VirtualClock } from '../../../../hal/sim/virtual-clock.ts';
import { hookSwitchContract } from '../../ports/hook-switch-contract.ts';
import { indicatorsContract } from '../../ports/indicators-contract.ts';
import { handsetDescriptor, handsetKeys } from './test-handset.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function plugged(options: Partial<HidHandsetOptions> = {}, descriptor: Uint8Array = handsetDescriptor) {
  const root = mkdtempSync(join(tmpdir(), 'offhook-hid-'));
  folders.push(root);
  const device = join(root, 'sys', 'class', 'hidraw', 'hidraw3', 'device');
  const clock = new VirtualClock();
  const warnings: string[] = [];
  const written: Uint8Array[] = [];
  let listener: DeviceFileListener | undefined;
  let report = [1, 0, 0];
  const plugIn = (): void => {
    mkdirSync(device, { recursive: true });
    const facts = ['HID_ID=0003:00000B0E:0000245E', 'HID_NAME=Test Handset', 'HID_PHYS=usb-1.2/input3'];
    writeFileSync(join(device, 'uevent'), `DRIVER=hid-generic\n${facts.join('\n')}\n`);
    writeFileSync(join(device, 'report_descriptor'), descriptor);
  };
  plugIn();
  const handset = new HidHandset({
    match: {},
    clock,
    warn: (sentence) => warnings.push(sentence),
    folders: { sys: join(root, 'sys'), dev: join(root, 'dev') },
    open: (_, opened) => {
      listener = opened;
      return ok({
        write: (bytes: Uint8Array) => {
          written.push(bytes);
          return 0;
        },
        close: () => {
          listener = undefined;
        },
      });
    },
    ...options,
  });
  handset.start();
  const set = (bit: number, isOn: boolean): void => {
    const at = 1 + (bit >> 3);
    report = report.map((byte, index) =>
      index !== at ? byte : isOn ? byte | (1 << (bit & 7)) : byte & ~(1 << (bit & 7)),
    );
    listener?.onChunk(Buffer.from(report));
  };
  return {
    clock,
    handset,
    warnings,
    written,
    plugIn,
    hook: (isOff: boolean) => set(0, isOff),
    key: (bit: number, isDown: boolean) => set(bit, isDown),
    raw: (...bytes: readonly number[]) => listener?.onChunk(Buffer.from(bytes)),
    unplug: () => {
      rmSync(device, { recursive: true });
      listener?.onGone(constants.errno.ENODEV);
    },
  };
}

hookSwitchContract('HidHandset', (position) => {
  const { handset, hook } = plugged();
  if (position === 'off-hook') hook(true);
  return { hook: new DeviceHook(handset), move: (to) => hook(to === 'off-hook') };
});

indicatorsContract('HidHandset', () => {
  const { handset, written } = plugged();
  const bits = { mute: 0, headset: 1, ringing: 2, 'message-waiting': 3 } as const;
  return {
    indicators: new DeviceLamps(handset),
    seen: (lamp) => {
      if (!(lamp in bits)) return undefined;
      const report = written.at(-1);
      const isLit = (((report?.[1] ?? 0) >> bits[lamp as keyof typeof bits]) & 1) === 1;
      // A handset blinks by itself: it is told that a lamp is lit.
      return isLit ? handset.lamp(lamp) : 'off';
    },
  };
});

describe('HidHandset', () => {
  it('has every key of its descriptor, down and up', () => {
    const { handset, key } = plugged();
    const seen: string[] = [];
    new DeviceKeypad(handset).onKey((event) => seen.push(`${event.key} ${event.down ? 'down' : 'up'}`));
    for (const { bit } of handsetKeys) {
      key(bit, true);
      key(bit, true);
      key(bit, false);
    }
    expect(seen).toEqual(handsetKeys.flatMap(({ name }) => [`${name} down`, `${name} up`]));
  });

  it('tells lamps in the report of its descriptor, with the number in front', () => {
    const { handset, written } = plugged();
    handset.setLamp('ringing', 'blink');
    expect([...(written.at(-1) ?? [])]).toEqual([2, 0b0100]);
    for (const lamp of lampNames) handset.setLamp(lamp, 'on');
    expect([...(written.at(-1) ?? [])]).toEqual([2, 0b1111]);
  });

  it('tells a headset that it is off the hook, as long as it is', () => {
    const { hook, written } = plugged();
    hook(true);
    expect([...(written.at(-1) ?? [])]).toEqual([2, 0b0010]);
    hook(false);
    expect([...(written.at(-1) ?? [])]).toEqual([2, 0]);
  });

  it('lets everything go when it is unplugged, and finds it again', async () => {
    const { clock, handset, hook, key, unplug, plugIn, warnings, written } = plugged();
    const seen: string[] = [];
    handset.onKey((event) => seen.push(`${event.key} ${event.down ? 'down' : 'up'}`));
    handset.onHook((position) => seen.push(position));
    hook(true);
    key(1, true);
    unplug();
    expect(seen).toEqual(['off-hook', 'mute down', 'mute up', 'on-hook']);
    await clock.advance(10_000);
    handset.setLamp('mute', 'on');
    plugIn();
    await clock.advance(2_000);
    expect(handset.states()[0]).toMatchObject({ isWorking: true, sentence: '"Test Handset"' });
    expect([...(written.at(-1) ?? [])]).toEqual([2, 0b0001]);
    expect(warnings).toHaveLength(2);
  });

  it('is found by maker and product, and by name and place', () => {
    for (const match of [{ usb: '0B0E:245e' }, { name: 'Test Handset' }, { phys: 'usb-1.2' }]) {
      expect(plugged({ match }).handset.states()[0]?.isWorking).toBe(true);
    }
    const { warnings } = plugged({ match: { usb: '1234:5678' } });
    expect(warnings[0]).toContain('The USB handset 1234:5678 does not work: it is not there');
  });

  it('says that a descriptor is broken, and goes on without', () => {
    const { warnings } = plugged({}, handsetDescriptor.subarray(0, 21));
    expect(warnings[0]).toContain('the descriptor of "Test Handset" cannot be read: it breaks off within an item');
  });

  it('says who may not open it', () => {
    const { warnings } = plugged({ open: () => err(constants.errno.EACCES) });
    expect(warnings[0]).toContain('put the phone\'s user into the group "plugdev"');
  });

  it('passes over reports of other numbers, and too short ones', () => {
    const { handset, raw } = plugged();
    raw(7, 0xff, 0xff);
    raw();
    raw(1);
    expect(handset.position).toBe('on-hook');
    raw(1, 1);
    expect(handset.position).toBe('off-hook');
  });
});
