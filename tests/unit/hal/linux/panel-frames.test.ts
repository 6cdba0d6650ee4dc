// Frames of the key panel come through whole or not at all, whatever the line does to them.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lampNames } from '../../../../hal/indicators.ts';
import { keyNames } from '../../../../hal/keypad.ts';
import { checksum, encodeFrame, type Frame, FrameReader, mostFrameBytes } from '../../../../hal/linux/serial/frames.ts';
import {
  lampsBody,
  parseLampsBody,
  parsePanelMessage,
  stateBody,
} from '../../../../hal/linux/serial/panel-messages.ts';

const frame = fc.record({
  type: fc.nat(255),
  sequence: fc.nat(255),
  body: fc.uint8Array({ maxLength: mostFrameBytes - 2 }),
});

/** Cut into pieces as a serial line delivers them. */
function pushInPieces(reader: FrameReader, bytes: Uint8Array, piece: number): Frame[] {
  const frames: Frame[] = [];
  for (let at = 0; at < bytes.length; at += piece) frames.push(...reader.push(bytes.subarray(at, at + piece)));
  return frames;
}

describe('frames', () => {
  it('have the checksum of its published test value', () => {
    expect(checksum(Buffer.from('123456789'))).toBe(0x29b1);
  });

  it('come back as they were sent, however they are cut', () => {
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 10 }), fc.integer({ min: 1, max: 20 }), (frames, piece) => {
        const bytes = Buffer.concat(frames.map(encodeFrame));
        expect(pushInPieces(new FrameReader(), bytes, piece)).toEqual(frames);
      }),
    );
  });

  it('have no zero but at their ends', () => {
    fc.assert(fc.property(frame, (one) => !encodeFrame(one).slice(1, -1).includes(0)));
  });

  it('are found again after any noise, at the latest with the second', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), frame, (noise, one) => {
        const reader = new FrameReader();
        reader.push(noise);
        expect(reader.push(encodeFrame(one)).at(-1)).toEqual(one);
      }),
    );
  });

  it('are refused with one bit turned', () => {
    fc.assert(
      fc.property(frame, fc.nat(), fc.nat(7), (one, where, bit) => {
        const bytes = encodeFrame(one);
        const at = 1 + (where % (bytes.length - 2));
        bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
        for (const read of new FrameReader().push(bytes)) expect(read).not.toEqual(one);
      }),
      { numRuns: 2_000 },
    );
  });

  it('take no memory for a line that never pauses', () => {
    const reader = new FrameReader();
    for (let chunk = 0; chunk < 100; chunk++) expect(reader.push(new Uint8Array(10_000).fill(7))).toEqual([]);
    expect(reader.push(Uint8Array.of(0))).toEqual([]);
    expect(reader.noisePieces).toBe(1);
  });
});

describe('messages of the panel', () => {
  const state = fc.record({
    keys: fc.subarray([...keyNames]).map((keys) => new Set(keys)),
    isOffHook: fc.boolean(),
  });

  it('carry up to four states, newest first', () => {
    fc.assert(
      fc.property(fc.array(state, { minLength: 1, maxLength: 4 }), fc.nat(255), (states, sequence) => {
        const message = parsePanelMessage({ type: 2, sequence, body: stateBody(states) });
        expect(message).toEqual({ type: 'state', sequence, states });
      }),
    );
  });

  it('are passed over where they say nothing known', () => {
    fc.assert(
      fc.property(frame, (one) => {
        const message = parsePanelMessage(one);
        if (message?.type === 'hello') expect(message.name).toMatch(/^[ -~]*$/);
        else if (message) expect(message.states.length).toBe(one.body.length / 5);
      }),
      { numRuns: 2_000 },
    );
  });

  it('carry every lamp in two bits', () => {
    const lamps = fc.tuple(...lampNames.map(() => fc.constantFrom('off' as const, 'on' as const, 'blink' as const)));
    fc.assert(
      fc.property(lamps, (states) => {
        const body = lampsBody((lamp) => states[lampNames.indexOf(lamp)] ?? 'off');
        expect([...parseLampsBody(body).values()]).toEqual(states);
        expect(parseLampsBody(Uint8Array.of()).size).toBe(lampNames.length);
      }),
    );
  });
});
