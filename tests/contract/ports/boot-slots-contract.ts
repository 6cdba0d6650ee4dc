// What any BootSlots must keep true: at least one good slot at every instant, and one start for a trial.

import { beforeEach, describe, expect, it } from 'vitest';
import type { BootSlots } from '../../../hal/boot-slots.ts';

export interface BootSlotsHarness {
  /** Start the board from its disk as the boot loader would; the first start finds a factory image. */
  boot(): BootSlots;
  /** Cut the power after so many more writes; undefined keeps it on. */
  cutPowerAfter(writes: number): void;
  restorePower(): void;
  writes(): number;
}

export function bootSlotsContract(name: string, open: () => BootSlotsHarness): void {
  describe(`${name} as BootSlots`, () => {
    let harness: BootSlotsHarness;
    beforeEach(() => {
      harness = open();
    });
    const update = async (slots: BootSlots, version = '0.2.0') => {
      await slots.write(image(), version);
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

    it('never writes over the running slot, and refuses a trial without a whole image', async () => {
      const slots = harness.boot();
      await expect(slots.armTrial()).rejects.toThrow();
      await slots.write(image(), '0.2.0');
      expect(versionOf(slots)).not.toBe('0.2.0');
    });

    it('refuses an update while the running image is itself on trial', async () => {
      await update(harness.boot());
      await expect(harness.boot().write(image(), '0.3.0')).rejects.toThrow();
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

async function* image(): AsyncGenerator<Uint8Array> {
  for (let chunk = 0; chunk < 3; chunk++) yield new Uint8Array(1024).fill(chunk + 1);
}
