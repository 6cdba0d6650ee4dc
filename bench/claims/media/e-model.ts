// How near the phone's own estimate of a call's sound comes to a perceptual score, on calls and talkers it was not fitted to.

import { listeningMos } from '../../../media/quality/e-model.ts';
import type { CodecName } from '../../../media/session.ts';
import { drawConditions, heldOutSet } from '../../media/e-model/conditions.ts';
import { type MeasuredCall, measureCalls } from '../../media/e-model/measured-calls.ts';
import type { Claim } from '../claim.ts';

interface Agreement {
  readonly correlation: number;
  readonly rmse: number;
}

/** The estimator sees only what the phone sees: what was made up, restored and stretched, and by which codec. */
export function agreementOf(calls: readonly MeasuredCall[]): Agreement {
  const pairs = calls.map(({ codec, sound, visqol }) => ({ estimate: listeningMos(codec, sound), score: visqol }));
  const mean = (of: (pair: (typeof pairs)[number]) => number): number =>
    pairs.reduce((sum, pair) => sum + of(pair), 0) / pairs.length;
  const [meanEstimate, meanScore] = [mean(({ estimate }) => estimate), mean(({ score }) => score)];
  const covariance = mean(({ estimate, score }) => (estimate - meanEstimate) * (score - meanScore));
  const spread = (of: (pair: (typeof pairs)[number]) => number, centre: number): number =>
    Math.sqrt(mean((pair) => (of(pair) - centre) ** 2));
  return {
    correlation:
      covariance / (spread(({ estimate }) => estimate, meanEstimate) * spread(({ score }) => score, meanScore)),
    rmse: Math.sqrt(mean(({ estimate, score }) => (estimate - score) ** 2)),
  };
}

export const eModel: Claim = {
  name: 'media.e-model',
  what: 'The phone’s MOS estimate against ViSQOL over 60 impaired calls of two talkers that it was not fitted to',
  async measure({ say }) {
    const calls = await measureCalls(drawConditions(heldOutSet), say);
    for (const codec of new Set(calls.map((call) => call.codec))) say(describe(calls, codec));
    const { correlation, rmse } = agreementOf(calls);
    return [
      { name: 'correlation', value: correlation, unit: '', goal: { operator: '>=', value: 0.9 } },
      { name: 'rmse', value: rmse, unit: 'MOS', goal: { operator: '<=', value: 0.4 } },
    ];
  },
};

/** One codec's calls alone have no goal: they show that the whole does not live on telling codecs apart. */
function describe(calls: readonly MeasuredCall[], codec: CodecName): string {
  const { correlation, rmse } = agreementOf(calls.filter((call) => call.codec === codec));
  return `${codec} alone: correlation ${correlation.toFixed(3)}, RMSE ${rmse.toFixed(3)}`;
}
