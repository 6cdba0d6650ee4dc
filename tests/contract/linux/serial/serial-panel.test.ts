// A key panel on a serial line keeps the contracts of keypad, hook and lamps, over a real pair of pseudo terminals.

import { afterEach, describe, expect, it } from 'vitest';
import { DeviceHook, DeviceKeypad, DeviceLamps } from '../../../../hal/linux/device/desk-device.ts';
import { encodeFrame } from '../../../../hal/linux/serial/frames.ts';
import type { OpenSerialLine, SerialListener } from '../../../../hal/linux/serial/serial-line.ts';
import { SerialPanel } from '../../../../hal/linux/serial/serial-panel.ts';
import { VirtualClock } from '../../../../hal/sim/virtual-clock.ts';
import { hookSwitchContract } from '../../ports/hook-switch-contract.ts';
import { indicatorsContract } from '../../ports/indicators-contract.ts';
import { keypadContract } from '../../ports/keypad-contract.ts';
import { until } from '../alsa-bench.ts';
import { PseudoTerminal } from './pseudo-terminal.ts';
import { TestPanel } from './test-panel.ts';

/** The line as calls: what the contracts want is told at once. */
function directLine() {
  const clock = new VirtualClock();
  const warnings: string[] = [];
  let listener: SerialListener | undefined;
  let isThere = true;
  const test = new TestPanel((bytes) => listener?.onBytes(bytes));
  const open: OpenSerialLine = (_, __, opened) => {
    if (!isThere) {
      queueMicrotask(() => opened.onClosed('Error: No such file or directory, cannot open /dev/ttyTEST'));
      return { write: () => undefined, close: () => undefined };
    }
    listener = opened;
    queueMicrotask(() => opened.onOpened());
    return { write: (bytes) => test.hear(bytes), close: () => (listener = undefined) };
  };
  const panel = new SerialPanel({
    path: '/dev/ttyTEST',
    baud: 115_200,
    clock,
    warn: (sentence) => warnings.push(sentence),
    open,
  });
  panel.start();
  return {
    clock,
    panel,
    test,
    warnings,
    noise: (bytes: Uint8Array) => listener?.onBytes(bytes),
    unplug: () => {
      isThere = false;
      listener?.onClosed('Error: Reading from COM port (ErrorCode): 5');
    },
    plugIn: () => {
      isThere = true;
    },
  };
}

keypadContract('SerialPanel', () => {
  const { panel, test, unplug } = directLine();
  return {
    keypad: new DeviceKeypad(panel),
    down: (key) => test.key(key, true),
    up: (key) => test.key(key, false),
    lose: unplug,
  };
});

hookSwitchContract('SerialPanel', (position) => {
  const { panel, test } = directLine();
  test.hook(position);
  return { hook: new DeviceHook(panel), move: (to) => test.hook(to) };
});

indicatorsContract('SerialPanel', () => {
  const { panel, test } = directLine();
  return { indicators: new DeviceLamps(panel), seen: (lamp) => test.lamps.get(lamp) };
});

