// A board description is opened whole, or refused with a sentence for each mistake.

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openBoard } from '../../../hal/board.ts';
import { driverSchemas } from '../../../hal/boards/board-schema.ts';
import { boardJsonSchema } from '../../../hal/boards/json-schema.ts';
import { parseBoard } from '../../../hal/boards/read-board.ts';

const boards = resolve(import.meta.dirname, '..', '..', '..', 'hal', 'boards');
const simFile = join(boards, 'sim.json');
const sim = JSON.parse(readFileSync(simFile, 'utf8')) as Record<string, Record<string, unknown>>;
const owner = { warn: () => undefined, restart: () => undefined };

function mistakesIn(change: Record<string, unknown>): readonly string[] {
  const checked = parseBoard(JSON.stringify({ ...sim, ...change }));
  return checked.ok ? [] : checked.error;
}

describe('a board description', () => {
  it('names the unknown driver and the nearest known one', () => {
    expect(mistakesIn({ keypad: { driver: 'smi' } })).toEqual([
      'The keypad has an unknown driver "smi"; did you mean "sim"?',
    ]);
  });

  it('lists the drivers there are when none is near', () => {
    expect(mistakesIn({ hook: { driver: 'constructor' } })).toEqual([
      `The hook has an unknown driver "constructor"; there are ${Object.keys(driverSchemas.hook).join(', ')}.`,
    ]);
  });

  it('refuses a pin used twice and says by whom', () => {
    const keypad = { driver: 'sim', pins: { row1: 17, row2: 18 } };
    expect(mistakesIn({ keypad, hook: { driver: 'sim', pins: { switch: 17 } } })).toEqual([
      'Pin 17 is used twice: by keypad.pins.row1 and by hook.pins.switch.',
    ]);
    expect(mistakesIn({ keypad, hook: { driver: 'sim', pins: { switch: 19 } } })).toEqual([]);
  });

  it('names the nearest key for a typo, at the top and in a section', () => {
    expect(mistakesIn({ screem: {} })).toEqual(['The key "screem" is not known; did you mean "screen"?']);
    expect(mistakesIn({ screen: { driver: 'sim', widht: 800 } })).toEqual([
      'The key "screen.widht" is not known; did you mean "screen.width"?',
    ]);
  });

  it('names the nearest key inside a path of the sound cards, and what a level may be', () => {
    const audio = { driver: 'alsa', handset: { captur: 'hw:1', playback_db: 90 }, speaker: { playback: 'hw:0' } };
    const [level, key] = mistakesIn({ audio });
    expect(key).toBe('The key "audio.handset.captur" is not known; did you mean "audio.handset.capture"?');
    expect(level).toMatch(/"audio.handset.playback_db" is wrong/);
    expect(mistakesIn({ audio: { driver: 'alsa', handset: { capture: 'hw:1', playback: 'hw:1' } } })).toEqual([]);
  });

  it('takes several devices for keys, hook or lamps, and says which entry is wrong', () => {
    const pad = { driver: 'evdev', device: { name: 'Pad' } };
    expect(mistakesIn({ keypad: [{ driver: 'sim' }, pad] })).toEqual([]);
    expect(mistakesIn({ keypad: [pad, { ...pad, layuot: 'us' }] })).toEqual([
      'The key "keypad.layuot" is not known; did you mean "keypad.layout"?',
    ]);
    expect(mistakesIn({ keypad: [] })).toHaveLength(1);
    expect(mistakesIn({ keypad: { driver: 'evdev', device: {} } })[0]).toMatch(/"keypad.device" is wrong/);
    expect(mistakesIn({ hook: { driver: 'evdev', device: { name: 'Cradle' }, code: 'SW_LIDD' } })).toHaveLength(1);
  });

  it('takes a screen of the kernel as it comes, and says what a rotation and an output may be', () => {
    expect(mistakesIn({ screen: { driver: 'drm', touch: {} } })).toEqual([]);
    const touch = { device: { name: 'Goodix' }, calibration: [0, 1, 0, 1, 0, 0] };
    expect(mistakesIn({ screen: { driver: 'drm', connector: 'DSI-1', rotation: 270, touch } })).toEqual([]);
    expect(mistakesIn({ screen: { driver: 'drm', rotation: 45 } })[0]).toMatch(/"screen.rotation" is wrong/);
    expect(mistakesIn({ screen: { driver: 'drm', card: 'card0' } })[0]).toMatch(/a device file like \/dev\/dri\/card0/);
    expect(mistakesIn({ screen: { driver: 'drm', conector: 'DSI-1' } })).toEqual([
      'The key "screen.conector" is not known; did you mean "screen.connector"?',
    ]);
  });

  it('tells all mistakes together', () => {
    expect(mistakesIn({ keypad: { driver: 'none' }, screen: { driver: 'sim', width: 'wide' } })).toHaveLength(2);
  });

  it.each([
    ['text that is not JSON', '{ "name": ', /not JSON/],
    ['a list', '[]', /wrong/],
    ['nothing', '', /not JSON/],
    ['a port left out', JSON.stringify({ ...sim, audio: undefined }), /"audio"/],
  ])('refuses %s', (_, text, sentence) => {
    const checked = parseBoard(text);
    expect(checked.ok ? '' : checked.error.join(' ')).toMatch(sentence);
  });

  it.each(readdirSync(boards).filter((name) => name.endsWith('.json') && name !== 'board.schema.json'))(
    '%s that comes with Offhook is whole',
    (name) => {
      const checked = parseBoard(readFileSync(join(boards, name), 'utf8'));
      expect(checked.ok ? [] : checked.error).toEqual([]);
    },
  );

  it('names a key or a lamp that is mistyped, a line that is missing, and rows of a matrix that differ', () => {
    const lines = { row1: 5, col1: 6, col2: 13 };
    const keypad = (change: object) =>
      mistakesIn({ keypad: { driver: 'gpio', pins: lines, matrix: [['1', '2']], ...change } });
    expect(keypad({})).toEqual([]);
    expect(keypad({ pins: { ...lines, mutte: 7 } })).toEqual([
      'The key "keypad.pins.mutte" is wrong: there is no key of this name; did you mean "mute"?.',
    ]);
    expect(keypad({ matrix: [['1', '2'], ['3']] })[0]).toContain('its rows are not equally long');
    expect(keypad({ matrix: [['1', '2', '3']] })[0]).toContain('the line of "col3" is missing');
    const lamps = { driver: 'gpio', pins: { mut: 5 } };
    expect(mistakesIn({ indicators: lamps })[0]).toContain('did you mean "mute"?');
  });

  it('equals its published JSON Schema', () => {
    expect(JSON.parse(readFileSync(join(boards, 'board.schema.json'), 'utf8'))).toEqual(JSON.parse(boardJsonSchema()));
  });
});

