// Drivers of kernel input devices keep their contracts, with pipes in the place of device files and the real reading thread.

import { afterEach, describe, expect, it } from 'vitest';
import type { KeyEvent, KeyName } from '../../../../hal/keypad.ts';
import { EvdevHook } from '../../../../hal/linux/input/evdev-hook.ts';
import { EvdevKeypad } from '../../../../hal/linux/input/evdev-keypad.ts';
import type { InputMatch } from '../../../../hal/linux/input/find-input.ts';
import { droppedCode, eventTypes } from '../../../../hal/linux/input/input-events.ts';
import { InputSource } from '../../../../hal/linux/input/input-source.ts';
import { keyMap, usualKeys } from '../../../../hal/linux/input/key-map.ts';
import { type InputCodeName, inputCodes, switchCodes } from '../../../../hal/native/input-codes.ts';
import { VirtualClock } from '../../../../hal/sim/virtual-clock.ts';
import { hookSwitchContract } from '../../ports/hook-switch-contract.ts';
import { keypadContract } from '../../ports/keypad-contract.ts';
import { PipeInput } from './pipe-bench.ts';

const key = eventTypes.key;
const handset = switchCodes.SW_HEADPHONE_INSERT;

const opened: (() => void)[] = [];
afterEach(() => {
  for (const close of opened.splice(0)) close();
});

function plugIn(match: InputMatch = { name: 'Test keypad' }) {
  const clock = new VirtualClock();
  const pipe = new PipeInput();
  const warnings: string[] = [];
  const source = new InputSource({
    match,
    grab: true,
    clock,
    device: 'keypad',
    warn: (sentence) => warnings.push(sentence),
    folders: pipe.folders,
    requests: pipe.requests,
  });
  opened.push(() => {
    source.close();
    pipe.remove();
  });
  return { clock, pipe, source, warnings };
}

function codeOf(wanted: KeyName): number {
  const found = [...usualKeys].find(([, name]) => name === wanted);
  if (!found) throw new Error(`No code presses ${wanted}.`);
  return inputCodes[found[0]];
}

/** The keys of the German layout that write these characters. */
const written: Readonly<Record<string, readonly InputCodeName[]>> = {
  a: ['KEY_A'],
  B: ['KEY_LEFTSHIFT', 'KEY_B'],
  ß: ['KEY_MINUS'],
  '€': ['KEY_RIGHTALT', 'KEY_E'],
  '\b': ['KEY_BACKSPACE'],
};

keypadContract('EvdevKeypad', () => {
  const { clock, pipe, source } = plugIn();
  const keypad = new EvdevKeypad({ source, clock, keys: keyMap(), layout: 'de' });
  source.start();
  return {
    keypad,
    down: (name) => pipe.write(source, [key, codeOf(name), 1]),
    up: (name) => pipe.write(source, [key, codeOf(name), 0]),
    text: Object.keys(written).join(''),
    type: async (text) => {
      for (const character of text) {
        const codes = (written[character] ?? []).map((name) => inputCodes[name]);
        const down = codes.map((code) => [key, code, 1] as const);
        const up = codes.toReversed().map((code) => [key, code, 0] as const);
        await pipe.write(source, ...down, ...up);
      }
    },
    lose: () => pipe.unplug(source),
  };
});

hookSwitchContract('EvdevHook', (position) => {
  const { clock, pipe, source } = plugIn();
  if (position === 'off-hook') pipe.held.switch.add(handset);
  source.start();
  const options = { source, clock, kind: 'switch', code: handset, onMeans: 'off-hook', debounceMs: 20 } as const;
  return {
    hook: new EvdevHook(options),
    move: async (to) => {
      await pipe.write(source, [eventTypes.switch, handset, to === 'off-hook' ? 1 : 0]);
      await clock.advance(20);
    },
  };
});

