// Keys, hook and lamps on GPIO lines of the real kernel, by gpio-sim: in the guest of `npm run test:guest`.

import { afterEach, describe, expect, it } from 'vitest';
import { type KeyEvent, keyNames } from '../../../../hal/keypad.ts';
import { gpioHost } from '../../../../hal/linux/gpio/gpio-chip.ts';
import { GpioHook } from '../../../../hal/linux/gpio/gpio-hook.ts';
import { GpioKeypad, type GpioKeypadOptions } from '../../../../hal/linux/gpio/gpio-keypad.ts';
import { BlinkingLamps } from '../../../../hal/linux/lamps/blinking-lamps.ts';
import { GpioLamp } from '../../../../hal/linux/lamps/gpio-lamp.ts';
import { SystemClock } from '../../../../hal/system/clock.ts';
import { hookSwitchContract } from '../../ports/hook-switch-contract.ts';
import { indicatorsContract } from '../../ports/indicators-contract.ts';
import { keypadContract } from '../../ports/keypad-contract.ts';
import { until } from '../alsa-bench.ts';
import { GpioSim, hasGpioSim } from './gpio-sim.ts';

if (!hasGpioSim)
  process.stderr.write('Not run: this kernel makes no GPIO chips (gpio-sim); npm run test:guest has one.\n');

const opened: (() => void)[] = [];
afterEach(() => {
  for (const close of opened.splice(0).reverse()) close();
});

function newChip(lines = 32): GpioSim {
  const sim = new GpioSim(lines);
  opened.push(() => sim.remove());
  return sim;
}

function keypadOn(sim: GpioSim, options: Partial<GpioKeypadOptions>) {
  const clock = new SystemClock();
  const warnings: string[] = [];
  const events: KeyEvent[] = [];
  const keypad = new GpioKeypad({
    ...{ host: gpioHost(), clock, chip: sim.label, pins: {}, hasDiodes: false, active: 'low', bias: 'pull-up' },
    debounceMs: 3,
    warn: (sentence) => warnings.push(sentence),
    ...options,
  });
  keypad.onKey((event) => events.push(event));
  keypad.start();
  opened.push(() => keypad.close());
  const seen = () => events.map(({ key, down }) => `${key} ${down ? 'down' : 'up'}`);
  return { clock, keypad, warnings, events, seen };
}

/** Waits for what a change of a line brings, and for nothing where nothing changes or nobody listens. */
function lines(sim: GpioSim, isSeen: (offset: number, isClosed: boolean) => boolean) {
  const closed = new Set<number>();
  let isListening = true;
  return {
    stop: () => {
      isListening = false;
    },
    ground: async (offset: number, isClosed: boolean) => {
      sim.ground(offset, isClosed);
      const isNew = closed.has(offset) !== isClosed;
      if (isClosed) closed.add(offset);
      else closed.delete(offset);
      if (isNew && isListening) await until(() => isSeen(offset, isClosed));
    },
  };
}

