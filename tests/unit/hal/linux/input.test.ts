// What the kernel says of input devices is read as it means it, and nothing that it could say breaks the reader.

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { keyNames } from '../../../../hal/keypad.ts';
import { capabilityBytes, findInputs, type InputFolders } from '../../../../hal/linux/input/find-input.ts';
import { eventBytes, isBitSet, parseInputEvents } from '../../../../hal/linux/input/input-events.ts';
import { keyMap, usualKeys } from '../../../../hal/linux/input/key-map.ts';
import { KeyboardText } from '../../../../hal/linux/input/keyboard-text.ts';
import { inputCodes } from '../../../../hal/native/input-codes.ts';

/** As a PC's keyboard and power button say it on Linux 6.1. */
const keyboardKeys = '402000000 3803078f800d001 feffffdfffefffff fffffffffffffffe';
/** Digits, the four signs, the point, Enter, Num Lock and Backspace. */
const numberPadKeys = '5000fffa0 80000000004000';
const buttonKeys = '10000000000000 0';

const roots: string[] = [];
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true });
});

function machine(devices: readonly { readonly name: string; readonly phys: string; readonly keys: string }[]) {
  const root = mkdtempSync(join(tmpdir(), 'offhook-sys-'));
  roots.push(root);
  const folders: InputFolders = { sys: join(root, 'sys'), dev: join(root, 'dev') };
  mkdirSync(join(folders.dev, 'input', 'by-path'), { recursive: true });
  for (const [number, { name, phys, keys }] of devices.entries()) {
    const folder = join(folders.sys, 'class', 'input', `event${number}`, 'device');
    mkdirSync(join(folder, 'capabilities'), { recursive: true });
    writeFileSync(join(folder, 'name'), `${name}\n`);
    writeFileSync(join(folder, 'phys'), `${phys}\n`);
    writeFileSync(join(folder, 'capabilities', 'key'), `${keys}\n`);
    writeFileSync(join(folders.dev, 'input', `event${number}`), '');
  }
  return folders;
}

describe('finding input devices', () => {
  const folders = () =>
    machine([
      { name: 'Power Button', phys: 'PNP0C0C/button/input0', keys: buttonKeys },
      { name: 'AT Translated Set 2 keyboard', phys: 'isa0060/serio0/input0', keys: keyboardKeys },
      { name: 'Number Pad', phys: 'usb-0000:01:00.0-1.2/input0', keys: numberPadKeys },
    ]);
  const numbers = (match: object, of: InputFolders = folders()) =>
    findInputs(match, of).map(({ file }) => file.replace(/.*event/, ''));

  it('goes by name, by the beginning of the place, and by what kind it is', () => {
    expect(numbers({ name: 'Number Pad' })).toEqual(['2']);
    expect(numbers({ phys: 'usb-0000:01:00.0-1.2' })).toEqual(['2']);
    expect(numbers({ kind: 'keyboard' })).toEqual(['1']);
    expect(numbers({ kind: 'number-pad' })).toEqual(['2']);
    expect(numbers({ name: 'Number Pad', phys: 'isa' })).toEqual([]);
  });

  it('follows the links that udev keeps, whatever number the device has today', () => {
    const of = folders();
    const path = join(of.dev, 'input', 'by-path', 'usb-event-kbd');
    symlinkSync(join(of.dev, 'input', 'event2'), path);
    expect(numbers({ path }, of)).toEqual(['2']);
    expect(numbers({ path: `${path}-gone` }, of)).toEqual([]);
  });

  it('finds nothing on a machine without input devices', () => {
    expect(findInputs({ kind: 'keyboard' }, { sys: '/nowhere', dev: '/nowhere' })).toEqual([]);
  });

  it('reads the kernel’s words of capabilities, and takes arbitrary text for nothing worse', () => {
    const bits = capabilityBytes(keyboardKeys);
    expect([inputCodes.KEY_ESC, inputCodes.KEY_Z, inputCodes.KEY_ENTER].every((code) => isBitSet(bits, code))).toBe(
      true,
    );
    expect(isBitSet(bits, inputCodes.KEY_NUMERIC_0)).toBe(false);
    fc.assert(fc.property(fc.string({ maxLength: 2000 }), (text) => capabilityBytes(text).length <= 512));
  });
});

