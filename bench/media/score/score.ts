// Compares what was heard with what was spoken: delay, likeness and spectral distance, all aligned first.

import { type DelayTrack, type TrackOptions, trackDelay } from './delay-track.ts';
import { frameMs, SpectralDistance } from './spectral-distance.ts';

export type { DelayTrack } from './delay-track.ts';
export { type PerceptualScore, type ScoredPair, scorePerceptually } from './perceptual.ts';

export interface SignalScore {
  readonly track: DelayTrack;
  /** Mean over all frames of speech, in dB: a codec alone leaves 1.5 to 2.5. NaN where nothing was found again. */
  readonly distanceDb: number;
  /** Mean over frames that a lost packet touched, in dB; NaN where nothing was lost. */
  readonly lossDistanceDb: number;
}

export interface SignalOptions extends TrackOptions {
  /** When each lost packet was sent, on the time line of the reference. */
  readonly lostAtMs?: readonly number[];
}

/** A lost packet is heard in its own frame and, by the decoder's memory, in two more. */
const touchedFrames = 3;
/** Between speaking and sending lie the sender's buffers: no more than this. */
const mostSendDelayMs = 240;
const spectral = new SpectralDistance();

/** Both at 48 kHz on one time line (sample 0 at the same moment); `degraded` should outlast the longest delay. */
export function scoreSignals(reference: Int16Array, degraded: Int16Array, options: SignalOptions = {}): SignalScore {
  const track = trackDelay(reference, degraded, options);
  const distances = spectral.ofFrames(reference, degraded, track.windows);
  return {
    track,
    distanceDb: meanOf(distances, () => true),
    lossDistanceDb: distanceAroundLosses(distances, options.lostAtMs ?? []),
  };
}

/**
 * Which speech a packet carried is known up to its sender's own delay. It is taken to be where the distance is
 * greatest, the same for all packets of a run, which can only make the figure worse.
 */
export function distanceAroundLosses(distances: Float64Array, lostAtMs: readonly number[]): number {
  let worst = Number.NaN;
  for (let delayMs = 0; delayMs <= mostSendDelayMs && lostAtMs.length > 0; delayMs += frameMs / 2) {
    const touched = new Set<number>();
    for (const atMs of lostAtMs) {
      const first = Math.floor((atMs - delayMs) / frameMs);
      for (let frame = first; frame < first + touchedFrames; frame++) touched.add(frame);
    }
    const mean = meanOf(distances, (frame) => touched.has(frame));
    if (!(mean <= worst)) worst = Number.isNaN(mean) ? worst : mean;
  }
  return worst;
}

function meanOf(distances: Float64Array, counts: (frame: number) => boolean): number {
  let [sum, frames] = [0, 0];
  distances.forEach((distance, frame) => {
    if (Number.isNaN(distance) || !counts(frame)) return;
    sum += distance;
    frames++;
  });
  return frames === 0 ? Number.NaN : sum / frames;
}
