// Opens the slots of the image that runs; without RAUC the phone still calls, and only cannot be updated.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BootSlots } from '../../boot-slots.ts';
import type { Clock } from '../../clock.ts';
import { err } from '../../result.ts';
import { RaucBootSlots } from './rauc-boot-slots.ts';
import { Busctl, type SystemBus } from './system-bus.ts';

/** The phone's own folder in memory, and the file in it for which the system waits (docs/image.md). */
const runFolder = '/run/offhook';

export async function openRaucSlots(
  clock: Clock,
  warn: (sentence: string) => void,
  bus: SystemBus = new Busctl(),
): Promise<BootSlots> {
  const opened = await RaucBootSlots.open({
    ...{ bus, clock, kernelCommandLine: readFileSync('/proc/cmdline', 'utf8'), version: runningVersion() },
    restartFile: join(runFolder, 'restart'),
  });
  if (opened.ok) return opened.value;
  warn(`${opened.error} This phone cannot be updated until that is mended.`);
  return noSlots(opened.error);
}

function runningVersion(): string | undefined {
  const file = '/etc/os-release';
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return /^VERSION_ID="?([^"\n]+)"?$/m.exec(text)?.[1];
}

/** One good slot that nobody can change. */
function noSlots(why: string): BootSlots {
  const refused = () => Promise.reject(new Error(why));
  return {
    compatible: 'unknown',
    running: () => 'A',
    list: () => [{ name: 'A', state: 'good', version: runningVersion() }],
    write: () => Promise.resolve(err({ reason: 'rejected', detail: why })),
    armTrial: refused,
    confirm: () => Promise.resolve(),
    restart: () => undefined,
  };
}
