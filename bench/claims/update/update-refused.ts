// update.refused: every kind of bad manifest, image and server is offered to the updater, and none may reach a slot.

import { randomInt } from 'node:crypto';
import { readManifest } from '../../../firmware/admin/update/manifest/index.ts';
import { type Mutation, mutate, mutationKinds } from '../../enterprise/update/mutation.ts';
import { badImages } from '../../enterprise/update/refused/bad-images.ts';
import { badManifests } from '../../enterprise/update/refused/bad-manifests.ts';
import { badServers } from '../../enterprise/update/refused/bad-servers.ts';
import { offer } from '../../enterprise/update/refused/refusal-run.ts';
import { bytesOf, ReleaseDesk } from '../../enterprise/update/release-desk.ts';
import type { Claim } from '../claim.ts';

const mutations = { short: 10_000, long: 100_000 };

export const updateRefused: Claim = {
  name: 'update.refused',
  what: 'kinds of bad manifest, image and server offered to the updater with simulated slots: how many, taken, refused for another reason',
  measure: async ({ long, say }) => {
    const desk = new ReleaseDesk();
    let [kinds, taken, otherwise] = [0, 0, 0];
    const judge = (name: string, wanted: string, { reason, unharmed }: Awaited<ReturnType<typeof offer>>): void => {
      if (wanted === 'taken') {
        if (reason !== 'taken') throw new Error(`What is as it should be was not taken, but "${reason}".`);
        return;
      }
      kinds++;
      if (reason === 'taken' || !unharmed) taken++;
      else if (reason !== wanted) otherwise++;
      if (reason !== wanted || !unharmed)
        say(`${name}: ${reason} instead of ${wanted}, slots ${unharmed ? 'unharmed' : 'changed'}`);
    };
    for (const { name, reason, offered } of [...badManifests(desk), ...badImages(desk)])
      judge(name, reason, await offer(offered));
    for (const { name, reason, run } of await badServers()) judge(name, reason, await run(offer));
    const count = long ? mutations.long : mutations.short;
    const believed = believedMutations(desk, count);
    say(`${count} mutations of a good manifest`);
    return [
      { name: 'kinds', value: kinds, unit: 'kinds', goal: { operator: '>=', value: 40 } },
      { name: 'taken', value: taken, unit: 'kinds', goal: { operator: '<=', value: 0 } },
      { name: 'other-reason', value: otherwise, unit: 'kinds', goal: { operator: '<=', value: 0 } },
      { name: 'mutations-believed', value: believed, unit: 'mutations', goal: { operator: '<=', value: 0 } },
    ];
  },
};

/** Only such as say something else than the original. */
function believedMutations(desk: ReleaseDesk, count: number): number {
  const right = desk.envelope();
  const whole = bytesOf(right);
  const original = JSON.stringify(right.manifest.signed);
  let believed = 0;
  for (let at = 0; at < count; at++) {
    let bytes: Uint8Array = whole;
    for (let changes = randomInt(1, 4); changes > 0; changes--) bytes = mutate(bytes, anyMutation(whole.length));
    const read = readManifest(bytes, desk.trust);
    if (read.ok && JSON.stringify(read.value.manifest) !== original) believed++;
  }
  return believed;
}

function anyMutation(length: number): Mutation {
  const kind = mutationKinds[randomInt(mutationKinds.length)] ?? 'flip';
  return { kind, at: randomInt(length), length: randomInt(1, 41), byte: randomInt(256), bit: randomInt(8) };
}
