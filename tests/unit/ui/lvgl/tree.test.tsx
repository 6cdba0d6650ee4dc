// React's tree on LVGL: order, text, styles, removal, queries.
import { useState } from 'react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addon } from '../../../../ui/lvgl/addon.ts';
import { Button, Image, icons, Spangroup, Text, View } from '../../../../ui/lvgl/index.ts';
import { openTestDisplay, type TestDisplay } from './test-display.ts';

let stage: TestDisplay;
beforeEach(() => {
  stage = openTestDisplay();
});
afterEach(() => stage.display.close());

const column = { display: 'flex', 'flex-direction': 'column' } as const;

function list(names: readonly string[]) {
  return (
    <View style={column}>
      {names.map((name) => (
        <Text key={name}>{name}</Text>
      ))}
    </View>
  );
}

/** Names from top to bottom, as LVGL laid them out. */
function drawnOrder(): string[] {
  const texts = stage.display.root.allByRole('text');
  return texts.sort((a, b) => a.bounds().y - b.bounds().y).map((text) => text.text);
}

test('what is inserted, moved and removed stands where React put it', () => {
  stage.show(list(['b', 'd']));
  expect(drawnOrder()).toEqual(['b', 'd']);
  stage.show(list(['a', 'b', 'c', 'd', 'e']));
  expect(drawnOrder()).toEqual(['a', 'b', 'c', 'd', 'e']);
  stage.show(list(['e', 'c', 'a', 'd']));
  expect(drawnOrder()).toEqual(['e', 'c', 'a', 'd']);
});

test('unmounting frees every handle', () => {
  const before = addon.liveWidgets();
  stage.show(list(['a', 'b', 'c']));
  expect(addon.liveWidgets()).toBe(before + 4);
  stage.show(null);
  expect(addon.liveWidgets()).toBe(before);
});

test('a style that is no longer said goes back to what it was', () => {
  const box = (style: object) => <View name="box" style={style} />;
  stage.show(box({ width: 100, height: 50, padding: 10 }));
  expect(stage.display.root.byName('box').bounds()).toMatchObject({ width: 100, height: 50 });
  stage.show(box({ width: 60 }));
  expect(stage.display.root.byName('box').bounds()).toMatchObject({ width: 60, height: 0 });
});

test('a wrong colour is an error that names it', () => {
  expect(() => stage.show(<View style={{ 'background-color': '#12' }} />)).toThrow('#RRGGBB, not "#12"');
});

test('text in a View is an error that names it', () => {
  expect(() => stage.show(<View>hello</View>)).toThrow('"hello" must be inside');
});

test('state changes are drawn without being asked for, and only where they are', async () => {
  let setCount: (count: number) => void = () => {};
  function Counter() {
    const [count, set] = useState(0);
    setCount = set;
    return <Text style={{ position: 'absolute', left: 100, top: 50 }}>{count}</Text>;
  }
  stage.show(<Counter />);
  await stage.clock.advance(20);
  stage.screen.presented.length = 0;
  setCount(7);
  await stage.clock.advance(0);
  expect(stage.screen.presented).toHaveLength(1);
  for (const box of stage.screen.presented[0] ?? []) {
    expect(box.x).toBeGreaterThanOrEqual(90);
    expect(box.y).toBeGreaterThanOrEqual(40);
    expect(box.width).toBeLessThan(40);
    expect(box.height).toBeLessThan(50);
  }
});

test('a burst of changes is drawn at once, and then once a frame', async () => {
  let setCount: (count: number) => void = () => {};
  function Counter() {
    const [count, set] = useState(0);
    setCount = set;
    return <Text>{count}</Text>;
  }
  stage.show(<Counter />);
  await stage.clock.advance(100);
  stage.screen.presented.length = 0;
  for (let count = 1; count <= 15; count++) {
    setCount(count);
    await stage.clock.advance(1);
  }
  expect(stage.screen.presented).toHaveLength(1);
  await stage.clock.advance(16);
  expect(stage.screen.presented).toHaveLength(2);
  expect(stage.display.root.allByText('15')).toHaveLength(1);
});

test('two changes far apart are two rectangles, not the box around both', () => {
  const corners = (text: string) => (
    <View style={{ width: '100%', height: '100%' }}>
      <Text style={{ position: 'absolute', left: 0, top: 0 }}>{text}</Text>
      <Text style={{ position: 'absolute', left: 700, top: 440 }}>{text}</Text>
    </View>
  );
  stage.show(corners('1'));
  stage.screen.presented.length = 0;
  stage.show(corners('2'));
  const pixels = stage.screen.presented.flat().reduce((sum, box) => sum + box.width * box.height, 0);
  expect(stage.screen.presented.flat()).toHaveLength(2);
  expect(pixels).toBeLessThan(4000);
});

test('nothing changed costs nothing: no rectangle, no timer', async () => {
  stage.show(list(['a']));
  stage.screen.presented.length = 0;
  stage.display.renderNow();
  await stage.clock.advance(1000);
  expect(stage.screen.presented).toHaveLength(0);
  expect(stage.clock.pendingTimers).toBe(0);
});

test('queries find by role, name and text, see nothing hidden, and say what there is', () => {
  stage.show(
    <View role="screen" name="home">
      <Button onClick={() => {}}>
        <Text>{icons.phone}</Text>
        <Text>Answer</Text>
      </Button>
      <Button name="Decline" onClick={() => {}} disabled>
        No
      </Button>
      <View style={{ display: 'none' }}>
        <Text>secret</Text>
      </View>
      <Spangroup spans={[{ text: 'Ma', style: { 'text-color': '#FF0000' } }, { text: 'ra' }]} />
    </View>,
  );
  const { root } = stage.display;
  expect(root.byRole('button', 'Answer').disabled).toBe(false);
  expect(root.byRole('button', /^Dec/).disabled).toBe(true);
  expect(root.byText('Mara').role).toBe('text');
  expect(root.allByText('secret')).toHaveLength(0);
  expect(() => root.byRole('button')).toThrow('2 times');
  expect(() => root.byRole('slider')).toThrow('button "Answer"');
});

test('a picture is shared by the images that show it, and freed with the last', () => {
  const picture = { width: 2, height: 2, bgra: new Uint8Array(16).fill(255) };
  const images = (count: number) => (
    <View>
      {['a', 'b'].slice(0, count).map((name) => (
        <Image key={name} name={name} src={picture} />
      ))}
    </View>
  );
  stage.show(images(2));
  stage.show(images(1));
  stage.show(images(0));
  stage.show(images(1));
  expect(stage.display.root.allByRole('img')).toHaveLength(1);
});

test('the same tree draws the same pixels', () => {
  const scene = list(['Ελένη Παππά', 'Олег Иванов', 'Kovács', icons.phone]);
  stage.show(scene);
  const first = stage.display.snapshotPng();
  stage.display.close();
  stage = openTestDisplay();
  stage.show(scene);
  expect(stage.display.snapshotPng().equals(first)).toBe(true);
});

test('an error of a component comes out of render', () => {
  function Broken(): never {
    throw new Error('broken on purpose');
  }
  expect(() => stage.display.render(<Broken />)).toThrow('broken on purpose');
});
