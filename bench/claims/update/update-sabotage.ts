// update.sabotage: images that start and then fail are put on trial in the emulator, and must go by themselves.

import { SabotageBench, sabotages } from '../../image/sabotage.ts';
import type { Claim } from '../claim.ts';
import { withScratchFolder } from '../scratch-folder.ts';

export const updateSabotage: Claim = {
  name: 'update.sabotage',
  what: 'images that start and fail, on trial on a card in the emulator: how many, and how many did not go back to the old one by themselves',
  measure: async ({ say }) => {
    const bench = await SabotageBench.open();
    let stayed = 0;
    for (const sabotage of sabotages) {
      const outcome = await withScratchFolder((folder) => bench.run(sabotage, folder));
      if (!outcome.returned) stayed++;
      const seconds = outcome.trialSeconds === undefined ? 'at once' : `after ${outcome.trialSeconds} s`;
      say(`${outcome.name}: ${outcome.returned ? `back ${seconds}` : 'not back'}; ${outcome.words}`);
    }
    return [
      { name: 'kinds', value: sabotages.length, unit: 'images', goal: { operator: '>=', value: 5 } },
      { name: 'stayed', value: stayed, unit: 'images', goal: { operator: '<=', value: 0 } },
    ];
  },
};
