// Whether a text is cut off must be found in every way it can happen.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Button, Spangroup, type Style, Text, View } from '../../../../ui/lvgl/index.ts';
import { openTestDisplay, type TestDisplay } from './test-display.ts';

let stage: TestDisplay;
beforeEach(() => {
  stage = openTestDisplay();
});
afterEach(() => stage.display.close());

const long = 'Anrufbeantworter abhören und weiterleiten';

function isCut(style: Style, text = long, around: Style = { width: 400, height: 200 }): boolean {
  stage.show(
    <View style={around}>
      <Text style={style}>{text}</Text>
    </View>,
  );
  return stage.display.root.byText(text).isTextCut();
}

test('text that fits is not cut', () => {
  expect(isCut({})).toBe(false);
  expect(isCut({ width: 150 })).toBe(false);
  expect(isCut({ width: 399, 'text-overflow': 'ellipsis' })).toBe(false);
});

test('dots are a cut', () => {
  expect(isCut({ width: 150, 'text-overflow': 'ellipsis' })).toBe(true);
});

test('a clipped line is a cut', () => {
  expect(isCut({ width: 150, 'text-overflow': 'clip' })).toBe(true);
});

test('lines that do not fit the height are a cut', () => {
  expect(isCut({ width: 150, height: 24 })).toBe(true);
});

test('text that stands out of a widget around it is cut', () => {
  expect(isCut({}, long, { width: 100, height: 200 })).toBe(true);
  expect(isCut({ width: 150 }, long, { width: 200, height: 30 })).toBe(true);
});

test('what can be scrolled to is not cut, but scrolling up and down does not help what is too wide', () => {
  expect(isCut({ width: 150 }, long, { width: 200, height: 30, overflow: 'scroll' })).toBe(false);
  expect(isCut({}, long, { width: 100, height: 200, overflow: 'scroll' })).toBe(true);
});

test('a button says it of the text inside it', () => {
  stage.show(<Button style={{ width: 80, height: 40 }}>{long}</Button>);
  expect(stage.display.root.byRole('button').isTextCut()).toBe(true);
});

test('spans are measured too', () => {
  const group = (style: Style) => (
    <Spangroup style={style} spans={[{ text: long.slice(0, 10) }, { text: long.slice(10) }]} />
  );
  stage.show(group({}));
  expect(stage.display.root.byText(long).isTextCut()).toBe(false);
  stage.show(group({ width: 100, height: 24 }));
  expect(stage.display.root.byText(long).isTextCut()).toBe(true);
});
