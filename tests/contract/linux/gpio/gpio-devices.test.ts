// Keys, hook and lamps on GPIO lines keep their contracts, on a chip of pipes; edges are read by the real thread.

import { constants } from 'node:os';
import { afterEach, describe, expect, it } from 'vitest';
import { type KeyEvent, type KeyName, keyNames } from '../../../../hal/keypad.ts';
import { GpioHook } from '../../../../hal/linux/gpio/gpio-hook.ts';
import { GpioKeypad, type GpioKeypadOptions } from '../../../../hal/linux/gpio/gpio-keypad.ts';
import { BlinkingLamps } from '../../../../hal/linux/lamps/blinking-lamps.ts';
import { GpioLamp } from '../../../../hal/linux/lamps/gpio-lamp.ts';
import { VirtualClock } from '../../../../hal/sim/virtual-clock.ts';
import { hookSwitchContract } from '../../ports/hook-switch-contract.ts';
import { indicatorsContract } from '../../ports/indicators-contract.ts';
import { keypadContract } from '../../ports/keypad-contract.ts';
import { until } from '../alsa-bench.ts';
import { FakeChip } from './fake-chip.ts';

const chip = 'pinctrl-test';
const debounceMs = 8;
const columns = 5;
const matrix = Array.from({ length: keyNames.length / columns }, (_, row) =>
  keyNames.slice(row * columns, (row + 1) * columns),
);
const matrixPins = Object.fromEntries([
  ...matrix.map((_, at) => [`row${at + 1}`, at]),
  ...Array.from({ length: columns }, (_, at) => [`col${at + 1}`, 10 + at]),
]);

const opened: (() => void)[] = [];
afterEach(() => {
  for (const close of opened.splice(0).reverse()) close();
});

function newChip(): FakeChip {
  const fake = new FakeChip();
  opened.push(() => fake.remove());
  return fake;
}

function keypadOn(fake: FakeChip, options: Partial<GpioKeypadOptions> = {}) {
  const clock = new VirtualClock();
  const warnings: string[] = [];
  const events: KeyEvent[] = [];
  const keypad = new GpioKeypad({
    ...{ host: fake.host, clock, chip, pins: {}, hasDiodes: false, active: 'low', bias: 'pull-up', debounceMs },
    warn: (sentence) => warnings.push(sentence),
    ...options,
  });
  keypad.onKey((event) => events.push(event));
  keypad.start();
  opened.push(() => keypad.close());
  return { clock, keypad, warnings, seen: () => events.map(({ key, down }) => `${key} ${down ? 'down' : 'up'}`) };
}

keypadContract('GpioKeypad with a matrix', () => {
  const fake = newChip();
  const { clock, keypad } = keypadOn(fake, { pins: matrixPins, matrix });
  let contacts = 0n;
  const move = async (key: KeyName, isDown: boolean) => {
    const bit = 1n << BigInt(keyNames.indexOf(key));
    contacts = isDown ? contacts | bit : contacts & ~bit;
    fake.scanner.show(contacts, Number(process.hrtime.bigint()) / 1e6);
    await clock.advance(debounceMs + 1);
  };
  return {
    keypad,
    down: (key) => move(key, true),
    up: (key) => move(key, false),
    lose: () => fake.scanner.end(constants.errno.ENODEV),
  };
});

