// media.soak: one call of 8 hours in virtual time and one of 20 minutes in real time; does memory grow, does delay move?

import type { Claim, Figure } from '../../claim.ts';
import { fitSlope } from '../../slope.ts';
import { soakInRealTime } from './soak-real.ts';
import type { SoakSample } from './soak-sample.ts';
import { soakInVirtualTime } from './soak-virtual.ts';

const virtualHours = { short: 8, long: 48 };
const realMinutes = { short: 20, long: 480 };

export const mediaSoak: Claim = {
  name: 'media.soak',
  what: 'a call of 8 h by virtual time and one of 20 min by real time: memory slope (95 % bound) and delay drift',
  async measure({ long, say }) {
    const count = long ? 'long' : 'short';
    const virtual = soakInVirtualTime(virtualHours[count], say);
    const real = await soakInRealTime(realMinutes[count], say);
    return [...figuresOf('virtual', virtual), ...figuresOf('real', real)];
  },
};

function figuresOf(name: string, samples: readonly SoakSample[]): readonly Figure[] {
  const { upperBound } = fitSlope(samples.map(({ hours, megabytes }) => ({ x: hours, y: megabytes })));
  return [
    { name: `${name}.memory`, value: upperBound, unit: 'MB/hour', goal: { operator: '<=', value: 1 } },
    { name: `${name}.delay-drift`, value: driftOf(samples), unit: 'ms', goal: { operator: '<=', value: 1 } },
  ];
}

/** The mean delay of the last eighth of the call against that of the first. */
function driftOf(samples: readonly SoakSample[]): number {
  const part = Math.floor(samples.length / 8);
  return Math.abs(meanDelay(samples.slice(-part)) - meanDelay(samples.slice(0, part)));
}

function meanDelay(samples: readonly SoakSample[]): number {
  return samples.reduce((sum, { delayMs }) => sum + delayMs, 0) / samples.length;
}
