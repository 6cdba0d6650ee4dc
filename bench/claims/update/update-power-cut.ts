// update.power-cut, in its simulated form: the power is cut at every write of an update, and again at the writes that follow.

import { cutEverywhere } from '../../enterprise/update/power-cut-run.ts';
import { UnflushedDisk } from '../../enterprise/update/unflushed-disk.ts';
import type { Claim } from '../claim.ts';

const secondCuts = { short: 4, long: 40 };

export const updatePowerCut: Claim = {
  name: 'update.power-cut',
  what: 'simulated board: power cut at every write of an update and at those after it: bricks, lost updates, lost configurations',
  measure: async ({ long, say }) => {
    const counts = await cutEverywhere({ secondCuts: long ? secondCuts.long : secondCuts.short });
    say(`${counts.writes} writes of an update, ${counts.cuts} runs with one cut or two, on a simulated disk`);
    const planted = await cutEverywhere({ secondCuts: 0, newDisk: () => new UnflushedDisk() });
    say(`the same on a disk that says "written" too early: ${planted.bricks} bricks found in ${planted.cuts} runs`);
    const none = { operator: '<=', value: 0 } as const;
    return [
      { name: 'bricks', value: counts.bricks, unit: 'runs', goal: none },
      { name: 'lost-updates', value: counts.lostUpdates, unit: 'runs', goal: none },
      { name: 'lost-configurations', value: counts.lostConfigurations, unit: 'runs', goal: none },
      { name: 'planted-fault-found', value: planted.bricks, unit: 'runs', goal: { operator: '>=', value: 1 } },
    ];
  },
};