describe('opening a board', () => {
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });

  it('gives every port of the simulated desk set and closes again', async () => {
    const opened = await openBoard(simFile, owner);
    if (!opened.ok) throw new Error(opened.error.join(' '));
    const board = opened.value;
    expect(board.screen).toMatchObject({ width: 800, height: 480 });
    expect(board.hook.position).toBe('on-hook');
    expect(board.identity.read().serialNumber).toBe('SIM-0001');
    expect((await board.bootSlots()).running()).toBe('A');
    expect(board.audio.moduleUrl).toMatch(/\/hal\/sim\/audio\.ts$/);
    expect(board.endpoint?.port).toBeGreaterThan(0);
    await board.close();
  });

  it('comes up without the devices that are not plugged in, and says so', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'offhook-board-'));
    folders.push(folder);
    const file = join(folder, 'board.json');
    const device = { name: 'A keypad that nobody has' };
    const keypad = [{ driver: 'evdev', device }, { driver: 'sim' }];
    const hook = { driver: 'evdev', device, code: 'SW_DOCK' };
    writeFileSync(file, JSON.stringify({ ...sim, keypad, hook, indicators: { driver: 'none' } }));
    const warnings: string[] = [];
    const opened = await openBoard(file, { ...owner, warn: (sentence) => warnings.push(sentence) });
    if (!opened.ok) throw new Error(opened.error.join(' '));
    expect(opened.value.hook.position).toBe('on-hook');
    expect(opened.value.states().map(({ isWorking }) => isWorking)).toEqual([false, false]);
    expect(warnings).toEqual([
      expect.stringMatching(/^The keypad \("A keypad that nobody has"\) does not work: it is not there/),
    ]);
    await opened.value.close();
  });

  it('says that a file is missing', async () => {
    const opened = await openBoard('/nowhere/board.json', owner);
    expect(opened).toEqual({ ok: false, error: ['The board file /nowhere/board.json does not exist.'] });
  });

  it('takes sound files relative to the description, and asks for one where it is missing', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'offhook-board-'));
    folders.push(folder);
    const file = join(folder, 'board.json');
    writeFileSync(file, JSON.stringify({ ...sim, audio: { driver: 'sim', mode: 'file', capture: 'speech.wav' } }));
    const opened = await openBoard(file, owner);
    if (!opened.ok) throw new Error(opened.error.join(' '));
    expect(opened.value.audio.options).toEqual({ mode: 'file', capture: join(folder, 'speech.wav') });
    await opened.value.close();

    writeFileSync(file, JSON.stringify({ ...sim, audio: { driver: 'sim', mode: 'file' } }));
    const refused = await openBoard(file, owner);
    expect(refused.ok ? '' : refused.error.join(' ')).toContain('"audio.capture" is missing');
  });
});