describe('SerialPanel', () => {
  function watched() {
    const bench = directLine();
    const seen: string[] = [];
    bench.panel.onKey(({ key, down }) => seen.push(`${key} ${down ? 'down' : 'up'}`));
    bench.panel.onHook((position) => seen.push(position));
    return { ...bench, seen };
  }

  it('loses no key to three lost messages in a row', () => {
    const { test, seen } = watched();
    test.key('1', true);
    test.key('1', false, true);
    test.key('2', true, true);
    test.key('2', false, true);
    test.key('3', true);
    expect(seen).toEqual(['1 down', '1 up', '2 down', '2 up', '3 down']);
  });

  it('takes the newest state after more than that, so that no key hangs', () => {
    const { test, seen } = watched();
    test.key('1', true);
    for (let lost = 0; lost < 7; lost++) test.key('5', lost % 2 === 0, true);
    test.key('1', false, true);
    test.key('5', false);
    expect(seen.at(-1)).toBe('5 up');
    expect(seen.filter((one) => one.startsWith('1'))).toEqual(['1 down', '1 up']);
  });

  it('is heard through noise, says once that there is much of it, and tells the screen until it is gone', async () => {
    const { test, noise, seen, warnings, panel, clock } = watched();
    expect(panel.states()).toHaveLength(1);
    for (let burst = 1; burst <= 100; burst++) {
      noise(Uint8Array.from({ length: burst }, (_, at) => (at * 37 + burst * 11) & 0xff));
      noise(Uint8Array.of(9, 9, 0));
      test.key('4', burst % 2 === 1);
    }
    expect(seen.length).toBe(100);
    expect(warnings).toEqual([expect.stringMatching(/^The key panel at \/dev\/ttyTEST is hard to understand/)]);
    expect(panel.states().at(-1)).toMatchObject({
      device: 'line of the key panel at /dev/ttyTEST',
      isWorking: false,
      sentence: 'hard to understand: check baud rate, cable and ground',
    });
    await clock.advance(61_000);
    expect(panel.states()).toHaveLength(1);
  });

  it('lets everything go when the panel falls silent, asks again, and says both', async () => {
    const { clock, test, seen, warnings } = watched();
    await clock.advance(0);
    test.key('7', true);
    test.hook('off-hook');
    await clock.advance(2_000);
    expect(seen).toEqual(['7 down', 'off-hook', '7 up', 'on-hook']);
    expect(warnings[0]).toContain('it does not answer: check its power and cable, and the baud rate');
    const asked = test.asked;
    await clock.advance(2_000);
    expect(test.asked).toBe(asked + 1);
    expect(warnings[1]).toContain('works again: "Test panel"');
    expect(seen.slice(4)).toEqual(['7 down', 'off-hook']);
  });

  it('comes back after unplugging, and its lamps are as they should be', async () => {
    const { clock, panel, test, unplug, plugIn } = watched();
    await clock.advance(0);
    unplug();
    panel.setLamp('mute', 'on');
    await clock.advance(6_000);
    expect(panel.states()[0]?.sentence).toContain('it is not there: plug it in');
    plugIn();
    await clock.advance(2_000);
    expect(panel.states()[0]).toMatchObject({ isWorking: true, sentence: '"Test panel"' });
    expect(test.lamps.get('mute')).toBe('on');
  });

  it('takes up a panel that has started anew', async () => {
    const { clock, test, seen } = watched();
    await clock.advance(0);
    test.key('1', true);
    test.hello();
    test.beat();
    expect(seen).toEqual(['1 down', '1 up', '1 down']);
  });

  it('refuses a panel of another version and says what to do', async () => {
    const { clock, test, panel, warnings } = watched();
    test.version = 9;
    await clock.advance(0);
    expect(panel.states()[0]?.isWorking).toBe(false);
    expect(warnings.at(-1)).toContain('it speaks version 9, and this phone version 1: update the panel');
  });

  it('passes over messages that it does not know', async () => {
    const { clock, noise, test, seen } = watched();
    await clock.advance(0);
    for (let type = 0; type < 256; type++) {
      if (type !== 1 && type !== 2) noise(encodeFrame({ type, sequence: 0, body: new Uint8Array(5) }));
    }
    test.key('1', true);
    expect(seen).toEqual(['1 down']);
  });
});

describe('SerialPanel on a pair of pseudo terminals', () => {
  const opened: (() => Promise<void> | void)[] = [];
  afterEach(async () => {
    for (const close of opened.splice(0).reverse()) await close();
  });

  async function onTerminal() {
    const clock = new VirtualClock();
    const terminal = await PseudoTerminal.open();
    opened.push(() => terminal.close());
    const test = new TestPanel((bytes) => terminal.write(bytes));
    terminal.onBytes = (chunk) => test.hear(chunk);
    const panel = new SerialPanel({ path: terminal.path, baud: 115_200, clock, warn: () => undefined });
    opened.push(() => panel.close());
    const seen: string[] = [];
    panel.onKey(({ key, down }) => seen.push(`${key} ${down ? 'down' : 'up'}`));
    panel.start();
    await until(() => panel.states()[0]?.isWorking === true);
    return { clock, terminal, test, panel, seen };
  }

  it('hears keys and hook, and lights lamps', async () => {
    const { test, panel, seen } = await onTerminal();
    test.key('5', true);
    test.key('5', false);
    test.hook('off-hook');
    await until(() => panel.position === 'off-hook');
    expect(seen).toEqual(['5 down', '5 up']);
    panel.setLamp('ringing', 'blink');
    await until(() => test.lamps.get('ringing') === 'blink');
  });

  it('finds its way back after noise on the line', async () => {
    const { terminal, test, seen } = await onTerminal();
    terminal.write(Uint8Array.from({ length: 3_000 }, (_, at) => (at * 73) & 0xff));
    test.key('8', true);
    await until(() => seen.length === 1);
    expect(seen).toEqual(['8 down']);
  });

  it('knows that the line is gone, and lets keys come up', async () => {
    const { terminal, test, panel, seen } = await onTerminal();
    test.key('9', true);
    await until(() => seen.length === 1);
    await terminal.close();
    await until(() => panel.states()[0]?.isWorking === false);
    expect(seen).toEqual(['9 down', '9 up']);
  });
});
