// What any Keypad must do with keys that go down and up.

import { beforeEach, describe, expect, it } from 'vitest';
import { type KeyEvent, type KeyName, type Keypad, keyNames } from '../../../hal/keypad.ts';

export interface KeypadHarness {
  readonly keypad: Keypad;
  /** Move the real thing behind the driver, and wait until the driver must have seen it. */
  down(key: KeyName): Promise<void> | void;
  up(key: KeyName): Promise<void> | void;
  /** Absent where the device has no letters. */
  type?(text: string): Promise<void> | void;
  /** What this device can write, where that is not everything. */
  readonly text?: string;
  /** Pull the cable, close the page: whatever makes the device go away. */
  lose(): Promise<void> | void;
}

export function keypadContract(name: string, open: () => KeypadHarness | Promise<KeypadHarness>): void {
  describe(`${name} as a Keypad`, () => {
    let harness: KeypadHarness;
    let events: KeyEvent[];
    beforeEach(async () => {
      harness = await open();
      events = [];
      harness.keypad.onKey((event) => events.push(event));
    });
    const seen = () => events.map((event) => `${event.key} ${event.down ? 'down' : 'up'}`);

    it('reports every key down and up, in order', async () => {
      for (const key of keyNames) {
        await harness.down(key);
        await harness.up(key);
      }
      expect(seen()).toEqual(keyNames.flatMap((key) => [`${key} down`, `${key} up`]));
    });

    it('alternates down and up for a key, whatever the device repeats', async () => {
      await harness.down('5');
      await harness.down('5');
      await harness.up('5');
      await harness.up('5');
      expect(seen()).toEqual(['5 down', '5 up']);
    });

    it('keeps keys held together apart', async () => {
      await harness.down('1');
      await harness.down('#');
      await harness.up('1');
      await harness.up('#');
      expect(seen()).toEqual(['1 down', '# down', '1 up', '# up']);
    });

    it('reports a held key up when the device is lost', async () => {
      await harness.down('mute');
      await harness.lose();
      expect(seen()).toEqual(['mute down', 'mute up']);
    });

    it('stamps events with a time that never goes back', async () => {
      for (const key of ['1', '2', '3'] as const) {
        await harness.down(key);
        await harness.up(key);
      }
      const times = events.map((event) => event.atMs);
      expect(times).toEqual([...times].sort((a, b) => a - b));
      expect(times.every(Number.isFinite)).toBe(true);
    });

    it('gives typed text one Unicode character at a time', async () => {
      const characters: string[] = [];
      harness.keypad.onText((character) => characters.push(character));
      const text = harness.type ? (harness.text ?? 'aß😀\b') : '';
      await harness.type?.(text);
      expect(characters).toEqual([...text]);
    });

    it('reports nothing to a listener that has left, and nothing at all after close', async () => {
      let heard = 0;
      const leave = harness.keypad.onKey(() => heard++);
      leave();
      await harness.down('1');
      expect(heard).toBe(0);
      await harness.up('1');
      const before = events.length;
      harness.keypad.close();
      await harness.down('2');
      await harness.up('2');
      expect(events.length).toBe(before);
    });
  });
}
