// What a page may ask of the bench, and what is refused with a reason.

import { describe, expect, it } from 'vitest';
import { clearNetwork, parseFromPage } from '../../../bench/console/protocol.ts';
import { readStartOptions } from '../../../bench/start-options.ts';

describe('wishes of a page', () => {
  it('takes an impairment within its limits', () => {
    const impairment = { lossPercent: 15, burstPackets: 3, delayMs: 20, jitterMs: 5, bandwidthKbps: 0 };
    const parsed = parseFromPage(
      JSON.stringify({ type: 'impair', impairment: { ...impairment, surplus: 1 }, change: 7 }),
    );
    expect(parsed).toEqual({ ok: true, value: { type: 'impair', impairment, change: 7 } });
  });

  it.each([
    ['nothing', 'not JSON'],
    ['[]', 'of an unknown type'],
    ['null', 'not an object'],
    ['{"type":"ring","extension":"4402; rm","phone":1}', 'not an extension'],
    ['{"type":"ring","extension":"4402","phone":1.5}', 'not a phone'],
    [
      JSON.stringify({ type: 'impair', impairment: { ...clearNetwork, lossPercent: 101 }, change: 1 }),
      'without a sensible lossPercent',
    ],
    [
      JSON.stringify({ type: 'impair', impairment: { ...clearNetwork, delayMs: '5' }, change: 1 }),
      'without a sensible delayMs',
    ],
    [JSON.stringify({ type: 'impair', change: 1 }), 'without a sensible lossPercent'],
    [JSON.stringify({ type: 'impair', impairment: clearNetwork }), 'without the number of its change'],
  ])('refuses %s', (text, error) => {
    expect(parseFromPage(text)).toEqual({ ok: false, error });
  });
});

describe('options of npm start', () => {
  it('has defaults, and a folder a port', () => {
    const read = readStartOptions(['--phones', '2', '--port', '5000']);
    expect(read.ok && { ...read.value, folder: read.value.folder.split('/').slice(-2).join('/') }).toEqual({
      phones: 2,
      port: 5000,
      lan: false,
      firstStart: false,
      folder: '.offhook/bench-5000',
    });
  });

  it.each([
    ['--phones', '5'],
    ['--phones', 'two'],
    ['--port', '80'],
    ['--colour', 'red'],
  ])('refuses %s %s', (...given) => {
    expect(readStartOptions(given).ok).toBe(false);
  });
});