describe.skipIf(!hasGpioSim)('in the guest', () => {
  keypadContract('GpioKeypad on the kernel', () => {
    const sim = newChip();
    const pins = Object.fromEntries(keyNames.map((key, offset) => [key, offset]));
    const { keypad, events } = keypadOn(sim, { pins });
    const line = lines(sim, (offset, isClosed) => {
      const last = events.findLast(({ key }) => key === keyNames[offset]);
      return last?.down === isClosed;
    });
    const close = keypad.close.bind(keypad);
    keypad.close = () => {
      line.stop();
      close();
    };
    return {
      keypad,
      down: (key) => line.ground(keyNames.indexOf(key), true),
      up: (key) => line.ground(keyNames.indexOf(key), false),
      lose: async () => {
        const count = events.length;
        sim.remove();
        await until(() => events.length > count);
      },
    };
  });

  hookSwitchContract('GpioHook on the kernel', async (position) => {
    const sim = newChip(8);
    const clock = new SystemClock();
    const line = { host: gpioHost(), clock, chip: sim.label, offset: 3, active: 'high', bias: 'pull-up' } as const;
    // A handset that lies on its switch closes it; lifted, the line is pulled up.
    const hook = new GpioHook({ ...line, activeMeans: 'off-hook', debounceMs: 5, warn: () => undefined });
    opened.push(() => hook.close());
    const move = lines(sim, (_, isClosed) => hook.position === (isClosed ? 'on-hook' : 'off-hook'));
    const close = hook.close.bind(hook);
    hook.close = () => {
      move.stop();
      close();
    };
    // Asking for a pull-up pulls up: whatever closes the contact comes after it.
    hook.start();
    if (position === 'on-hook') await move.ground(3, true);
    return { hook, move: (to) => move.ground(3, to === 'on-hook') };
  });

  indicatorsContract('BlinkingLamps on the kernel', () => {
    const sim = newChip(8);
    const clock = new SystemClock();
    const offsets = { mute: 5, ringing: 6, speaker: 7 } as const;
    const shared = { host: gpioHost(), clock, chip: sim.label, active: 'high', warn: () => undefined } as const;
    const lamps = new Map(
      (['mute', 'ringing', 'speaker'] as const).map((use) => [
        use,
        new GpioLamp({ ...shared, offset: offsets[use], use }),
      ]),
    );
    const indicators = new BlinkingLamps(clock, lamps);
    opened.push(() => indicators.close());
    return {
      indicators,
      seen: (lamp) => {
        if (!(lamp in offsets)) return undefined;
        // A lamp that blinks is lit at first.
        return sim.isHigh(offsets[lamp as keyof typeof offsets]) ? indicators.get(lamp) : 'off';
      },
    };
  });

  const column = { row1: 0, row2: 1, row3: 2, row4: 3, col1: 8 };
  const matrix = [['1'], ['2'], ['3'], ['4']] as const;

  it('scans a matrix: asleep until a row falls, each key alone, and asleep again', async () => {
    const sim = newChip(16);
    const { seen } = keypadOn(sim, { pins: column, matrix });
    for (const [row, [key]] of matrix.entries()) {
      sim.ground(row, true);
      await until(() => seen().at(-1) === `${key} down`);
      sim.ground(row, false);
      await until(() => seen().at(-1) === `${key} up`);
    }
    expect(seen()).toEqual(matrix.flatMap(([key]) => [`${key} down`, `${key} up`]));
  });

  it('keeps held keys of a matrix apart, and dates them', async () => {
    const sim = newChip(16);
    const { seen, events, clock } = keypadOn(sim, { pins: column, matrix });
    const beforeMs = clock.nowMs();
    sim.ground(0, true);
    await until(() => seen().length === 1);
    sim.ground(3, true);
    await until(() => seen().length === 2);
    sim.ground(0, false);
    await until(() => seen().length === 3);
    sim.ground(3, false);
    await until(() => seen().length === 4);
    expect(seen()).toEqual(['1 down', '4 down', '1 up', '4 up']);
    const times = events.map(({ atMs }) => atMs);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times.every((atMs) => atMs >= beforeMs && atMs <= clock.nowMs())).toBe(true);
  });

  it('drives a column of the matrix low or lets go of it, and never drives it high', () => {
    const sim = newChip(16);
    keypadOn(sim, { pins: column, matrix });
    sim.ground(8, true);
    expect(sim.isHigh(8)).toBe(false);
  });

  it('lets keys of a matrix come up when the chip goes away, and says so', async () => {
    const sim = newChip(16);
    const { seen, warnings } = keypadOn(sim, { pins: column, matrix });
    sim.ground(1, true);
    await until(() => seen().length === 1);
    sim.remove();
    await until(() => seen().length === 2);
    expect(seen()).toEqual(['2 down', '2 up']);
    expect(warnings[0]).toMatch(/^The key matrix does not work/);
  });

  it('hears a press once through bouncing of the line', async () => {
    const sim = newChip();
    const { seen } = keypadOn(sim, { pins: { mute: 4 }, debounceMs: 20 });
    const presses = 25;
    for (let press = 1; press <= presses; press++) {
      for (const isDown of [true, false]) {
        for (const bounce of [isDown, !isDown, isDown, !isDown, isDown]) sim.ground(4, bounce);
        await until(() => seen().length === 2 * press - (isDown ? 1 : 0));
      }
    }
    expect(seen()).toEqual(Array.from({ length: presses }, () => ['mute down', 'mute up']).flat());
  });

  it('names who has a line already, and takes it when it is free', async () => {
    const sim = newChip();
    const first = keypadOn(sim, { pins: { mute: 4 } });
    const second = keypadOn(sim, { pins: { speaker: 4 } });
    expect(second.warnings[0]).toContain(`line 4 of ${sim.label} ("speaker") is already used by "offhook"`);
    first.keypad.close();
    await until(() => second.keypad.states()[0]?.isWorking === true);
  });

  it('names a line that the chip does not have, and the chips there are', () => {
    const sim = newChip(8);
    expect(keypadOn(sim, { pins: { mute: 12 } }).warnings[0]).toContain(`and ${sim.label} has only 0 to 7`);
    expect(keypadOn(sim, { chip: 'pinctrl-none', pins: { mute: 1 } }).warnings[0]).toContain(sim.label);
  });
});
