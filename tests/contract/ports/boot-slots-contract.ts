// What any BootSlots must keep true: at least one good slot at every instant, and one start for a trial.

import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { BootSlots, ImageSource } from '../../../hal/boot-slots.ts';

export interface BootSlotsHarness {
  /** Start the board from its disk as the boot loader would; the first start finds a factory image. */
  boot(): BootSlots;
  /** Cut the power after so many more writes; undefined keeps it on. */
  cutPowerAfter(writes: number): void;
  restorePower(): void;
  writes(): number;
}

const chunks = [1, 2, 3].map((fill) => new Uint8Array(1024).fill(fill));
const whole = Buffer.concat(chunks);

interface Told {
  readonly from: number[];
}

/** `told` notes from which byte on the image was asked for. */
function image(change: Partial<ImageSource> = {}, told: Told = { from: [] }): ImageSource {
  return {
    version: '0.2.0',
    sizeBytes: whole.length,
    sha256: createHash('sha256').update(whole).digest('hex'),
    manifestSha256: '',
    open: async function* (fromByte) {
      told.from.push(fromByte);
      for (let at = fromByte; at < whole.length; at += 1024) yield whole.subarray(at, at + 1024);
    },
    ...change,
  };
}

export function bootSlotsContract(name: string, open: () => BootSlotsHarness): void {
  describe(`${name} as BootSlots`, () => {
    let harness: BootSlotsHarness;
    beforeEach(() => {
      harness = open();
    });
    const update = async (slots: BootSlots) => {
      expect(await slots.write(image())).toEqual({ ok: true, value: undefined });
      await slots.armTrial();
    };

    it('starts from a good factory slot', () => {
      const slots = harness.boot();
      expect(slots.list().find((slot) => slot.name === slots.running())?.state).toBe('good');
    });

    it('keeps a new image after it has confirmed itself', async () => {
      await update(harness.boot());
      const trial = harness.boot();
      expect(versionOf(trial)).toBe('0.2.0');
      await trial.confirm();
      expect(versionOf(harness.boot())).toBe('0.2.0');
    });

    it('falls back when a trial does not confirm itself', async () => {
      const before = versionOf(harness.boot());
      await update(harness.boot());
      expect(versionOf(harness.boot())).toBe('0.2.0');
      expect(versionOf(harness.boot())).toBe(before);
      expect(versionOf(harness.boot())).toBe(before);
    });

    it('can try an image again that has fallen back', async () => {
      await update(harness.boot());
      harness.boot();
      await harness.boot().armTrial();
      expect(versionOf(harness.boot())).toBe('0.2.0');
    });

    it('never writes over the running slot, and refuses a trial without a whole image', async () => {
      const slots = harness.boot();
      await expect(slots.armTrial()).rejects.toThrow();
      await slots.write(image());
      expect(versionOf(slots)).not.toBe('0.2.0');
    });

    it('refuses an update while the running image is itself on trial', async () => {
      await update(harness.boot());
      await expect(harness.boot().write(image())).rejects.toThrow();
    });

    it('tells how far it has come', async () => {
      const shares: number[] = [];
      await harness.boot().write(image(), (share) => shares.push(share));
      expect(shares.at(-1)).toBe(1);
      expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    });

    it.each([
      ['other bytes came', 'differs', image({ sha256: 'ab'.repeat(32) })],
      ['more came than was said', 'differs', image({ sizeBytes: whole.length - 1 })],
      ['less came than was said', 'source', image({ sizeBytes: whole.length + 1 })],
      ['the source failed', 'source', image({ open: failing })],
      ['no slot could hold it', 'no-space', image({ sizeBytes: 2 ** 40 })],
    ])('arms nothing when %s', async (_what, reason, source) => {
      const slots = harness.boot();
      expect(await slots.write(source)).toMatchObject({ ok: false, error: { reason } });
      await expect(slots.armTrial()).rejects.toThrow();
      expect(harness.boot().running()).toBe(slots.running());
    });

    it('goes on where the source broke off, and begins anew with another image', async () => {
      const told: Told = { from: [] };
      const slots = harness.boot();
      await slots.write(image({ open: breakingOff }, told));
      expect(await harness.boot().write(image({}, told))).toMatchObject({ ok: true });
      expect(told.from).toEqual([1024]);
      await slots.write(image({ open: breakingOff, sha256: 'cd'.repeat(32) }, told));
      await slots.write(image({}, told));
      expect(told.from).toEqual([1024, 0]);
    });

    it('begins anew after bytes that were not those that were signed', async () => {
      const told: Told = { from: [] };
      const slots = harness.boot();
      const wrong = image({
        open: async function* () {
          yield new Uint8Array(whole.length);
        },
      });
      expect(await slots.write(wrong)).toMatchObject({ error: { reason: 'differs' } });
      expect(await slots.write(image({}, told))).toMatchObject({ ok: true });
      expect(told.from).toEqual([0]);
    });

    it('starts from a whole good slot after a power cut at any write of an update', async () => {
      const total = await writesOfAnUpdate(open());
      expect(total).toBeGreaterThan(4);
      for (let cut = 0; cut < total; cut++) {
        const one = open();
        const slots = one.boot();
        const factory = versionOf(slots);
        one.cutPowerAfter(cut);
        await expect(update(slots)).rejects.toThrow();
        one.restorePower();
        const after = one.boot();
        expect([factory, '0.2.0']).toContain(versionOf(after));
        expect(after.list().some((slot) => slot.state === 'good')).toBe(true);
      }
    });

    async function writesOfAnUpdate(one: BootSlotsHarness): Promise<number> {
      const slots = one.boot();
      const before = one.writes();
      await update(slots);
      return one.writes() - before;
    }
  });
}

function versionOf(slots: BootSlots): string | undefined {
  return slots.list().find((slot) => slot.name === slots.running())?.version;
}

async function* failing(): AsyncGenerator<Uint8Array> {
  yield whole.subarray(0, 512);
  throw new Error('the line is dead');
}

async function* breakingOff(): AsyncGenerator<Uint8Array> {
  yield whole.subarray(0, 1024);
}