describe('GpioKeypad', () => {
  it('reads keys with a line each, debounced by the kernel', async () => {
    const fake = newChip();
    const { seen } = keypadOn(fake, { pins: { mute: 22, speaker: 23 } });
    expect(fake.requests[0]).toMatchObject({ offsets: [22, 23], debounceUs: debounceMs * 1000 });
    fake.edge(22, true);
    fake.edge(23, true);
    fake.edge(22, false);
    await until(() => seen().length === 3);
    expect(seen()).toEqual(['mute down', 'speaker down', 'mute up']);
  });

  it('asks the lines where edges were lost', async () => {
    const fake = newChip();
    const { seen } = keypadOn(fake, { pins: { mute: 22, speaker: 23 } });
    fake.edge(22, true);
    await until(() => seen().length === 1);
    fake.active.delete(22);
    fake.edge(23, true, 5);
    await until(() => seen().length === 3);
    expect(seen()).toEqual(['mute down', 'speaker down', 'mute up']);
  });

  it('holds back a key that may be a ghost until one corner is let go', async () => {
    const fake = newChip();
    const { clock, seen } = keypadOn(fake, { pins: matrixPins, matrix });
    const show = async (...held: readonly number[]) => {
      fake.scanner.show(
        held.reduce((bits, index) => bits | (1n << BigInt(index)), 0n),
        0,
      );
      await clock.advance(debounceMs + 1);
    };
    await show(0, 1);
    await show(0, 1, 5, 6);
    expect(seen()).toEqual(['0 down', '1 down']);
    await show(1, 6);
    expect(seen()).toEqual(['0 down', '1 down', '0 up', '6 down']);
  });

  it('scans with columns that pull down only, and rows pulled up', () => {
    const fake = newChip();
    keypadOn(fake, { pins: matrixPins, matrix });
    const [outputs, inputs] = fake.requests;
    expect(outputs).toMatchObject({ offsets: [10, 11, 12, 13, 14], flags: (1 << 1) | (1 << 3) | (1 << 6) });
    expect(inputs?.flags).toBe((1 << 1) | (1 << 2) | (1 << 4) | (1 << 5) | (1 << 8));
    expect(fake.scanner.layout).toMatchObject({ rows: 6, columns: 5 });
  });

  it('names a line that the chip does not have', () => {
    const { warnings, keypad } = keypadOn(newChip(), { pins: { mute: 63 } });
    expect(keypad.states()[0]?.isWorking).toBe(false);
    expect(warnings).toEqual([
      'The keypad on GPIO lines does not work: "mute" is on line 63, and pinctrl-test has only 0 to 39; the phone goes on trying.',
    ]);
  });

  it('names the user of a line that is taken, and takes it once it is free', async () => {
    const fake = newChip();
    fake.usedBy.set(22, 'spi0 CS0');
    const { clock, keypad, warnings } = keypadOn(fake, { pins: { mute: 22 } });
    await clock.advance(10_000);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('line 22 of pinctrl-test ("mute") is already used by "spi0 CS0"');
    fake.usedBy.clear();
    await clock.advance(2_000);
    expect(keypad.states()).toEqual([{ device: 'keypad on GPIO lines', isWorking: true, sentence: 'lines 22' }]);
  });

  it('names the chips there are where the wanted one is not', () => {
    const { warnings } = keypadOn(newChip(), { chip: 'pinctrl-tset', pins: { mute: 22 } });
    expect(warnings[0]).toContain('there is no pinctrl-tset on this machine; its GPIO chips are pinctrl-test');
  });

  it('lets all keys come up when the chip goes away', async () => {
    const fake = newChip();
    const { seen } = keypadOn(fake, { pins: { mute: 22 } });
    fake.edge(22, true);
    await until(() => seen().length === 1);
    fake.vanish();
    await until(() => seen().length === 2);
    expect(seen()).toEqual(['mute down', 'mute up']);
  });
});

hookSwitchContract('GpioHook', (position) => {
  const fake = newChip();
  if (position === 'off-hook') fake.active.add(4);
  const clock = new VirtualClock();
  const warn = () => undefined;
  const hook = new GpioHook({
    ...{ host: fake.host, clock, chip, offset: 4, active: 'low', bias: 'pull-up', debounceMs: 40, warn },
    activeMeans: 'off-hook',
  }).start();
  let isClosed = false;
  opened.push(() => hook.close());
  const close = hook.close.bind(hook);
  hook.close = () => {
    isClosed = true;
    close();
  };
  return {
    hook,
    move: async (to) => {
      const isActive = to === 'off-hook';
      if (isActive === fake.active.has(4)) return;
      fake.edge(4, isActive);
      if (!isClosed) await until(() => hook.position === to);
    },
  };
});

indicatorsContract('BlinkingLamps on GPIO lines', () => {
  const fake = newChip();
  const clock = new VirtualClock();
  const offsets = { mute: 5, ringing: 6, speaker: 7 } as const;
  const lamps = new Map(
    (['mute', 'ringing', 'speaker'] as const).map((use) => [
      use,
      new GpioLamp({ host: fake.host, clock, chip, offset: offsets[use], use, active: 'high', warn: () => undefined }),
    ]),
  );
  const indicators = new BlinkingLamps(clock, lamps);
  opened.push(() => indicators.close());
  return {
    indicators,
    seen: (lamp) => {
      if (!(lamp in offsets)) return undefined;
      const isLit = fake.outputs.get(offsets[lamp as keyof typeof offsets]) === true;
      // A lamp that blinks is lit at first.
      return indicators.get(lamp) === 'blink' && isLit ? 'blink' : isLit ? 'on' : 'off';
    },
  };
});

describe('BlinkingLamps', () => {
  it('blinks once a second, together, and rests when nothing blinks', async () => {
    const clock = new VirtualClock();
    const told: string[] = [];
    const lamp = (name: string) => ({
      light: (isOn: boolean) => void told.push(`${clock.nowMs()} ${name} ${isOn ? 'on' : 'off'}`),
      state: { device: name, isWorking: true, sentence: '' },
      close: () => undefined,
    });
    const indicators = new BlinkingLamps(clock, new Map([['ringing', lamp('ringing')]]));
    told.length = 0;
    indicators.set('ringing', 'blink');
    await clock.advance(1_600);
    indicators.set('ringing', 'off');
    await clock.advance(5_000);
    expect(told).toEqual([
      '0 ringing on',
      '500 ringing off',
      '1000 ringing on',
      '1500 ringing off',
      '1600 ringing off',
    ]);
  });
});
