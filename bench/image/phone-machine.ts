// A phone in the emulator for claims and tests: our image with a few units beside it that a person's card does not have.

import { join } from 'node:path';
import { type BuiltImage, buildImage } from '../../build/image/build-image.ts';
import { readImageBoard } from '../../build/image/image-board.ts';
import { Machine } from '../../build/qemu/machine.ts';
import { withScratchFolder } from '../claims/scratch-folder.ts';
import { tables } from './ports.ts';

/** Emulated processors are some thirty times slower than a phone's. */
export const startLimitMs = 600_000;

export interface MachineWish {
  /** Units of `testUnits` to start; without any the machine does what a person's does. */
  readonly units?: readonly (keyof typeof testUnits)[];
  readonly mask?: readonly string[];
  readonly moreArguments?: string;
}

export interface RunningPhone {
  readonly machine: Machine;
  readonly image: BuiltImage;
}

export const testUnits = {
  /** Shows the kernel's tables of sockets, a while after the phone and the network came up. */
  'offhook-probe.service': `# Shows what listens, for a test.
[Unit]
After=offhook.service systemd-networkd.service

[Service]
Type=oneshot
ExecStartPre=/usr/lib/systemd/systemd-networkd-wait-online --timeout=240
ExecStartPre=/usr/bin/sleep 20
TimeoutStartSec=300s
ExecStart=/usr/bin/sh -c 'for t in ${tables.join(' ')}; do echo offhook-probe $$t; cat /proc/net/$$t; done > /dev/console; echo offhook-probe end > /dev/console'
`,
  /** Shows the log as it is written; what units print is not among what the journal forwards to a console. */
  'offhook-log.service': `# Shows the log, for a test.
[Unit]
DefaultDependencies=no
After=systemd-journal-flush.service

[Service]
ExecStart=/usr/bin/sh -c 'exec journalctl --follow --lines=1000 --output=short-monotonic --no-hostname > /dev/console'
`,
  /** What a system without our phone would show on its console at the end of its start. */
  'offhook-bare-login.service': `# A login prompt, for a comparison of times.
[Unit]
After=sysinit.target

[Service]
ExecStart=/usr/bin/busybox getty -L ttyAMA0 115200 vt100
`,
} as const;

/** Our image as it is, with the units beside it; which of them start stands on the card alone. */
export async function testImage(wish: MachineWish): Promise<BuiltImage> {
  const units = Object.entries(testUnits).map(([name, text]) => [`etc/systemd/system/${name}`, text]);
  const words = [
    ...(wish.units ?? []).map((name) => `systemd.wants=${name}`),
    ...(wish.mask ?? []).map((name) => `systemd.mask=${name}`),
    wish.moreArguments ?? '',
  ];
  return buildImage({
    board: readImageBoard('virt'),
    keyring: undefined,
    extraFiles: Object.fromEntries(units),
    moreArguments: words.join(' ').trim(),
  });
}

/** One start, of which nothing is kept on the card. */
export async function withMachine<T>(wish: MachineWish, use: (phone: RunningPhone) => Promise<T>): Promise<T> {
  const image = await testImage(wish);
  return withScratchFolder(async (folder) => {
    const machine = await Machine.start({ tools: image.tools, folder, disk: join(image.folder, 'disk.img') });
    try {
      return await use({ machine, image });
    } finally {
      await machine.cutPower();
    }
  });
}
