// The wiring table says where each wire goes, and the report tells each device once.

import { describe, expect, it } from 'vitest';
import { headerPin, otherUse } from '../../../../bench/board/header-pins.ts';
import { report } from '../../../../bench/board/tables.ts';
import { wiringTable } from '../../../../bench/board/wiring.ts';
import { parseBoard } from '../../../../hal/boards/read-board.ts';

const plain = { driver: 'sim' };
const sim = {
  name: 'Test',
  ...{ screen: plain, keypad: plain, hook: plain, indicators: plain, audio: { ...plain, mode: 'silence' } },
  ...{ identity: plain, watchdog: plain, boot_slots: plain },
};

function tableOf(change: object): readonly string[] {
  const checked = parseBoard(JSON.stringify({ ...sim, ...change }));
  if (!checked.ok) throw new Error(checked.error.join(' '));
  return wiringTable(checked.value);
}

describe('the wiring table', () => {
  it('is empty where nothing is wired', () => {
    expect(tableOf({})).toEqual([]);
  });

  it('names line, pin and other end of every wire', () => {
    const table = tableOf({
      keypad: { driver: 'gpio', pins: { row1: 5, row2: 6, col1: 12, mute: 22 }, matrix: [['1'], [null]] },
      hook: { driver: 'gpio', pins: { switch: 4 } },
      indicators: { driver: 'gpio', pins: { ringing: 26 } },
    });
    expect(table).toEqual([
      'what          line     header  other end',
      'row 1         GPIO 5   pin 29  the keys 1',
      'row 2         GPIO 6   pin 31  the keys -',
      'column 1      GPIO 12  pin 32  the keys 1 -',
      'key mute      GPIO 22  pin 15  contact to ground',
      'hook switch   GPIO 4   pin 7   contact to ground, closed while off-hook',
      'lamp ringing  GPIO 26  pin 37  lamp and 1 kΩ to ground',
      'Ground is on the pins 6, 9, 14, 20, 25, 30, 34, 39.',
    ]);
  });

  it('says which lines a panel, a codec or the console may want', () => {
    const table = tableOf({ hook: { driver: 'gpio', pins: { switch: 18 } } });
    expect(table.at(-1)).toBe(
      'hook switch is on GPIO 18, which I2S (sound codecs) may want: free only while that is off.',
    );
  });

  it('knows every line of the header, each on a pin of its own', () => {
    const pins = Array.from({ length: 28 }, (_, line) => headerPin(line));
    expect(new Set(pins).size).toBe(28);
    expect(pins.every((pin) => pin !== undefined && pin >= 3 && pin <= 40)).toBe(true);
    expect(otherUse(22)).toBeUndefined();
  });
});

describe('the report', () => {
  it('tells a device that serves several ports once', () => {
    const panel = { device: 'key panel', isWorking: false, sentence: 'it is not there' };
    expect(report([panel, panel, { device: 'time', isWorking: true, sentence: 'known' }])).toEqual([
      '✗  key panel  it is not there',
      '✓  time       known',
    ]);
  });
});
