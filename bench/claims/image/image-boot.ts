// image.boot: from power-on to a phone that is signed in, against the same kernel's way to a bare login prompt.

import { constants, copyFileSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import type { BuiltImage } from '../../../build/image/build-image.ts';
import { hostAddress, Machine } from '../../../build/qemu/machine.ts';
import { type Enterprise, startEnterprise } from '../../enterprise/enterprise.ts';
import { writeCard } from '../../image/card.ts';
import { startLimitMs, testImage } from '../../image/phone-machine.ts';
import { isSignedIn } from '../../image/screens.ts';
import type { Claim } from '../claim.ts';
import { withScratchFolder } from '../scratch-folder.ts';

const mebibyte = 1024 * 1024;
const imageBytes = 1156 * mebibyte;

export const imageBoot: Claim = {
  name: 'image.boot',
  what: 'power-on to the signed-in screen, in the emulator, over the same kernel to a bare login prompt; medians',
  measure: ({ long, say }) =>
    withScratchFolder(async (folder) => {
      const started = await startEnterprise({ folder: join(folder, 'enterprise'), announced: hostAddress });
      if (!started.ok) throw new Error(started.error);
      const enterprise = started.value;
      try {
        const times = await takeTurns(folder, enterprise, long ? 7 : 3, say);
        const [phone, bare] = [median(times.phone), median(times.bare)];
        say(`signed in after ${seconds(phone)}, login prompt after ${seconds(bare)}`);
        return [{ name: 'ratio', value: phone / bare, unit: 'times', goal: { operator: '<=', value: 1.3 } }];
      } finally {
        await enterprise.close();
      }
    }),
};

/** One of each after the other, so that a machine which is busy for a while is so for both. */
async function takeTurns(
  folder: string,
  enterprise: Enterprise,
  rounds: number,
  say: (line: string) => void,
): Promise<{ readonly phone: readonly number[]; readonly bare: readonly number[] }> {
  const image = await testImage({});
  const card = writeCard(folder, image, configFor(enterprise));
  // Nothing to grow, as at every start but the first.
  truncateSync(card, imageBytes);
  const login = await testImage({ units: ['offhook-bare-login.service'], mask: ['offhook.service'] });
  // A copy: another build would take its place.
  const disk = join(folder, 'bare.img');
  copyFileSync(join(login.folder, 'disk.img'), disk, constants.COPYFILE_FICLONE);
  const phone: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < rounds; round++) {
    phone.push(await once(folder, image, card, (machine) => untilSignedIn(machine, enterprise, say)));
    bare.push(await once(folder, login, disk, (machine) => machine.untilConsole(/login: *$/, startLimitMs)));
    say(`phone ${seconds(phone.at(-1) ?? 0)}, bare ${seconds(bare.at(-1) ?? 0)}`);
  }
  return { phone, bare };
}

/** The screen is not looked at before the phone has registered: each look takes time from the emulator. */
async function untilSignedIn(machine: Machine, enterprise: Enterprise, say: (line: string) => void): Promise<number> {
  const registered = new Promise<void>((resolve) => {
    const stop = enterprise.onSip(({ direction, user }) => {
      if (direction !== 'sent' || user === undefined) return;
      stop();
      resolve();
    });
  });
  await registered;
  say(`registered after ${seconds(performance.now() - machine.startedMs)}`);
  return machine.untilScreen(isSignedIn, 'home screen', startLimitMs);
}

function configFor({ domain, people, ports, authorityFile }: Enterprise): string {
  const [person] = people;
  const address = `${person?.user}@${domain}`;
  const outbound = [`${hostAddress}:${ports.tls}`];
  return JSON.stringify({
    accounts: [{ address, auth_pass: person?.password, outbound }],
    trust_anchors: [readFileSync(authorityFile, 'utf8')],
  });
}

/** Nothing is kept on the card, so that each start is the same. */
async function once(
  folder: string,
  { tools }: BuiltImage,
  disk: string,
  watch: (machine: Machine) => Promise<number>,
): Promise<number> {
  const machine = await Machine.start({ tools, folder: join(folder, 'machine'), disk });
  try {
    return await watch(machine);
  } finally {
    await machine.cutPower();
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
