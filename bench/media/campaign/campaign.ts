// Runs many measured calls, a few at a time, and scores them once all is quiet again.

import { deviceRateHz } from '../../../hal/audio.ts';
import { err, ok, type Result } from '../../../hal/result.ts';
import { type CallRecord, leadInSeconds, type MeasuredEngine } from '../call/measured-call.ts';
import { type PerceptualScore, type SignalScore, scorePerceptually, scoreSignals } from '../score/score.ts';
import type { NetworkConditions } from '../virtual-call/network.ts';
import type { Figures, MeasuredCall } from './figures.ts';

export interface Campaign {
  readonly engines: readonly MeasuredEngine[];
  readonly cases: readonly { readonly name: string; readonly network: NetworkConditions }[];
  /** Each engine meets each case with the seeds 1 to this. */
  readonly seeds: number;
  /** Calls at a time. */
  readonly jobs: number;
  /** 48 kHz. */
  readonly speech: Int16Array;
  readonly say: (line: string) => void;
}

/** Pairs a process of the perceptual scores is given: enough to be worth its start, few enough to tell progress. */
const pairsAtOnce = 12;
const scorers = 2;
/** A call that did not come about is tried once more: what is measured is sound, not set-up. */
const attempts = 2;

/** With both scorers at work, on two cores. */
const secondsToScore = 2;
/** Both ends' start, lead-in, tail. */
const callSeconds = (speech: Int16Array) => speech.length / deviceRateHz + leadInSeconds + 4;

interface Task {
  readonly engine: MeasuredEngine;
  readonly case: string;
  readonly network: NetworkConditions;
  readonly seed: number;
}

/** What a call brought, until it is scored. */
interface Recording {
  readonly task: Task;
  readonly record: Result<CallRecord>;
}

/** Calls in the order seed, case, engine, so that engines meet each case one after the other on the same machine. */
export async function runCampaign(campaign: Campaign): Promise<readonly MeasuredCall[]> {
  const { engines, cases, seeds, jobs, say } = campaign;
  const tasks = Array.from({ length: seeds }, (_, at) => at + 1).flatMap((seed) =>
    cases.flatMap(({ name, network }) => engines.map((engine) => ({ engine, case: name, network, seed }))),
  );
  const aboutMinutes = Math.ceil((tasks.length * (callSeconds(campaign.speech) / jobs + secondsToScore)) / 60);
  say(`${tasks.length} calls, ${jobs} at a time, and their scores: about ${aboutMinutes} minutes`);
  const startMs = performance.now();
  let done = 0;
  const recordings = await inParallel(tasks, jobs, async (task): Promise<Recording> => {
    const record = await makeCall(task, campaign.speech);
    done++;
    const leftMinutes = (((performance.now() - startMs) / done) * (tasks.length - done)) / 60_000;
    const left = leftMinutes < 1 ? 'less than a minute' : `${Math.ceil(leftMinutes)} minutes`;
    const outcome = record.ok ? '' : `: ${record.error}`;
    say(
      `call ${done} of ${tasks.length}, ${left} of calls left: ${task.engine.name}, ${task.case}, ${task.seed}${outcome}`,
    );
    return { task, record };
  });
  return scoreAll(recordings, campaign);
}

async function makeCall({ engine, network, seed }: Task, speech: Int16Array): Promise<Result<CallRecord>> {
  let record: Result<CallRecord> = err('no call was made');
  for (let attempt = 0; attempt < attempts && !record.ok; attempt++)
    record = await engine.call({ speech, network, seed });
  return record;
}

async function scoreAll(recordings: readonly Recording[], { speech, say }: Campaign): Promise<readonly MeasuredCall[]> {
  say(`scoring ${recordings.length} calls`);
  const batches: Recording[][] = [];
  for (let at = 0; at < recordings.length; at += pairsAtOnce) batches.push(recordings.slice(at, at + pairsAtOnce));
  let done = 0;
  const scored = await inParallel(batches, scorers, async (batch) => {
    const calls = await scoreBatch(batch, speech, say);
    done += batch.length;
    say(`${done} of ${recordings.length} calls scored`);
    return calls;
  });
  return scored.flat();
}

async function scoreBatch(
  batch: readonly Recording[],
  speech: Int16Array,
  say: (line: string) => void,
): Promise<readonly MeasuredCall[]> {
  const signals = batch.map(({ task, record }) => (record.ok ? scoreCall(speech, record.value, task.network) : record));
  const heard = signals.flatMap((signal, at) => {
    const record = batch[at]?.record;
    return signal.ok && record?.ok
      ? [{ reference: speech, degraded: record.value.heard, track: signal.value.track }]
      : [];
  });
  const perceptual = await scorePerceptually(heard, say);
  let next = 0;
  return batch.map(({ task, record }, at): MeasuredCall => {
    const signal = signals[at] as Result<SignalScore>;
    const outcome = (): MeasuredCall['outcome'] => {
      if (!record.ok) return record;
      if (!signal.ok) return signal;
      if (!perceptual.ok) return perceptual;
      return ok(figuresOf(record.value, signal.value, perceptual.value[next++] as PerceptualScore));
    };
    return { engine: task.engine.name, case: task.case, seed: task.seed, outcome: outcome() };
  });
}

function scoreCall(speech: Int16Array, record: CallRecord, network: NetworkConditions): Result<SignalScore> {
  const score = scoreSignals(speech, record.heard, { lostAtMs: record.lostAtMs, skewPpm: network.skewPpm ?? 0 });
  return score.track.foundShare > 0 ? ok(score) : err('nothing of the speech was found again in what was heard');
}

function figuresOf(
  record: CallRecord,
  { track, distanceDb, lossDistanceDb }: SignalScore,
  score: PerceptualScore,
): Figures {
  return {
    delayP50Ms: track.delayP50Ms,
    delayP95Ms: track.delayP95Ms,
    concealedShare: record.concealedShare,
    stretchedShare: record.stretchedShare,
    distanceDb,
    lossDistanceDb: Number.isNaN(lossDistanceDb) ? undefined : lossDistanceDb,
    correlationP50: track.correlationP50,
    correlationP10: track.correlationP10,
    ...score,
    cpuSecondsPerMinute: record.cpuSecondsPerMinute,
    memoryMb: record.memoryMb,
    payloadBps: record.payloadBps,
  };
}

/** The answers in the order of the tasks. */
async function inParallel<T, R>(tasks: readonly T[], most: number, run: (task: T) => Promise<R>): Promise<R[]> {
  const answers: R[] = [];
  let next = 0;
  const work = async () => {
    while (next < tasks.length) {
      const at = next++;
      answers[at] = await run(tasks[at] as T);
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, tasks.length) }, work));
  return answers;
}
