// Images that start and then fail, each in a way of its own, put on trial on a card in the emulator: do they go by themselves?

import { closeSync, constants, copyFileSync, openSync, readSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type BuiltImage, type BuiltSlot, buildImage, buildSlot } from '../../build/image/build-image.ts';
import { readImageBoard } from '../../build/image/image-board.ts';
import { Machine } from '../../build/qemu/machine.ts';
import { BootDisk } from '../../hal/linux/boot-state/boot-disk.ts';
import { arm } from '../../hal/linux/boot-state/transitions.ts';
import { take } from '../enterprise/update/release-desk.ts';
import { dataOffset, slotRegions } from './power-cut/card-replay.ts';

export interface Sabotage {
  readonly name: string;
  /** By their place below the root. */
  readonly files: Readonly<Record<string, string>>;
}

const program = 'usr/lib/offhook/firmware/main.mjs';
const without = (module: string) => ({
  'etc/modprobe.d/sabotage.conf': `blacklist ${module}\ninstall ${module} /bin/false\n`,
});

export const sabotages: readonly Sabotage[] = [
  { name: 'no-system', files: { 'usr/lib/systemd/systemd': 'no program at all\n' } },
  { name: 'crash-loop', files: { [program]: "throw new Error('sabotaged');\n" } },
  { name: 'hang', files: { [program]: 'setInterval(() => undefined, 3_600_000);\n' } },
  { name: 'no-screen', files: without('virtio_gpu') },
  { name: 'no-audio', files: without('snd_aloop') },
];

const goodVersion = '0.1.0';
const badVersion = '0.2.0';
/** Of this machine's time; the guest's leaps. */
const limitMs = 3_600_000;

export interface SabotageOutcome {
  readonly name: string;
  /** The old image runs again, its phone is up, and it has said what became of the new one. */
  readonly returned: boolean;
  /** In the guest's own time, as its last log line before the old image's start has it; undefined where there was none. */
  readonly trialSeconds: number | undefined;
  readonly words: string;
}

export class SabotageBench {
  readonly #image: BuiltImage;

  private constructor(image: BuiltImage) {
    this.#image = image;
  }

  static async open(): Promise<SabotageBench> {
    const image = await buildImage({
      ...{ board: readImageBoard('virt'), keyring: undefined, version: goodVersion, variant: 'sabotage-base' },
      moreArguments: 'systemd.journald.forward_to_console=1',
    });
    return new SabotageBench(image);
  }

  async run({ name, files }: Sabotage, folder: string): Promise<SabotageOutcome> {
    const slot = await buildSlot({
      ...{ board: this.#image.board, keyring: undefined, version: badVersion, variant: 'sabotage', extraFiles: files },
    });
    const card = join(folder, 'card.img');
    copyFileSync(join(this.#image.folder, 'disk.img'), card, constants.COPYFILE_FICLONE);
    await this.#putOnTrial(card, slot, folder);
    const machine = await Machine.start({
      ...{ tools: this.#image.tools, folder: join(folder, 'machine'), disk: card, keepChanges: true, clock: 'leaping' },
    });
    try {
      await machine.untilConsole(/offhook: starting slot B/, limitMs);
      await machine.untilConsole(/offhook: starting slot B[\s\S]*offhook: starting slot A/, limitMs);
      const trial = machine.console.slice(0, machine.console.lastIndexOf('offhook: starting slot A'));
      const seconds = trial.match(/^\[ *(\d+)\.\d+\] /gm)?.at(-1);
      await machine.untilConsole(
        /starting slot A[\s\S]*Started offhook\.service[\s\S]*version 0\.2\.0 fell back[^\r\n]*/,
        limitMs,
      );
      const words = /version 0\.2\.0 fell back[^\r\n]*/.exec(machine.console)?.[0] ?? '';
      const state = new BootDisk(card).read();
      const returned = state.ok && state.value.state.last === 'A' && state.value.state.trial === undefined;
      return { name, returned, trialSeconds: seconds ? Number.parseInt(seconds.slice(1), 10) : undefined, words };
    } finally {
      await machine.cutPower();
    }
  }

  /** As an update leaves it: the image in slot B, the trial armed, and the phone's record of it. */
  async #putOnTrial(card: string, slot: BuiltSlot, folder: string): Promise<void> {
    copyInto(card, join(slot.slotFolder, 'slot.ext4'), slotRegions.B.offset);
    take(new BootDisk(card).change((state) => arm(state, 'B', 'A')));
    const attempt = { version: badVersion, sha256: 'ab'.repeat(32), from: goodVersion, stage: 'armed', tries: 1 };
    const record = { keyListSequence: 0, sequences: {}, failedBundles: [], attempt: { ...attempt, registered: false } };
    writeFileSync(join(folder, 'record.json'), JSON.stringify(record));
    writeFileSync(join(folder, 'config.json'), JSON.stringify({ store: '/var/lib/offhook/store' }));
    const home = '/var/lib/offhook';
    const owned = [home, `${home}/store`, `${home}/config.json`, `${home}/store/image-update.json`];
    const orders = [
      ...['/var', '/var/lib', home, `${home}/store`].map((place) => `mkdir ${place}`),
      `write /work/config.json ${home}/config.json`,
      `write /work/record.json ${home}/store/image-update.json`,
      ...owned.flatMap((place) => ['uid', 'gid'].map((field) => `set_inode_field ${place} ${field} 700`)),
    ];
    writeFileSync(join(folder, 'orders'), `${orders.join('\n')}\n`);
    const target = `/work/card.img?offset=${dataOffset}`;
    await this.#image.tools.run('debugfs', ['-w', '-f', '/work/orders', target], { folders: { [folder]: '/work' } });
  }
}

function copyInto(card: string, from: string, offset: number): void {
  const [source, target] = [openSync(from, 'r'), openSync(card, 'r+')];
  const piece = Buffer.alloc(4 * 1024 * 1024);
  try {
    for (let at = 0; ; ) {
      const read = readSync(source, piece, 0, piece.length, at);
      if (read === 0) return;
      writeSync(target, piece, 0, read, offset + at);
      at += read;
    }
  } finally {
    closeSync(source);
    closeSync(target);
  }
}
