// A bench test hears every key, touch and hook; what it captures stays away from the phone, and comes back whole.

import { describe, expect, it } from 'vitest';
import { fieldAt, gridColumns, gridRows } from '../../../../../firmware/admin/bench-test/index.ts';
import { TappedHook } from '../../../../../firmware/admin/bench-test/tapped-hook.ts';
import { TappedKeypad } from '../../../../../firmware/admin/bench-test/tapped-keypad.ts';
import { TappedLamps } from '../../../../../firmware/admin/bench-test/tapped-lamps.ts';
import { TappedScreen } from '../../../../../firmware/admin/bench-test/tapped-screen.ts';
import { ScriptedHookSwitch } from '../../../../../hal/sim/scripted/hook-switch.ts';
import { MemoryIndicators } from '../../../../../hal/sim/scripted/indicators.ts';
import { ScriptedKeypad } from '../../../../../hal/sim/scripted/keypad.ts';
import { MemoryScreen } from '../../../../../hal/sim/scripted/screen.ts';
import { VirtualClock } from '../../../../../hal/sim/virtual-clock.ts';

describe('a tapped keypad', () => {
  const keypad = new ScriptedKeypad(new VirtualClock(0));
  const told: string[] = [];
  const heard: string[] = [];
  const tapped = new TappedKeypad(keypad, ({ key, down }) => told.push(`${key} ${down}`));
  tapped.onKey(({ key, down }) => heard.push(`${key} ${down}`));

  it('passes keys on until it is captured, and lets go of the key that was down', () => {
    keypad.press('1');
    keypad.down('2');
    tapped.capture(true);
    keypad.up('2');
    keypad.press('3');
    keypad.type('x');
    keypad.down('4');
    tapped.capture(false);
    keypad.up('4');
    keypad.press('5');
    expect(heard).toEqual(['1 true', '1 false', '2 true', '2 false', '5 true', '5 false']);
    expect(told).toHaveLength(10);
  });
});

it('a tapped hook tells each move, and the phone where the handset lies when it is given back', () => {
  const hook = new ScriptedHookSwitch();
  const told: string[] = [];
  const heard: string[] = [];
  const tapped = new TappedHook(hook, (position) => told.push(position));
  tapped.onChange((position) => heard.push(position));
  tapped.capture(true);
  hook.lift();
  hook.hangUp();
  hook.lift();
  expect([tapped.position, heard]).toEqual(['on-hook', []]);
  tapped.capture(false);
  expect([tapped.position, heard]).toEqual(['off-hook', ['off-hook']]);
  expect(told).toEqual(['off-hook', 'on-hook', 'off-hook']);
});

it('tapped lamps are dark but for what is ordered, and show again what the phone wanted meanwhile', () => {
  const lamps = new MemoryIndicators();
  const tapped = new TappedLamps(lamps);
  tapped.set('mute', 'on');
  tapped.order('ringing', 'blink');
  expect([lamps.get('mute'), lamps.get('ringing')]).toEqual(['off', 'blink']);
  tapped.set('speaker', 'on');
  expect(lamps.get('speaker')).toBe('off');
  tapped.giveBack();
  expect([lamps.get('mute'), lamps.get('ringing'), lamps.get('speaker')]).toEqual(['on', 'off', 'on']);
});

describe('a tapped screen', () => {
  const size = { width: 80, height: 50 };
  const whole = { x: 0, y: 0, ...size };
  const pixel = (screen: MemoryScreen, x: number, y: number) =>
    new DataView(screen.shown.buffer).getUint32((y * size.width + x) * 4, true) & 0xffffff;

  it('shows a test picture above what the phone draws, and then all that it drew meanwhile', () => {
    const screen = new MemoryScreen(size);
    const tapped = new TappedScreen(screen, () => undefined);
    const drawn = new Uint8Array(size.width * size.height * 4).fill(0x33);
    tapped.attach(drawn);
    tapped.present([whole]);
    expect(pixel(screen, 5, 5)).toBe(0x333333);
    tapped.show('red');
    expect(pixel(screen, 5, 5)).toBe(0xff0000);
    drawn.fill(0x44);
    tapped.present([whole]);
    expect(pixel(screen, 79, 49)).toBe(0xff0000);
    tapped.show(undefined);
    expect(pixel(screen, 79, 49)).toBe(0x444444);
  });

  it('marks the fields of the grid that were touched, each by its own number', () => {
    const screen = new MemoryScreen(size);
    const touches: number[] = [];
    const tapped = new TappedScreen(screen, ({ x, y, down }) => down && touches.push(fieldAt(x, y, size)));
    tapped.attach(new Uint8Array(size.width * size.height * 4));
    tapped.capture(true);
    const heard: unknown[] = [];
    tapped.onTouch((event) => heard.push(event));
    for (let row = 0; row < gridRows; row++)
      for (let column = 0; column < gridColumns; column++) screen.tap(column * 10 + 5, row * 10 + 5);
    expect(touches).toEqual(Array.from({ length: gridColumns * gridRows }, (_, at) => at));
    expect(heard).toEqual([]);
    tapped.show('touch-grid', [9]);
    expect([pixel(screen, 15, 15), pixel(screen, 5, 15)]).toEqual([0x1f9d55, 0x20262f]);
  });
});
