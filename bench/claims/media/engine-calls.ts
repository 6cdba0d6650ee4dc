// Measured calls for the claims on delay and quality: speech and engines made ready, and figures with their reasons.

import type { MeasuredEngine } from '../../media/call/measured-call.ts';
import { runCampaign } from '../../media/campaign/campaign.ts';
import { preparedEngines } from '../../media/campaign/engines.ts';
import { type FigureName, type Summary, summarise } from '../../media/campaign/figures.ts';
import { openPythonEnvironment } from '../../media/score/python-environment.ts';
import { readSpeech } from '../../media/speech/speech.ts';
import { type NetworkCase, networkCases } from '../../media/virtual-call/cases.ts';

export const callsAtOnce = 4;

/** Throws where the scores or the speech cannot be had. */
export async function measureCalls(
  engines: readonly MeasuredEngine[],
  cases: readonly NetworkCase[],
  seeds: number,
  say: (line: string) => void,
): Promise<readonly Summary[]> {
  const python = await openPythonEnvironment(say);
  if (!python.ok) throw new Error(python.error);
  const ready = await preparedEngines(engines, say);
  const speech = readSpeech().samples;
  const named = cases.map((name) => ({ name, network: networkCases[name] }));
  return summarise(await runCampaign({ engines: ready, cases: named, seeds, jobs: callsAtOnce, speech, say }));
}

/** The median over the seeds; throws where a call failed or the engine does not tell. */
export function medianOf(summary: Summary | undefined, figure: FigureName): number {
  const [failure] = summary?.failures ?? ['it was not measured'];
  if (failure !== undefined) throw new Error(`${summary?.engine ?? 'A call'} failed: ${failure}`);
  const spread = summary?.figures[figure];
  if (!spread) throw new Error(`${summary?.engine} does not tell ${figure}.`);
  return spread.median;
}
