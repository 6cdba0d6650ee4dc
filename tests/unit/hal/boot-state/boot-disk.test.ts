// The boot state on a disk: whatever tears or garbles a write, the state is the old or the new one and a good slot starts.

import { closeSync, ftruncateSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SlotName } from '../../../../hal/boot-slots.ts';
import { BootDisk, chooseCopy, copyOffsets } from '../../../../hal/linux/boot-state/boot-disk.ts';
import { answerRauc } from '../../../../hal/linux/boot-state/rauc-back-end.ts';
import { type BootState, encodeSector, sectorBytes } from '../../../../hal/linux/boot-state/sector.ts';
import { arm, confirm, markBad, otherSlot, startingSlot } from '../../../../hal/linux/boot-state/transitions.ts';
import { err, type Result } from '../../../../hal/result.ts';
import { anyState } from './any-state.ts';

const factory: BootState = { sequence: 0, last: 'A', trial: undefined, good: { A: true, B: false } };

describe('choosing between the copies', () => {
  it('takes the newer one, the first where they are equal, and the whole one where one is garbled', () => {
    fc.assert(
      fc.property(anyState, anyState, fc.uint8Array({ minLength: 512, maxLength: 512 }), (one, two, garbage) => {
        const [first, second] = [encodeSector(one), encodeSector(two)];
        const newer = two.sequence > one.sequence ? { state: two, copy: 1 } : { state: one, copy: 0 };
        expect(chooseCopy([first, second])).toEqual({ ok: true, value: newer });
        expect(chooseCopy([garbage, second])).toEqual({ ok: true, value: { state: two, copy: 1 } });
        expect(chooseCopy([first, garbage])).toEqual({ ok: true, value: { state: one, copy: 0 } });
        expect(chooseCopy([garbage, garbage]).ok).toBe(false);
      }),
    );
  });
});

/** What a phone's life does to the state; each is tried by the running slot, and refused where it must be. */
type Step = 'install' | 'arm' | 'disarm' | 'confirm' | 'start';
const steps = fc.array(fc.constantFrom<Step>('install', 'arm', 'disarm', 'confirm', 'start'), { maxLength: 24 });

/** Whether anything was refused because another slot would be lost is part of the life; `start` answers what runs then. */
function take(step: Step, state: BootState, running: SlotName): { next: Result<BootState>; running: SlotName } {
  const other = otherSlot(running);
  if (step === 'install') return { next: markBad(state, other), running };
  if (step === 'arm') return { next: arm(state, other, running), running };
  if (step === 'disarm') return { next: arm(state, state.last, running), running };
  if (step === 'confirm') return { next: confirm(state, running, running), running };
  const { slot, next } = startingSlot(state);
  return { next: next ? { ok: true, value: next } : err('nothing is written'), running: slot };
}

