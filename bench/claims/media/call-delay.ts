// media.delay.* and media.burst20: our engine alone, ALSA to ALSA over a bad network, against fixed goals.

import type { FigureName } from '../../media/campaign/figures.ts';
import { ourEngine } from '../../media/ours/ours.ts';
import { printTable } from '../../media/report/table.ts';
import type { NetworkCase } from '../../media/virtual-call/cases.ts';
import type { Claim, Figure } from '../claim.ts';
import { measureCalls, medianOf } from './engine-calls.ts';

const seeds = { short: 5, long: 20 };

interface Part {
  readonly name: string;
  readonly figure: FigureName;
  readonly unit: string;
  readonly most: number;
  /** From the figure's own unit to that of the goal. */
  readonly scale?: number;
}

function callClaim(name: string, networkCase: NetworkCase, what: string, parts: readonly Part[]): Claim {
  return {
    name,
    what,
    async measure({ long, say }) {
      const summaries = await measureCalls([ourEngine], [networkCase], long ? seeds.long : seeds.short, say);
      say(printTable(summaries));
      return parts.map(
        (part): Figure => ({
          name: part.name,
          value: medianOf(summaries[0], part.figure) * (part.scale ?? 1),
          unit: part.unit,
          goal: { operator: '<=', value: part.most },
        }),
      );
    },
  };
}

const p50 = (most: number): Part => ({ name: 'p50', figure: 'delayP50Ms', unit: 'ms', most });
const concealed = (most: number): Part => ({
  name: 'concealed',
  figure: 'concealedShare',
  unit: '% of the samples heard',
  most,
  scale: 100,
});

export const delayClean = callClaim(
  'media.delay.clean',
  'clean',
  'mouth to ear, ALSA to ALSA over a 20 ms network without loss or jitter',
  [p50(85)],
);

export const delayJitter20 = callClaim(
  'media.delay.jitter20',
  'jitter20',
  'mouth to ear, ALSA to ALSA, exponential jitter of 20 ms, and what is concealed of it',
  [p50(140), concealed(1)],
);

export const delayLoss5 = callClaim(
  'media.delay.loss5',
  'loss5',
  'mouth to ear, ALSA to ALSA, 5 % of the packets lost, and what is concealed of it',
  [p50(90), concealed(1.5)],
);

export const burst20 = callClaim(
  'media.burst20',
  'burst20',
  'spectral distance where packets were lost, 20 % in bursts of 4, live, ALSA to ALSA',
  [
    { name: 'distance', figure: 'lossDistanceDb', unit: 'dB', most: 5 },
    { name: 'p95', figure: 'delayP95Ms', unit: 'ms', most: 220 },
  ],
);
