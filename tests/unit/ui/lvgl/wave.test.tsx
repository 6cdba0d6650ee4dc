// The row of bars that a sound draws: level by level, without React, and only where something looks different.
import { createRef } from 'react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addon } from '../../../../ui/lvgl/addon.ts';
import { View, Wave, type Widget } from '../../../../ui/lvgl/index.ts';
import { openTestDisplay, type TestDisplay } from './test-display.ts';

let stage: TestDisplay;
const wave = createRef<Widget>();
const style = { width: 41, height: 40, 'line-width': 7, 'column-spacing': 10, 'line-color': '#FF0000' } as const;

beforeEach(() => {
  stage = openTestDisplay();
  stage.show(<View>{<Wave ref={wave} bars={3} style={style} name="voice" />}</View>);
});
afterEach(() => stage.display.close());

/** Rows of a bar's middle that have its colour. */
function heightOf(bar: number): number {
  const { x, y, height } = stage.display.root.byRole('meter', 'voice').bounds();
  let rows = 0;
  for (let row = y; row < y + height; row++) {
    const at = 4 * (row * stage.screen.width + x + bar * 17 + 3);
    if (stage.screen.frameBuffer[at + 2] === 0xff) rows++;
  }
  return rows;
}

const heights = () => [0, 1, 2].map(heightOf);

async function push(share: number): Promise<void> {
  wave.current?.pushLevel(share);
  await stage.clock.advance(20);
}

test('silence is a row of dots, and each level pushes the oldest out', async () => {
  expect(heights()).toEqual([5, 5, 5]);
  await push(1);
  expect(heights()).toEqual([5, 5, 40]);
  await push(0.5);
  expect(heights()).toEqual([5, 40, 20]);
  await push(0);
  expect(heights()).toEqual([40, 20, 5]);
});

test('a level that changes nothing is not drawn', async () => {
  const before = stage.screen.presented.length;
  await push(0);
  await push(0.001);
  expect(stage.screen.presented).toHaveLength(before);
  await push(0.5);
  expect(stage.screen.presented).toHaveLength(before + 1);
});

test('only its own rectangle is drawn', async () => {
  await push(0.8);
  expect(stage.screen.presented.at(-1)).toEqual([{ ...stage.display.root.byRole('meter').bounds() }]);
});

test('a level beyond the scale is drawn as its end', async () => {
  await push(7);
  await push(-7);
  await push(Number.NaN);
  expect(heights()).toEqual([40, 5, 5]);
});

test('a widget that is no wave takes no level, and a wave no more bars than it has room for', () => {
  const view = addon.create('View');
  expect(() => addon.pushLevel(view, 50)).toThrow('ERR_UI_KIND');
  const other = addon.create('Wave');
  expect(() => addon.setWave(other, 65)).toThrow('ERR_UI_ARGUMENT');
  expect(() => addon.pushLevel(other, 101)).toThrow('ERR_UI_ARGUMENT');
});