describe('EvdevKeypad', () => {
  function watched(options: { readonly layout?: 'us' } = {}) {
    const bench = plugIn();
    const keypad = new EvdevKeypad({ source: bench.source, clock: bench.clock, keys: keyMap(), ...options });
    const events: KeyEvent[] = [];
    const text: string[] = [];
    keypad.onKey((event) => events.push(event));
    keypad.onText((character) => text.push(character));
    bench.source.start();
    return { ...bench, keypad, text, seen: () => events.map((event) => `${event.key} ${event.down ? 'down' : 'up'}`) };
  }

  it('passes over the repeats of the kernel', async () => {
    const { pipe, source, seen } = watched();
    await pipe.write(source, [key, inputCodes.KEY_5, 1], [key, inputCodes.KEY_5, 2], [key, inputCodes.KEY_5, 2]);
    expect(seen()).toEqual(['5 down']);
  });

  it('keeps the keys from everybody else', () => {
    expect(watched().pipe.grabs).toEqual([true]);
  });

  it('comes back by itself when the device is plugged in again, and says both once', async () => {
    const { clock, pipe, source, seen, warnings } = watched();
    await pipe.write(source, [key, inputCodes.KEY_1, 1]);
    await pipe.unplug(source);
    await clock.advance(5_000);
    expect(source.states()[0]?.isWorking).toBe(false);
    pipe.plugIn();
    await clock.advance(1_000);
    await pipe.write(source, [key, inputCodes.KEY_2, 1]);
    expect(seen()).toEqual(['1 down', '1 up', '2 down']);
    expect(warnings).toEqual([
      'The keypad ("Test keypad") does not work: it is not there: plug it in, or name another in the board file; the phone goes on trying.',
      expect.stringMatching(/^The keypad \("Test keypad"\) works again: "Test keypad" as .*event7\.$/),
    ]);
  });

  it('asks what is held after the kernel had to throw events away', async () => {
    const { pipe, source, seen } = watched();
    await pipe.write(source, [key, inputCodes.KEY_1, 1], [key, inputCodes.KEY_2, 1]);
    pipe.held.key.add(inputCodes.KEY_2).add(inputCodes.KEY_3);
    await pipe.write(source, [eventTypes.synchronize, droppedCode, 0]);
    expect(seen()).toEqual(['1 down', '2 down', '1 up', '3 down']);
  });

  it('takes digits as text only while text is expected', async () => {
    const { pipe, source, keypad, text, seen } = watched({ layout: 'us' });
    await pipe.write(source, [key, inputCodes.KEY_1, 1]);
    keypad.expectText(true);
    await pipe.write(source, [key, inputCodes.KEY_1, 0], [key, inputCodes.KEY_2, 1], [key, inputCodes.KEY_2, 0]);
    await pipe.write(source, [key, inputCodes.KEY_LEFT, 1]);
    expect(seen()).toEqual(['1 down', '1 up', 'left down']);
    expect(text).toEqual(['2']);
  });
});

describe('EvdevHook', () => {
  function cradle(options: { readonly toggles?: boolean } = {}) {
    const bench = plugIn();
    bench.source.start();
    const { source, clock } = bench;
    const code = inputCodes.KEY_PHONE;
    const hook = new EvdevHook({ source, clock, kind: 'key', code, onMeans: 'off-hook', debounceMs: 50, ...options });
    const moves: string[] = [];
    hook.onChange((position) => moves.push(position));
    return { ...bench, hook, moves, code };
  }

  it('hears one move of a handset that bounces in its cradle', async () => {
    const { pipe, source, clock, moves, code } = cradle();
    for (const value of [1, 0, 1, 0, 1]) {
      await pipe.write(source, [key, code, value]);
      await clock.advance(30);
    }
    await clock.advance(50);
    expect(moves).toEqual(['off-hook']);
  });

  it('is on the hook once its device is gone', async () => {
    const { pipe, source, clock, moves, code } = cradle();
    await pipe.write(source, [key, code, 1]);
    await clock.advance(50);
    await pipe.unplug(source);
    await clock.advance(50);
    expect(moves).toEqual(['off-hook', 'on-hook']);
  });

  it('changes with each press where the board file says so', async () => {
    const { pipe, source, moves, code } = cradle({ toggles: true });
    await pipe.write(source, [key, code, 1], [key, code, 0], [key, code, 1], [key, code, 0]);
    expect(moves).toEqual(['off-hook', 'on-hook']);
  });
});
