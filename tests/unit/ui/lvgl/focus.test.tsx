// Keys alone must reach and work everything.
import { useState } from 'react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  Button,
  type Direction,
  Dropdownlist,
  Slider,
  Switch,
  Text,
  Textarea,
  View,
} from '../../../../ui/lvgl/index.ts';
import { openTestDisplay, type TestDisplay } from './test-display.ts';

let stage: TestDisplay;
beforeEach(() => {
  stage = openTestDisplay();
});
afterEach(() => stage.display.close());

const nothing = () => {};
const rows = (count: number) => Array.from({ length: count }, (_, index) => `row ${index}`);
const row = { display: 'flex', 'column-spacing': 8 } as const;
const focusedName = () => stage.display.focus.current?.name;

function grid(names: readonly string[], columns = 3) {
  return (
    <View role="screen" name="grid" style={{ ...row, 'flex-wrap': 'wrap', 'row-spacing': 8, width: columns * 108 }}>
      {names.map((name) => (
        <Button key={name} onClick={nothing} style={{ width: 100, height: 50 }}>
          {name}
        </Button>
      ))}
    </View>
  );
}

function walk(...directions: Direction[]) {
  for (const direction of directions) stage.display.focus.move(direction);
  return focusedName();
}

test('a screen begins at its first widget, or at the one that asks for it', () => {
  stage.show(grid(['1', '2', '3']));
  expect(focusedName()).toBe('1');
  stage.show(
    <View key="other" role="screen" name="other">
      <Button onClick={nothing}>first</Button>
      <Button onClick={nothing} autoFocus>
        second
      </Button>
    </View>,
  );
  expect(focusedName()).toBe('second');
});

test('arrows go to the nearest neighbour and round at the edges', () => {
  stage.show(grid(['1', '2', '3', '4', '5', '6', '7', '8', '9']));
  expect(walk('right')).toBe('2');
  expect(walk('down')).toBe('5');
  expect(walk('left', 'left')).toBe('6');
  expect(walk('down', 'down')).toBe('3');
  expect(walk('up')).toBe('9');
});

test('every widget of a ragged screen can be reached by arrows, and left again', () => {
  stage.show(
    <View role="screen" name="ragged" style={{ width: '100%', height: '100%' }}>
      {[
        [0, 0, 300, 40],
        [320, 10, 100, 80],
        [450, 0, 60, 30],
        [0, 60, 80, 60],
        [100, 70, 90, 120],
        [600, 200, 100, 60],
        [20, 300, 500, 40],
        [560, 300, 40, 150],
      ].map(([left = 0, top = 0, width = 0, height = 0], index) => (
        <Button
          key={`${left},${top}`}
          name={String(index)}
          onClick={nothing}
          style={{ position: 'absolute', left, top, width, height }}
        />
      ))}
    </View>,
  );
  const buttons = stage.display.root.allByRole('button');
  const directions: Direction[] = ['up', 'down', 'left', 'right'];
  for (const start of buttons) {
    const reached = new Set([start]);
    for (const from of reached) {
      for (const direction of directions) {
        from.focus();
        stage.display.focus.move(direction);
        const next = stage.display.focus.current;
        if (next) reached.add(next);
      }
    }
    expect(reached.size, `from ${start.name}`).toBe(buttons.length);
  }
});

test('the focus is drawn, and it scrolls what it reaches into view', () => {
  stage.show(
    <View
      role="screen"
      name="list"
      style={{ width: 300, height: 200, display: 'flex', 'flex-direction': 'column', overflow: 'scroll' }}
    >
      {rows(30).map((name) => (
        <Button key={name} onClick={nothing} style={{ width: '100%', height: 44 }}>
          {name}
        </Button>
      ))}
    </View>,
  );
  stage.screen.presented.length = 0;
  walk('down');
  stage.display.renderNow();
  expect(stage.screen.presented.flat().length).toBeGreaterThan(0);
  for (let step = 0; step < 20; step++) walk('down');
  expect(focusedName()).toBe('row 21');
  const { y, height } = stage.display.focus.current?.visibleBounds() ?? { y: -1, height: 0 };
  expect(height).toBe(44);
  expect(y + height).toBeLessThanOrEqual(200);
});

