// Perceptual scores of what was heard: ViSQOL's speech mode and STOI, aligned first, by a Python of the bench's own.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { err, ok, type Result } from '../../../hal/result.ts';
import { wavHeader } from '../../../hal/sim/sound/wav.ts';
import { Downsampler } from '../../../media/codec/resampler.ts';
import { speechRateHz } from '../../../media/codec/speech-codec.ts';
import { withScratchFolder } from '../../claims/scratch-folder.ts';
import { runCommand } from '../setup/run-command.ts';
import { type DelayTrack, delayAt, foundWindows } from './delay-track.ts';
import { openPythonEnvironment } from './python-environment.ts';
import { frameSamples } from './spectral-distance.ts';

export interface PerceptualScore {
  /** MOS-LQO, 1 to 5; about 4.6 is the most that two equal sounds reach. */
  readonly visqol: number;
  /** Intelligibility, 0 to 1. */
  readonly stoi: number;
}

/** Both at 48 kHz, on one time line; `track` is their alignment. */
export interface ScoredPair {
  readonly reference: Int16Array;
  readonly degraded: Int16Array;
  readonly track: DelayTrack;
}

const script = join(import.meta.dirname, 'perceptual.py');
const wideRateHz = 16_000;
/** A pair takes 2 to 4 s alone on a core; loading takes about 10. */
const limitMs = (pairs: number) => 60_000 + pairs * 30_000;
const oneThread = Object.fromEntries(
  ['OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'MKL_NUM_THREADS', 'NUMBA_NUM_THREADS'].map((name) => [name, '1']),
);
/** The scores do not mind being rounded, but they must be scores. */
const answer = z.strictObject({ visqol: z.number().min(0).max(5.01), stoi: z.number().min(-1.01).max(1.01) });

/**
 * Scores all pairs in one process, in order, on one thread. ViSQOL hears the degraded sound moved as a whole by its
 * median delay and finds the rest by itself; STOI cannot, and hears each half second at that half second's own delay.
 */
export async function scorePerceptually(
  pairs: readonly ScoredPair[],
  say: (line: string) => void = () => undefined,
): Promise<Result<PerceptualScore[]>> {
  const scored = pairs.filter(({ track }) => foundWindows(track.windows).length > 0);
  if (scored.length < pairs.length) return err('nothing of the speech was found again, so there is nothing to score');
  if (pairs.length === 0) return ok([]);
  const python = await openPythonEnvironment(say);
  if (!python.ok) return python;
  return withScratchFolder(async (folder) => {
    const files = pairs.flatMap((pair, at) => writeTriple(folder, at, pair));
    const printed = await runCommand(python.value, [script, ...files], {
      limitMs: limitMs(pairs.length),
      environment: { ...oneThread, TF_CPP_MIN_LOG_LEVEL: '3' },
    });
    return printed.ok ? readScores(printed.value, pairs.length) : printed;
  });
}

/** A line of JSON for each pair, in order, and nothing else. */
export function readScores(printed: string, pairs: number): Result<PerceptualScore[]> {
  const lines = printed.split('\n').filter((line) => line !== '');
  const scores = lines.map((line) => answer.safeParse(parseJson(line))).flatMap(({ data }) => (data ? [data] : []));
  if (scores.length !== lines.length) return err(`the scores cannot be read: ${printed.slice(0, 500)}`);
  return scores.length === pairs ? ok(scores) : err(`${pairs} pairs have ${scores.length} scores`);
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function writeTriple(folder: string, number: number, { reference, degraded, track }: ScoredPair): readonly string[] {
  const sounds = [
    reference,
    moved(degraded, reference.length, track.delayP50Ms),
    follow(degraded, reference.length, track),
  ];
  return sounds.map((samples, at) => {
    const path = join(folder, `${number}-${at}.wav`);
    writeFileSync(path, wideWav(samples));
    return path;
  });
}

/** What was heard from `delayMs` on, as long as what was spoken; silence where the recording ends before. */
function moved(degraded: Int16Array, length: number, delayMs: number): Int16Array {
  const samples = new Int16Array(length);
  const from = Math.max(0, Math.round((delayMs * speechRateHz) / 1_000));
  samples.set(degraded.subarray(from, from + length));
  return samples;
}

/** Each 20 ms taken at its own moment's delay, so that a delay which changes does not count as lost words. */
function follow(degraded: Int16Array, length: number, track: DelayTrack): Int16Array {
  const found = foundWindows(track.windows);
  const samples = new Int16Array(length);
  for (let at = 0; at < length; at += frameSamples) {
    const delayMs = delayAt(found, ((at + frameSamples / 2) * 1_000) / speechRateHz) ?? 0;
    const from = Math.max(0, at + Math.round((delayMs * speechRateHz) / 1_000));
    samples.set(degraded.subarray(from, Math.min(from + frameSamples, from + length - at)), at);
  }
  return samples;
}

function wideWav(samples: Int16Array): Buffer {
  const factor = speechRateHz / wideRateHz;
  const whole = samples.subarray(0, samples.length - (samples.length % factor));
  const wide = new Int16Array(whole.length / factor);
  new Downsampler(wideRateHz).process(whole, wide);
  return Buffer.concat([wavHeader(wide.length, wideRateHz), Buffer.from(wide.buffer)]);
}
