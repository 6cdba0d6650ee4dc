// Lamps of the LED class and the light behind the screen, written in folders made like the kernel's.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BlinkingLamps } from '../../../../hal/linux/lamps/blinking-lamps.ts';
import { LedLamp } from '../../../../hal/linux/lamps/led-lamp.ts';
import { Backlight } from '../../../../hal/linux/machine/backlight.ts';
import { IdleDimming, WakingIndicators } from '../../../../hal/linux/machine/idle-dimming.ts';
import { ScriptedHookSwitch } from '../../../../hal/sim/scripted/hook-switch.ts';
import { MemoryIndicators } from '../../../../hal/sim/scripted/indicators.ts';
import { ScriptedKeypad } from '../../../../hal/sim/scripted/keypad.ts';
import { MemoryScreen } from '../../../../hal/sim/scripted/screen.ts';
import { VirtualClock } from '../../../../hal/sim/virtual-clock.ts';
import { indicatorsContract } from '../../ports/indicators-contract.ts';
import { machine } from './machine-folders.ts';

const led = (name: string, most = 255) => ({
  [`sys/class/leds/${name}/brightness`]: '0',
  [`sys/class/leds/${name}/max_brightness`]: `${most}\n`,
  [`sys/class/leds/${name}/trigger`]: 'none [timer] mmc0',
});

indicatorsContract('BlinkingLamps of the LED class', () => {
  const { folders, read } = machine({ ...led('red:mute'), ...led('ring', 1) });
  const clock = new VirtualClock();
  const names = { mute: 'red:mute', ringing: 'ring' } as const;
  const lamps = new Map(
    (['mute', 'ringing'] as const).map((use) => [
      use,
      new LedLamp({ led: names[use], brightness: 0.5, clock, sys: folders.sys, warn: () => undefined }),
    ]),
  );
  const indicators = new BlinkingLamps(clock, lamps);
  return {
    indicators,
    seen: (lamp) => {
      if (!(lamp in names)) return undefined;
      const isLit = read(`sys/class/leds/${names[lamp as keyof typeof names]}/brightness`) !== '0';
      // A lamp that blinks is lit at first.
      return isLit ? indicators.get(lamp) : 'off';
    },
  };
});

describe('LedLamp', () => {
  it('ends what the kernel uses it for, and is as bright as the board file says', () => {
    const { folders, read } = machine(led('mute'));
    const lamp = new LedLamp({
      led: 'mute',
      brightness: 0.2,
      clock: new VirtualClock(),
      sys: folders.sys,
      warn: () => undefined,
    });
    lamp.light(true);
    expect([read('sys/class/leds/mute/trigger'), read('sys/class/leds/mute/brightness')]).toEqual(['none', '51']);
  });

  it('says that it is gone, and is lit as it should be once it is back', async () => {
    const { folders, read, remove } = machine(led('mute'));
    const clock = new VirtualClock();
    const warnings: string[] = [];
    const lamp = new LedLamp({
      led: 'mute',
      brightness: 1,
      clock,
      sys: folders.sys,
      warn: (sentence) => warnings.push(sentence),
    });
    remove('sys/class/leds/mute');
    lamp.light(true);
    expect(lamp.state.isWorking).toBe(false);
    mkdirSync(join(folders.sys, 'class', 'leds', 'mute'));
    for (const [file, content] of Object.entries(led('mute'))) writeFileSync(join(folders.sys, '..', file), content);
    await clock.advance(2_000);
    expect(read('sys/class/leds/mute/brightness')).toBe('255');
    expect(warnings).toHaveLength(2);
  });
});

const panel = (name: string) => ({
  [`sys/class/backlight/${name}/brightness`]: '31',
  [`sys/class/backlight/${name}/max_brightness`]: '31\n',
});

describe('Backlight', () => {
  function lightOf(files: Readonly<Record<string, string>>, name?: string) {
    const bench = machine(files);
    const warnings: string[] = [];
    const warn = (sentence: string) => warnings.push(sentence);
    const light = new Backlight({ name, least: 0.1, clock: new VirtualClock(), sys: bench.folders.sys, warn });
    return { ...bench, light, warnings, level: () => bench.read('sys/class/backlight/10-0045/brightness') };
  }

  it('takes any share of brightness, keeps the screen readable, and is off at 0', () => {
    const { light, level } = lightOf(panel('10-0045'));
    const levels = [1, 0.5, 0.001, 0, 7, -1].map((share) => {
      light.set(share);
      return level();
    });
    expect(levels).toEqual(['31', '17', '3', '0', '31', '0']);
    light.close();
    expect(level()).toBe('31');
  });

  it('wants a name where there are several, and says where there is none', () => {
    expect(lightOf({ ...panel('a'), ...panel('b') }).warnings[0]).toContain('there are several, a, b: name one');
    expect(lightOf({ ...panel('a'), ...panel('10-0045') }, '10-0045').warnings).toEqual([]);
    expect(lightOf({ 'sys/class/backlight/': '' }).warnings[0]).toContain('cannot be dimmed');
  });
});

describe('IdleDimming', () => {
  function idle() {
    const clock = new VirtualClock();
    const keypad = new ScriptedKeypad(clock);
    const hook = new ScriptedHookSwitch();
    const screen = new MemoryScreen();
    const steps = { dimAfterMs: 60_000, dimTo: 0.2, offAfterMs: 600_000 };
    const dimming = new IdleDimming(clock, steps, { keypad, hook, screen });
    const indicators = new WakingIndicators(new MemoryIndicators(), () => dimming.wake());
    return { clock, keypad, hook, screen, dimming, indicators };
  }

  it('dims, then goes out, and is lit by whatever a person does', async () => {
    const { clock, keypad, hook, screen } = idle();
    await clock.advance(59_999);
    expect(screen.backlight).toBe(1);
    await clock.advance(1);
    expect(screen.backlight).toBe(0.2);
    await clock.advance(540_000);
    expect(screen.backlight).toBe(0);
    const acts = [() => keypad.press('5'), () => keypad.type('a'), () => hook.lift(), () => screen.tap(1, 1)];
    for (const act of acts) {
      await clock.advance(600_000);
      expect(screen.backlight).toBe(0);
      act();
      expect(screen.backlight).toBe(1);
    }
  });

  it('is lit by a lamp that changes, so that a caller is seen', async () => {
    const { clock, screen, indicators } = idle();
    await clock.advance(600_000);
    indicators.set('ringing', 'off');
    expect(screen.backlight).toBe(0);
    indicators.set('ringing', 'blink');
    expect(screen.backlight).toBe(1);
  });

  it('leaves the screen lit when the phone ends', async () => {
    const { clock, screen, dimming } = idle();
    await clock.advance(60_000);
    dimming.close();
    expect(screen.backlight).toBe(1);
    await clock.advance(600_000);
    expect(screen.backlight).toBe(1);
  });
});