test('rows that are scrolled away do not lie in the way of what is below their list', () => {
  stage.show(
    <View role="screen" name="list" style={{ width: 300, height: 300 }}>
      <View style={{ width: 300, height: 200, display: 'flex', 'flex-direction': 'column', overflow: 'scroll' }}>
        {rows(10).map((name) => (
          <Button key={name} onClick={nothing} style={{ width: '100%', height: 44 }}>
            {name}
          </Button>
        ))}
      </View>
      <Button onClick={nothing} name="key 1" style={{ position: 'absolute', top: 210, height: 60, width: 100 }} />
      <Button
        onClick={nothing}
        name="key 2"
        style={{ position: 'absolute', top: 210, left: 150, height: 60, width: 100 }}
      />
    </View>,
  );
  for (let step = 0; step < 9; step++) walk('down');
  expect(focusedName()).toBe('row 9');
  expect([walk('down'), walk('left'), walk('right'), walk('right')]).toEqual(['key 2', 'key 1', 'key 2', 'key 1']);
  expect(walk('up')).toBe('row 9');
});

test('a dialog keeps the focus, and gives it back', () => {
  const screen = (dialog: boolean) => (
    <View role="screen" name="under" style={{ width: '100%', height: '100%' }}>
      <View style={row}>
        <Button onClick={nothing}>one</Button>
        <Button onClick={nothing}>two</Button>
      </View>
      {dialog && (
        <View role="dialog" focusScope style={{ ...row, position: 'absolute', top: 200 }}>
          <Button onClick={nothing}>yes</Button>
          <Button onClick={nothing}>no</Button>
        </View>
      )}
    </View>
  );
  stage.show(screen(false));
  walk('right');
  stage.show(screen(true));
  expect(focusedName()).toBe('yes');
  expect([walk('up'), walk('right'), walk('right'), walk('down')]).toEqual(['yes', 'no', 'yes', 'yes']);
  stage.show(screen(false));
  expect(focusedName()).toBe('two');
});

test('coming back to a screen, the focus is where it was', () => {
  stage.show(grid(['1', '2', '3', '4']));
  walk('right', 'right');
  stage.show(
    <View key="detail" role="screen" name="detail">
      <Button onClick={nothing}>back</Button>
    </View>,
  );
  expect(focusedName()).toBe('back');
  stage.show(grid(['1', '2', '3', '4']));
  expect(focusedName()).toBe('3');
});

test('when the focused widget goes, the nearest to it has the focus', () => {
  stage.show(grid(['1', '2', '3', '4', '5', '6']));
  walk('down', 'right');
  expect(focusedName()).toBe('5');
  stage.show(grid(['1', '2', '3', '4', '6']));
  expect(focusedName()).toBe('6');
  stage.show(grid([]));
  expect(stage.display.focus.current).toBeUndefined();
});

test('disabled widgets are passed over and do nothing', () => {
  let clicks = 0;
  stage.show(
    <View role="screen" name="x" style={row}>
      <Button onClick={nothing}>a</Button>
      <Button onClick={() => clicks++} disabled>
        b
      </Button>
      <Button onClick={nothing}>c</Button>
    </View>,
  );
  expect(walk('right')).toBe('c');
  stage.display.root.byRole('button', 'b').click();
  stage.tap(stage.display.root.byRole('button', 'b'));
  expect(clicks).toBe(0);
});

test('OK and a finger click the same, and a finger takes the focus along', () => {
  const clicks: string[] = [];
  stage.show(
    <View role="screen" name="x" style={row}>
      <Button onClick={() => clicks.push('a')}>a</Button>
      <Button onClick={() => clicks.push('b')}>
        <Text>b</Text>
      </Button>
    </View>,
  );
  stage.display.focus.activate();
  stage.tap(stage.display.root.byText('b'));
  expect(clicks).toEqual(['a', 'b']);
  expect(focusedName()).toBe('b');
});