describe('a life of updates', () => {
  it('always keeps a confirmed slot to start from, and gives each trial one start', () => {
    fc.assert(
      fc.property(steps, (life) => {
        let state = factory;
        let running: SlotName = 'A';
        for (const step of life) {
          const taken = take(step, state, running);
          if (step === 'start' && taken.running !== state.last && taken.next.ok)
            expect(startingSlot(taken.next.value).slot).toBe(state.last);
          if (taken.next.ok) state = taken.next.value;
          running = taken.running;
          expect(state.good[state.last]).toBe(true);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('survives a second cut inside the boot loader’s own write, at every byte', () => {
    fc.assert(
      fc.property(steps, fc.array(fc.integer({ min: 0, max: sectorBytes }), { maxLength: 24 }), (life, tears) => {
        const disk: [Uint8Array, Uint8Array] = [encodeSector(factory), new Uint8Array(sectorBytes)];
        let running: SlotName = 'A';
        for (const [at, step] of life.entries()) {
          const chosen = chooseCopy(disk);
          if (!chosen.ok) throw new Error(chosen.error);
          const before = chosen.value.state;
          const taken = take(step, before, running);
          running = taken.running;
          if (!taken.next.ok) continue;
          const to = chosen.value.copy === 0 ? 1 : 0;
          const torn = tears[at];
          const whole = encodeSector(taken.next.value);
          disk[to] =
            torn === undefined ? whole : Uint8Array.from(whole, (byte, i) => (i < torn ? byte : (disk[to][i] ?? 0)));
          const after = chooseCopy(disk);
          expect([before, taken.next.value]).toContainEqual(after.ok && after.value.state);
          if (torn !== undefined && torn < sectorBytes) {
            // The power was cut: the phone starts again from what stands on the disk.
            running = after.ok ? startingSlot(after.value.state).slot : running;
          }
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a disk', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'offhook-boot-'));
    file = join(folder, 'disk');
    const descriptor = openSync(file, 'w');
    ftruncateSync(descriptor, 3 * 1024 * 1024);
    closeSync(descriptor);
    spoil(0, encodeSector(factory));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function spoil(copy: 0 | 1, bytes: Uint8Array, at = copyOffsets[copy]): void {
    const disk = readFileSync(file);
    disk.set(bytes, at);
    writeFileSync(file, disk);
  }

  it('is written in turns, and nothing else of it is touched', () => {
    const before = readFileSync(file);
    const disk = new BootDisk(file);
    expect(disk.change((state) => markBad(state, 'B')).ok).toBe(true);
    expect(disk.read()).toMatchObject({ ok: true, value: { copy: 1, state: { sequence: 1 } } });
    expect(disk.change((state) => arm(state, 'B', 'A')).ok).toBe(true);
    expect(disk.read()).toMatchObject({ ok: true, value: { copy: 0, state: { sequence: 2, trial: 'B' } } });
    const after = readFileSync(file);
    for (const offset of copyOffsets) {
      before.fill(0, offset, offset + sectorBytes);
      after.fill(0, offset, offset + sectorBytes);
    }
    expect(after.equals(before)).toBe(true);
  });

  it('goes on when the card spoils the whole page around the sector that it was writing', () => {
    const disk = new BootDisk(file);
    disk.change((state) => markBad(state, 'B'));
    spoil(0, new Uint8Array(4096).fill(0xa5));
    expect(disk.read()).toMatchObject({ ok: true, value: { copy: 1, state: { sequence: 1 } } });
    expect(disk.change((state) => arm(state, 'B', 'A')).ok).toBe(true);
    expect(disk.read()).toMatchObject({ ok: true, value: { copy: 0, state: { sequence: 2 } } });
  });

  it('says so when neither copy can be read, and writes nothing', () => {
    spoil(0, new Uint8Array(512).fill(1));
    const before = readFileSync(file);
    const answer = new BootDisk(file).change((state) => markBad(state, 'B'));
    expect(answer).toMatchObject({ ok: false, error: expect.stringContaining('its checksum is wrong') });
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  describe('as RAUC asks it', () => {
    const inA = 'console=tty0 rauc.slot=A offhook.confirmed=A ro';
    const inB = 'console=tty0 rauc.slot=B offhook.confirmed=A ro';
    const ask = (commandLine: string, ...words: string[]) => answerRauc(new BootDisk(file), commandLine, words);

    it('goes through an update that is kept', () => {
      expect(ask(inA, 'get-current')).toEqual({ ok: true, value: 'A' });
      expect(ask(inA, 'set-state', 'B', 'bad')).toEqual({ ok: true, value: '' });
      expect(ask(inA, 'get-primary')).toEqual({ ok: true, value: 'A' });
      expect(ask(inA, 'set-primary', 'B')).toEqual({ ok: true, value: '' });
      expect(ask(inA, 'get-primary')).toEqual({ ok: true, value: 'B' });
      expect(ask(inA, 'get-state', 'B')).toEqual({ ok: true, value: 'bad' });
      expect(ask(inB, 'set-state', 'B', 'good')).toEqual({ ok: true, value: '' });
      expect(ask(inB, 'get-state', 'B')).toEqual({ ok: true, value: 'good' });
      expect(ask(inB, 'get-primary')).toEqual({ ok: true, value: 'B' });
    });

    it.each([
      ['giving up the slot to fall back to', inA, ['set-state', 'A', 'bad']],
      ['confirming a slot that does not run', inA, ['set-state', 'B', 'good']],
      ['arming while on trial', inB, ['set-primary', 'B']],
      ['a slot that is none', inA, ['set-primary', 'C']],
      ['an order that is none', inA, ['reboot', 'B']],
      ['arming where nobody knows what runs', 'ro quiet', ['set-primary', 'B']],
    ])('refuses %s', (_what, commandLine, words) => {
      const before = readFileSync(file);
      expect(ask(commandLine, ...words)).toMatchObject({ ok: false, error: expect.stringMatching(/\.$/) });
      expect(readFileSync(file).equals(before)).toBe(true);
    });
  });
});
