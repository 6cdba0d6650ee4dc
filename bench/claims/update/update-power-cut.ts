// update.power-cut: the power is cut at every write of an update, on a simulated board and on the recording of two real ones.

import { cutEverywhere } from '../../enterprise/update/power-cut-run.ts';
import { UnflushedDisk } from '../../enterprise/update/unflushed-disk.ts';
import { examine, recordUpdates } from '../../image/power-cut/recorded-updates.ts';
import type { Claim, ClaimRun, Figure } from '../claim.ts';
import { withScratchFolder } from '../scratch-folder.ts';

const none = { operator: '<=', value: 0 } as const;
const secondCuts = { short: 4, long: 40 };
const boots = { short: 8, long: 200 };
const dataLooks = { short: 1_000, long: 20_000 };

export const updatePowerCut: Claim = {
  name: 'update.power-cut',
  what: 'power cut at every write of two real updates, recorded in the emulator, and of one on a simulated board: bricks, mixed slots, lost updates, lost configurations; planted faults missed; cuts really started that went otherwise',
  measure: async (run) => [...(await recorded(run)), ...(await simulated(run))],
};

async function recorded({ long, say }: ClaimRun): Promise<readonly Figure[]> {
  const length = long ? 'long' : 'short';
  return withScratchFolder(async (folder) => {
    const updates = await recordUpdates(folder, say);
    const found = await examine(updates, { dataLooks: dataLooks[length], boots: boots[length], say });
    return [
      { name: 'bricks', value: found.bricks, unit: 'states', goal: none },
      { name: 'mixed-slots', value: found.mixed, unit: 'states', goal: none },
      { name: 'lost-updates', value: found.lostUpdates, unit: 'states', goal: none },
      { name: 'lost-configurations', value: found.lostConfigurations, unit: 'states', goal: none },
      { name: 'planted-faults-missed', value: found.mutationsMissed, unit: 'faults', goal: none },
      { name: 'booted', value: found.booted, unit: 'starts', goal: { operator: '>=', value: boots.short } },
      { name: 'booted-otherwise', value: found.bootsThatDisagreed, unit: 'starts', goal: none },
    ];
  });
}

async function simulated({ long, say }: ClaimRun): Promise<readonly Figure[]> {
  const counts = await cutEverywhere({ secondCuts: long ? secondCuts.long : secondCuts.short });
  say(`${counts.writes} writes of an update, ${counts.cuts} runs with one cut or two, on a simulated disk`);
  const planted = await cutEverywhere({ secondCuts: 0, newDisk: () => new UnflushedDisk() });
  say(`the same on a disk that says "written" too early: ${planted.bricks} bricks found in ${planted.cuts} runs`);
  return [
    { name: 'simulated-bricks', value: counts.bricks, unit: 'runs', goal: none },
    { name: 'simulated-lost-updates', value: counts.lostUpdates, unit: 'runs', goal: none },
    { name: 'simulated-lost-configurations', value: counts.lostConfigurations, unit: 'runs', goal: none },
    { name: 'simulated-fault-found', value: planted.bricks, unit: 'runs', goal: { operator: '>=', value: 1 } },
  ];
}