function Controls() {
  const [on, setOn] = useState(false);
  const [volume, setVolume] = useState(50);
  const [language, setLanguage] = useState(0);
  const [text, setText] = useState('');
  return (
    <View
      role="screen"
      name="controls"
      style={{ display: 'flex', 'flex-direction': 'column', 'row-spacing': 20, padding: 20 }}
    >
      <Switch name="on" checked={on} onChange={setOn} />
      <Slider name="volume" value={volume} onChange={setVolume} />
      <Dropdownlist name="language" items={['English', 'Deutsch']} selectedIndex={language} onChange={setLanguage} />
      <Textarea name="text" value={text} maxLength={4} onChange={setText} />
      <Text name="typed">typed: {text}</Text>
    </View>
  );
}

test('each control is worked by keys', () => {
  stage.show(<Controls />);
  const { focus, root } = stage.display;
  const value = (name: string) => root.byName(name).value;
  focus.activate();
  stage.display.renderNow();
  expect(value('on')).toBe(true);
  walk('down', 'right');
  stage.display.renderNow();
  expect(value('volume')).toBe(60);
  walk('down');
  focus.activate();
  walk('down');
  expect(focusedName()).toBe('language');
  focus.activate();
  stage.display.renderNow();
  expect(value('language')).toBe('Deutsch');
  focus.activate();
  walk('up');
  expect(focus.cancel()).toBe(true);
  expect(value('language')).toBe('Deutsch');
  walk('down');
  for (const character of 'größe\b') focus.typeText(character);
  stage.display.renderNow();
  expect(value('text')).toBe('grö');
});

test('what is typed reaches React and the screen by itself', async () => {
  stage.show(<Controls />);
  await stage.clock.advance(100);
  stage.display.root.byName('text').focus();
  await stage.clock.advance(100);
  stage.screen.presented.length = 0;
  stage.display.focus.typeText('a');
  stage.display.focus.typeText('b');
  await stage.clock.advance(16);
  expect(stage.display.root.byName('typed').text).toBe('typed: ab');
  expect(stage.screen.presented.length).toBeGreaterThan(0);
});

test('each control is worked by a finger, and one that React does not change goes back', () => {
  stage.show(<Controls />);
  stage.tap(stage.display.root.byName('on'));
  expect(stage.display.root.byName('on').value).toBe(true);
  stage.show(<Switch name="stubborn" checked={false} onChange={nothing} />);
  stage.tap(stage.display.root.byName('stubborn'));
  expect(stage.display.root.byName('stubborn').value).toBe(false);
});

test('a finger that drags a list scrolls it and clicks nothing; a long press is told', async () => {
  let clicks = 0;
  let longPresses = 0;
  stage.show(
    <View
      role="screen"
      name="list"
      style={{ width: 300, height: 200, display: 'flex', 'flex-direction': 'column', overflow: 'scroll' }}
    >
      {rows(20).map((name) => (
        <Button
          key={name}
          name={name}
          onClick={() => clicks++}
          onLongPress={() => longPresses++}
          style={{ width: '100%', height: 44, 'flex-grow': 0 }}
        />
      ))}
    </View>,
  );
  stage.screen.touch(100, 150, true);
  for (let y = 150; y >= 50; y -= 10) {
    await stage.clock.advance(16);
    stage.screen.touch(100, y, true);
  }
  stage.screen.touch(100, 50, false);
  expect(clicks).toBe(0);
  expect(stage.display.root.byName('row 0').bounds().y).toBeLessThan(-50);
  await stage.clock.advance(3000);
  stage.screen.touch(100, 100, true);
  await stage.clock.advance(600);
  stage.screen.touch(100, 100, false);
  expect(longPresses).toBe(1);
  await stage.clock.advance(3000);
  expect(stage.clock.pendingTimers).toBe(0);
});
