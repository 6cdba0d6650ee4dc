// Really starts a few of the judged states in the emulator, to see that the verdict tells the truth.

import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ToolRoot } from '../../../build/debian/root.ts';
import { Machine } from '../../../build/qemu/machine.ts';
import { copyOffsets } from '../../../hal/linux/boot-state/boot-disk.ts';
import { startLimitMs } from '../phone-machine.ts';
import { CardReplay, slotRegions } from './card-replay.ts';
import { judgeStart } from './start-verdict.ts';
import type { LoggedWrite, Recording } from './write-log.ts';

export interface BootedCut {
  /** Writes that had reached the card. */
  readonly writes: number;
  readonly foretold: string;
  readonly found: string;
}

/** Half of them right after a write of the boot state, half in the middle of the copying. */
export function cutsToBoot(writes: readonly LoggedWrite[], count: number): readonly number[] {
  const after = (isWanted: (write: LoggedWrite) => boolean, share: number): readonly number[] => {
    const places = writes.flatMap((write, index) => (isWanted(write) ? [index + 1] : []));
    const picked = Array.from({ length: share }, (_, at) => places[Math.floor(((at + 0.5) * places.length) / share)]);
    return picked.filter((place) => place !== undefined);
  };
  const isState = ({ offset, length }: LoggedWrite) =>
    copyOffsets.some((copy) => offset <= copy && copy < offset + length);
  const isSlot = ({ offset }: LoggedWrite) =>
    Object.values(slotRegions).some((region) => region.offset <= offset && offset < region.offset + region.length);
  const half = Math.ceil(count / 2);
  return [...new Set([...after(isState, half), ...after(isSlot, count - half)])].sort((one, other) => one - other);
}

export interface BootOptions {
  readonly recording: Recording;
  readonly cuts: readonly number[];
  /** The card before the first write. */
  readonly before: string;
  readonly images: ReadonlyMap<string, string>;
  readonly tools: ToolRoot;
  readonly folder: string;
}

export async function* bootCuts(options: BootOptions): AsyncGenerator<BootedCut> {
  const { recording, before, images, tools, folder } = options;
  const writes = recording.events.filter((event) => event.kind === 'write');
  for (const cut of options.cuts) {
    const card = join(folder, 'cut.img');
    copyFileSync(before, card);
    const replay = new CardReplay(card, images);
    for (const write of writes.slice(0, cut)) replay.write(write.offset, recording.bytesOf(write));
    const contents = { A: replay.contentOf('A'), B: replay.contentOf('B') };
    const verdict = judgeStart({ sectors: replay.sectors(), contents });
    replay.close();
    const machine = await Machine.start({ tools, folder: join(folder, `cut-${cut}`), disk: card });
    try {
      await machine.untilConsole(/Booted into rootfs\.\d/, startLimitMs);
      await machine.untilConsole(/Started offhook\.service/, startLimitMs);
      const slot = /Booted into rootfs\.\d \(([AB])\)/.exec(machine.console)?.[1];
      const starts = [...machine.console.matchAll(/offhook: starting slot ([AB])/g)].map(([, name]) => name);
      yield { writes: cut, foretold: String(verdict.slot), found: starts.length === 1 ? String(slot) : starts.join() };
    } finally {
      await machine.cutPower();
    }
  }
}
