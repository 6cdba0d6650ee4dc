// Impaired calls to fit an estimate on, and others to hold it against: drawn once, the same on every machine.

import type { CodecName } from '../../../media/session.ts';
import { seededRandom } from '../../enterprise/relay/impairment.ts';
import type { SpeechName } from '../speech/speech.ts';
import type { NetworkConditions } from '../virtual-call/network.ts';

export interface Condition {
  readonly speech: SpeechName;
  readonly codec: CodecName;
  readonly network: NetworkConditions;
  readonly seed: number;
}

export const callsInSet = 60;
/** One call in six goes by each of the older codecs. */
const codecs: readonly CodecName[] = ['opus', 'opus', 'opus', 'opus', 'G722', 'PCMU'];
const losses = [0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.14, 0.18, 0.24, 0.3];
const bursts = [undefined, undefined, 2, 3, 4, 6];
const jitters = [0, 0, 5, 10, 20, 40];

interface Draw {
  readonly seed: number;
  readonly talkers: readonly SpeechName[];
}

/** Fitted on one talker; held against two others, under other conditions and other dice. */
export const fitSet: Draw = { seed: 1, talkers: ['allison', 'allison-other'] };
export const heldOutSet: Draw = { seed: 2, talkers: ['june', 'carlo'] };

export function drawConditions({ seed, talkers }: Draw): readonly Condition[] {
  const random = seededRandom(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  return Array.from({ length: callsInSet }, (_, n): Condition => {
    const burstPackets = pick(bursts);
    const meanMs = pick(jitters);
    return {
      speech: talkers[n % talkers.length] as SpeechName,
      codec: codecs[Math.floor(n / talkers.length) % codecs.length] as CodecName,
      // Every loss comes as often, whatever the dice say.
      network: {
        delayMs: 20,
        lossShare: losses[Math.floor(n / 6) % losses.length] as number,
        ...(burstPackets !== undefined && { burstPackets }),
        ...(meanMs > 0 && { jitter: { kind: 'exponential', meanMs } as const }),
      },
      seed: seed * 1_000 + n,
    };
  });
}
