// Judges a test call by what was measured in it: the microphone's level and clipping, the network's loss, jitter and delay.

import type { MediaStatistics } from '../../../media/session.ts';
import type { TestCallCause, TestCallState, TestCallVerdict } from '../../phone.ts';

export type Verdict = Extract<TestCallState, { readonly step: 'verdict' }>;

/** Speech into a handset lies around -26 dBFS; below the first nothing was heard, below the second it is hard to follow. */
const silentBelowDbfs = -60;
const quietBelowDbfs = -42;
/** Share of samples at full scale. */
const clipping = { worse: 0.005, bad: 0.03 };
/** The optimal and acceptable steps of the ladder in which Lync's diagnostics graded calls. */
const lossShare = { worse: 0.02, bad: 0.05 };
const jitterMs = { worse: 15, bad: 25 };
const roundTripMs = { worse: 200, bad: 500 };

export function judge(recorded: readonly MediaStatistics[], whole: readonly MediaStatistics[]): Verdict {
  const levelDbfs = meanLevelDbfs(recorded);
  const clippedShare = mean(present(recorded.map((second) => second.clippedShare)));
  const network = networkFigures(whole);
  const findings: readonly (readonly [TestCallCause, TestCallVerdict])[] = [
    levelDbfs < silentBelowDbfs
      ? ['microphone-silent', 'bad']
      : ['microphone-quiet', levelDbfs < quietBelowDbfs ? 'could-be-better' : 'good'],
    ['microphone-clipping', grade(clippedShare, clipping)],
    ['network-loss', grade(network.lossShare, lossShare)],
    ['network-jitter', grade(network.jitterMs ?? 0, jitterMs)],
    ['network-delay', grade(network.roundTripMs ?? 0, roundTripMs)],
  ];
  const verdicts = findings.map(([, verdict]) => verdict);
  return {
    step: 'verdict',
    verdict: verdicts.includes('bad') ? 'bad' : verdicts.includes('could-be-better') ? 'could-be-better' : 'good',
    causes: findings.flatMap(([cause, verdict]) => (verdict === 'good' ? [] : [cause])),
    figures: {
      levelDbfs,
      clippedPercent: clippedShare * 100,
      lossPercent: network.lossShare * 100,
      jitterMs: network.jitterMs,
      roundTripMs: network.roundTripMs,
      mosEstimate: meanIfAny(whole.map(({ mosEstimate }) => mosEstimate)),
    },
  };
}

/** The worse of the two ways: what we received, and what the far end reports of what we sent. */
function networkFigures(seconds: readonly MediaStatistics[]): {
  readonly lossShare: number;
  readonly jitterMs: number | undefined;
  readonly roundTripMs: number | undefined;
} {
  const last = seconds.at(-1);
  const due = last ? last.packetsReceived + last.packetsLost : 0;
  const received = last && due > 0 ? last.packetsLost / due : 0;
  const reported = mean(present(seconds.map(({ remoteLossShare }) => remoteLossShare)));
  const jitters = present([
    meanIfAny(seconds.map((second) => second.jitterMs)),
    meanIfAny(seconds.map(({ remoteJitterMs }) => remoteJitterMs)),
  ]);
  return {
    lossShare: Math.max(received, reported),
    jitterMs: jitters.length > 0 ? Math.max(...jitters) : undefined,
    roundTripMs: meanIfAny(seconds.map((second) => second.roundTripMs)),
  };
}

function grade(value: number, steps: { readonly worse: number; readonly bad: number }): TestCallVerdict {
  if (value > steps.bad) return 'bad';
  return value > steps.worse ? 'could-be-better' : 'good';
}

/** Mean of the power, as a person's ear would have it, not of the decibels. */
function meanLevelDbfs(seconds: readonly MediaStatistics[]): number {
  const levels = present(seconds.map(({ captureLevelDbfs }) => captureLevelDbfs));
  if (levels.length === 0) return -100;
  return Math.max(-100, 10 * Math.log10(mean(levels.map((dbfs) => 10 ** (dbfs / 10)))));
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function meanIfAny(values: readonly (number | undefined)[]): number | undefined {
  const measured = present(values);
  return measured.length > 0 ? mean(measured) : undefined;
}

function present(values: readonly (number | undefined)[]): readonly number[] {
  return values.filter((value) => value !== undefined);
}