describe('input events', () => {
  it('are read from any bytes, a torn rest left out', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const events = parseInputEvents(bytes);
        expect(events.length).toBe(Math.floor(bytes.length / eventBytes));
        for (const { type, code, kernelMs } of events) expect([type, code, kernelMs].every(Number.isFinite)).toBe(true);
      }),
    );
  });

  it('come back as they were written', () => {
    const event = fc.record({
      us: fc.bigInt({ min: 0n, max: 2n ** 50n }),
      type: fc.nat(0xffff),
      code: fc.nat(0xffff),
      value: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 20 }), (events) => {
        const bytes = Buffer.alloc(24 * events.length);
        for (const [at, { us, type, code, value }] of events.entries()) {
          bytes.writeBigInt64LE(us / 1_000_000n, at * 24);
          bytes.writeBigInt64LE(us % 1_000_000n, at * 24 + 8);
          bytes.writeUInt16LE(type, at * 24 + 16);
          bytes.writeUInt16LE(code, at * 24 + 18);
          bytes.writeInt32LE(value, at * 24 + 20);
        }
        const read = parseInputEvents(bytes);
        expect(read.map(({ type, code, value }) => ({ type, code, value }))).toEqual(
          events.map(({ type, code, value }) => ({ type, code, value })),
        );
        for (const [at, { kernelMs }] of read.entries()) {
          expect(Math.abs(kernelMs - Number(events[at]?.us ?? 0n) / 1000)).toBeLessThan(0.5);
        }
      }),
    );
  });
});

describe('the usual keys', () => {
  it('press every key of the phone', () => {
    expect(new Set(usualKeys.values())).toEqual(new Set(keyNames));
  });

  it('are changed one by one by the board file', () => {
    const keys = keyMap({ KEY_F5: 'mute' });
    expect(keys.get(inputCodes.KEY_F5)).toBe('mute');
    expect(keys.get(inputCodes.KEY_F1)).toBe('soft1');
  });
});

describe('a whole keyboard', () => {
  const press = (text: KeyboardText, code: number, isOn = true) =>
    text.character({ device: 'event0', kind: 'key', code, isOn, isRepeated: false, atMs: 0 });

  it('writes with Shift, with Caps Lock on letters alone, and nothing with Control', () => {
    const text = new KeyboardText('us');
    expect([press(text, inputCodes.KEY_A), press(text, inputCodes.KEY_2)]).toEqual(['a', '2']);
    press(text, inputCodes.KEY_LEFTSHIFT);
    expect([press(text, inputCodes.KEY_A), press(text, inputCodes.KEY_2)]).toEqual(['A', '@']);
    press(text, inputCodes.KEY_LEFTSHIFT, false);
    press(text, inputCodes.KEY_CAPSLOCK);
    expect([press(text, inputCodes.KEY_A), press(text, inputCodes.KEY_2)]).toEqual(['A', '2']);
    press(text, inputCodes.KEY_LEFTCTRL);
    expect(press(text, inputCodes.KEY_A)).toBeUndefined();
  });

  it('writes German umlauts and what stands behind AltGr', () => {
    const text = new KeyboardText('de');
    expect(['KEY_SEMICOLON', 'KEY_Y', 'KEY_MINUS'].map((name) => press(text, codeOf(name)))).toEqual(['ö', 'z', 'ß']);
    press(text, inputCodes.KEY_RIGHTALT);
    expect(
      ['KEY_Q', 'KEY_E', 'KEY_7', 'KEY_MINUS', 'KEY_RIGHTBRACE', 'KEY_M'].map((name) => press(text, codeOf(name))),
    ).toEqual(['@', '€', '{', '\\', '~', 'µ']);
  });

  it('lets Shift go when the keyboard is unplugged', () => {
    const text = new KeyboardText('us');
    press(text, inputCodes.KEY_LEFTSHIFT);
    text.letGo('event0');
    expect(press(text, inputCodes.KEY_A)).toBe('a');
  });
});

function codeOf(name: string): number {
  const code = Object.entries(inputCodes).find(([known]) => known === name)?.[1];
  if (code === undefined) throw new Error(`There is no ${name}.`);
  return code;
}
