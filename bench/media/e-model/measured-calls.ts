// Runs impaired calls in virtual time, keeps of each what the phone itself would know, and has what was heard scored.

import { clockRateOf } from '../../../media/codec/index.ts';
import { AdaptiveReceiver } from '../../../media/jitter/adaptive-receiver.ts';
import type { IncomingPacket, SpeechReceiver } from '../../../media/jitter/speech-receiver.ts';
import { type HeardSound, heardSound } from '../../../media/quality/heard-sound.ts';
import { ReceptionQuality } from '../../../media/quality/reception-quality.ts';
import type { CodecName } from '../../../media/session.ts';
import { type ScoredPair, scorePerceptually, scoreSignals } from '../score/score.ts';
import { readSpeech } from '../speech/speech.ts';
import { makeVirtualCall } from '../virtual-call/virtual-call.ts';
import type { Condition } from './conditions.ts';

export interface MeasuredCall {
  readonly codec: CodecName;
  readonly sound: HeardSound;
  /** ViSQOL's MOS-LQO of the same call. */
  readonly visqol: number;
}

/** The phone's receiver, and beside it the phone's own bookkeeping of packets. */
class WatchedReceiver implements SpeechReceiver {
  readonly quality: ReceptionQuality;
  readonly #receiver: SpeechReceiver;

  constructor(receiver: SpeechReceiver, codec: CodecName) {
    this.#receiver = receiver;
    this.quality = new ReceptionQuality(clockRateOf(codec));
  }

  insert(packet: IncomingPacket, arrivalMs: number): ReturnType<SpeechReceiver['insert']> {
    const late = this.#receiver.statistics().packetsLate;
    const inserted = this.#receiver.insert(packet, arrivalMs);
    const discarded = this.#receiver.statistics().packetsLate > late;
    this.quality.receive(packet.sequence, packet.timestamp, discarded);
    return inserted;
  }

  pull(...period: Parameters<SpeechReceiver['pull']>): void {
    this.#receiver.pull(...period);
  }

  statistics(): ReturnType<SpeechReceiver['statistics']> {
    return this.#receiver.statistics();
  }

  reset(): void {
    this.#receiver.reset();
  }
}

type Unscored = Omit<MeasuredCall, 'visqol'> & { readonly pair: ScoredPair };

function makeCall({ speech, codec, network, seed }: Condition): Unscored {
  const { samples: reference } = readSpeech(speech);
  let watched: WatchedReceiver | undefined;
  const { heard, statistics } = makeVirtualCall(reference, {
    ...{ network, seed, codec },
    openReceiver: (codecFor) => {
      watched = new WatchedReceiver(new AdaptiveReceiver(codecFor), codec);
      return watched;
    },
  });
  watched?.quality.finish();
  const sound = heardSound(statistics, undefined, watched?.quality.figures().lossRunPackets);
  const { track } = scoreSignals(reference, heard);
  return { codec, sound, pair: { reference, degraded: heard, track } };
}

/** Throws a sentence where the scores cannot be had. */
export async function measureCalls(
  conditions: readonly Condition[],
  say: (line: string) => void,
): Promise<readonly MeasuredCall[]> {
  const calls = conditions.map((condition, n) => {
    if (n % 10 === 0) say(`${n} of ${conditions.length} calls made`);
    return makeCall(condition);
  });
  const pairs = calls.map(({ pair }) => pair);
  const scores = await scorePerceptually(pairs, say);
  if (!scores.ok) throw new Error(scores.error);
  return calls.map(({ codec, sound }, n) => ({ codec, sound, visqol: scores.value[n]?.visqol ?? Number.NaN }));
}
