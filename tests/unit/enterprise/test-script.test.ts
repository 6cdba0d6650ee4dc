// The audio test call frame by frame: its order, its cues, what is played back, and that the recording is gone.

import { expect, test } from 'vitest';
import { EchoScript } from '../../../bench/enterprise/audio/echo-script.ts';
import { SampleShelf } from '../../../bench/enterprise/audio/sample-shelf.ts';
import type { Cue } from '../../../bench/enterprise/audio/script.ts';
import { chooseLanguage, loadSentence, parseWave } from '../../../bench/enterprise/audio/speech-file.ts';
import { TestScript } from '../../../bench/enterprise/audio/test-script.ts';

const FRAME = 960;

/** What a talker says: a ramp that never repeats within five seconds. */
function said(frame: number): Int16Array {
  return Int16Array.from({ length: FRAME }, (_, index) => ((frame * FRAME + index) % 30_011) - 15_000);
}

function run(script: TestScript, frames: number, from = 0) {
  const cues: { frame: number; cue: Cue }[] = [];
  const spoken: Int16Array[] = [];
  for (let frame = from; frame < from + frames; frame++) {
    const out = new Int16Array(FRAME);
    for (const cue of script.exchange(said(frame), out)) cues.push({ frame, cue });
    spoken.push(out);
  }
  return { cues, spoken };
}

test('prompts, records five seconds, plays exactly them back, and hangs up', () => {
  const shelf = new SampleShelf();
  const script = new TestScript(new Int16Array(FRAME * 10).fill(1000), shelf);
  const { cues, spoken } = run(script, 700);
  expect(cues.map(({ cue }) => cue)).toEqual([
    { kind: 'digit', digit: '1' },
    { kind: 'digit', digit: '2' },
    { kind: 'hang-up' },
  ]);
  const [begin = 0, end = 0] = cues.map(({ frame }) => frame);
  expect(end - begin).toBe(250);
  const start = spoken.findIndex((frame, index) => index > end && frame.some((sample) => sample !== 0));
  for (const [index, frame] of spoken.slice(start, start + 250).entries())
    expect(frame).toEqual(said(begin + 1 + index));
  expect(
    spoken
      .slice(begin, end)
      .flatMap((frame) => [...frame])
      .every((sample) => sample === 0),
  ).toBe(true);
  expect(shelf.count).toBe(0);
});

test.each([
  ['while recording', 'record'],
  ['before it is played', 'pause'],
  ['while it is played', 'playback'],
] as const)('the recording is zeroed and dropped when the call ends %s', (_when, phase) => {
  const shelf = new SampleShelf();
  const held: Int16Array[] = [];
  const open = shelf.open.bind(shelf);
  shelf.open = (length) => {
    const sample = open(length);
    sample.append(said(1));
    held.push(sample.recorded);
    return sample;
  };
  const script = new TestScript(new Int16Array(0), shelf);
  for (let frame = 0; script.phase !== phase; frame++) run(script, 1, frame);
  expect(shelf.count).toBe(1);
  expect(held[0]?.some((value) => value !== 0)).toBe(true);
  script.end();
  expect(shelf.count).toBe(0);
  expect(held[0]?.every((value) => value === 0)).toBe(true);
  expect(
    run(script, 300)
      .spoken.flatMap((frame) => [...frame])
      .every((value) => value === 0),
  ).toBe(true);
});

test('the enterprise leaves no recording behind when it closes', () => {
  const shelf = new SampleShelf();
  const sample = shelf.open(100);
  sample.append(Int16Array.of(5, 6, 7));
  const { recorded } = sample;
  shelf.destroyAll();
  expect([shelf.count, ...recorded]).toEqual([0, 0, 0, 0]);
});

test('the echo line greets, then repeats', () => {
  const script = new EchoScript(Int16Array.of(...new Array(FRAME).fill(9)));
  const first = new Int16Array(FRAME);
  script.exchange(said(0), first);
  expect(first.every((sample) => sample === 9)).toBe(true);
  const second = new Int16Array(FRAME);
  script.exchange(said(1), second);
  expect(second).toEqual(said(1));
});

test('every sentence is there in both languages, and prompts take about four seconds', () => {
  for (const sentence of ['prompt', 'greeting'] as const) {
    for (const language of ['en', 'de'] as const) {
      const seconds = loadSentence(sentence, language).length / 48_000;
      expect(seconds).toBeGreaterThan(3);
      expect(seconds).toBeLessThan(4.2);
    }
  }
});

test.each([
  [undefined, 'en'],
  ['de', 'de'],
  ['de-AT, en;q=0.5', 'de'],
  ['fr, de;q=0.4, en;q=0.8', 'en'],
  ['de;q=0, en', 'en'],
  ['xx;;q=,', 'en'],
])('speaks to %s in %s', (accepted, language) => {
  expect(chooseLanguage(accepted)).toBe(language);
});

test.each([
  Buffer.alloc(0),
  Buffer.from('RIFF....WAVE'),
  Buffer.from('RIFF\0\0\0\0WAVEdata\xff\xff\xff\x7fxx', 'latin1'),
])('a damaged sound file is an answer, not an exception', (bytes) => {
  expect(parseWave(bytes).ok).toBe(false);
});
