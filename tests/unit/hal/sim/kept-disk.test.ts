// A simulated disk in a folder: what was written before the process ended is there when the next one starts.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { bundleOf } from '../../../../bench/enterprise/update/release-desk.ts';
import { SimBootSlots } from '../../../../hal/sim/boot-slots.ts';
import { KeptDisk } from '../../../../hal/sim/disk/kept-disk.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'offhook-disk-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const image = Buffer.from('an image');

async function armedSlots(): Promise<void> {
  const slots = SimBootSlots.boot(new KeptDisk(folder));
  const { sizeBytes, sha256, manifestSha256 } = bundleOf(image);
  const written = await slots.write({
    ...{ version: '0.3.0', url: '', headers: {}, trustAnchors: [], sizeBytes, sha256, manifestSha256 },
    open: async function* () {
      yield image;
    },
  });
  expect(written.ok).toBe(true);
  await slots.armTrial();
}

it('starts a trial in the next process, and keeps what that confirmed', async () => {
  await armedSlots();
  const trial = SimBootSlots.boot(new KeptDisk(folder));
  expect(trial.running()).toBe('B');
  await trial.confirm();
  expect(SimBootSlots.boot(new KeptDisk(folder)).running()).toBe('B');
});

it('goes back to the old slot where the trial ended without a word', async () => {
  await armedSlots();
  expect(SimBootSlots.boot(new KeptDisk(folder)).running()).toBe('B');
  const after = SimBootSlots.boot(new KeptDisk(folder));
  expect([after.running(), after.list()[1]?.state]).toEqual(['A', 'bad']);
});

it('passes over what a process left half written', () => {
  writeFileSync(join(folder, 'boot-record-0.new'), 'half');
  expect(new KeptDisk(folder).read('boot-record-0.new')).toBeUndefined();
});
