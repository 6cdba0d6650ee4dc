// Offers one thing to a phone's updater and sees what comes of it: refused and why, and whether a slot has changed.

import { ImageUpdate, type UpdateServer } from '../../../../firmware/admin/update/index.ts';
import { policySchema } from '../../../../firmware/config/index.ts';
import type { UpdateState } from '../../../../firmware/phone.ts';
import { MemoryStore } from '../../../../firmware/store/index.ts';
import type { Clock } from '../../../../hal/clock.ts';
import { SimBootSlots } from '../../../../hal/sim/boot-slots.ts';
import { PowerCutDisk } from '../../../../hal/sim/power-cut-disk.ts';
import { VirtualClock } from '../../../../hal/sim/virtual-clock.ts';
import { atRest } from '../../../../ui/gallery/fixtures/state.ts';
import { nowMs } from '../release-desk.ts';

export interface Offered {
  readonly server: UpdateServer;
  readonly rootKeys: readonly string[];
  /** What the phone remembers of earlier updates. */
  readonly record?: object;
  /** Where servers of the network are asked, the real one. */
  readonly clock?: Clock;
}

export interface RefusalOutcome {
  /** A word of `RefusalReason`, or `taken`. */
  readonly reason: string;
  /** The running slot is the old one, and the other is not armed. */
  readonly unharmed: boolean;
}

const limitMs = 60_000;

export async function offer({
  server,
  rootKeys,
  record,
  clock = new VirtualClock(nowMs),
}: Offered): Promise<RefusalOutcome> {
  const disk = new PowerCutDisk();
  const slots = SimBootSlots.boot(disk, '0.2.0');
  const store = new MemoryStore();
  if (record) store.write('image-update', record);
  const { promise, resolve } = Promise.withResolvers<string>();
  const update = new ImageUpdate({
    clock,
    // No spread: the question comes at once.
    random: { bytes: (length) => new Uint8Array(length) },
    store,
    log: (_level, text) => {
      const refused = /^Image update: ([a-z-]+): /.exec(text)?.[1];
      if (refused !== undefined) resolve(refused);
      else if (text.includes('stopped')) resolve(text);
    },
    policy: policySchema.parse({ imageUpdate: { enabled: true, rootKeys } }),
    identity: { vendor: 'Offhook', model: 'Desk', revision: '1', serialNumber: 'T-1', macAddress: '02:00:00:00:00:01' },
    slots,
    version: '0.2.0',
    server,
    phone: { state: atRest, subscribe: () => () => undefined },
    touchedAtMs: () => 0,
    checkSound: () => Promise.resolve({ ran: true, glitches: 0 }),
    show: ({ step, lastCheckedAtMs, problem }: UpdateState) => {
      if (step === 'waiting') resolve('taken');
      if (step === 'resting' && lastCheckedAtMs !== undefined && problem === undefined) resolve('nothing-new');
    },
  });
  update.start();
  const timer = setTimeout(() => resolve('no-verdict'), limitMs);
  if (clock instanceof VirtualClock) await clock.advance(1_000);
  const reason = await promise;
  clearTimeout(timer);
  update.close();
  const after = SimBootSlots.boot(disk, '0.2.0');
  const running = after.list().find(({ name }) => name === after.running());
  return { reason, unharmed: running?.version === '0.2.0' && running.state === 'good' };
}
