// media.quality.vs-peers: in each case our perceptual score less the best peer's, each at its own delay, in one run.

import { engines } from '../../media/campaign/engines.ts';
import type { Summary } from '../../media/campaign/figures.ts';
import { ourEngine } from '../../media/ours/ours.ts';
import { printTable } from '../../media/report/table.ts';
import { type NetworkCase, networkCases } from '../../media/virtual-call/cases.ts';
import type { Claim, Figure } from '../claim.ts';
import { measureCalls, medianOf } from './engine-calls.ts';

/** Two seeds of all cases and engines fit into the half hour of a claim. */
const seeds = { short: 2, long: 5 };
const lossCases: ReadonlySet<string> = new Set<NetworkCase>(['loss5', 'burst10', 'burst20', 'loss-and-jitter']);
const leastGain = 0.2;
/** Equal, as far as the score can tell. */
const leastElsewhere = -0.05;

export const qualityVsPeers: Claim = {
  name: 'media.quality.vs-peers',
  what: "ViSQOL of ours minus the best peer's (NetEQ, baresip, mediastream, GStreamer), each at its own delay, case by case",
  async measure({ long, say }) {
    const cases = Object.keys(networkCases) as NetworkCase[];
    const summaries = await measureCalls(engines, cases, long ? seeds.long : seeds.short, say);
    say(printTable(summaries));
    return cases.map((name) =>
      compare(
        name,
        summaries.filter((summary) => summary.case === name),
        say,
      ),
    );
  },
};

/** Says a line for the peers with a sound card and one for all of them; the figure is against all. */
export function compare(name: string, group: readonly Summary[], say: (line: string) => void): Figure {
  const ours = medianOf(
    group.find(({ engine }) => engine === ourEngine.name),
    'visqol',
  );
  const peers = group.filter(({ engine, figures }) => engine !== ourEngine.name && figures.visqol);
  const carded = engines.filter(({ hasCard }) => hasCard).map((engine) => engine.name);
  const sets = { 'peers with a sound card': peers.filter(({ engine }) => carded.includes(engine)), 'all peers': peers };
  for (const [set, members] of Object.entries(sets))
    say(`${name}, ${set}: ours ${ours.toFixed(2)}, ${describe(members)}`);
  const best = bestOf(peers);
  const theirs = best?.figures.visqol?.median;
  if (!best || theirs === undefined) throw new Error(`No peer could be measured in the case ${name}.`);
  return {
    name,
    value: ours - theirs,
    unit: `MOS-LQO over ${best.engine}`,
    goal: { operator: '>=', value: lossCases.has(name) ? leastGain : leastElsewhere },
  };
}

function bestOf(peers: readonly Summary[]): Summary | undefined {
  const score = ({ figures }: Summary) => figures.visqol?.median ?? Number.NEGATIVE_INFINITY;
  return [...peers].sort((a, b) => score(b) - score(a))[0];
}

function describe(peers: readonly Summary[]): string {
  const best = bestOf(peers);
  if (!best) return 'no peer';
  const delay = best.figures.delayP50Ms?.median.toFixed(0) ?? '?';
  return `best ${best.engine} ${best.figures.visqol?.median.toFixed(2)} at ${delay} ms`;
}
