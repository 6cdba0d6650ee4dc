// Pictures of Check Call Quality, step by step.

import type { PhoneState, TestCallState } from '../../firmware/phone.ts';
import { atRest } from './fixtures/state.ts';
import type { Picture } from './picture.ts';

const route = { screen: 'test-call' } as const;
const figures = { levelDbfs: -21, clippedPercent: 0, lossPercent: 0.1, jitterMs: 3, roundTripMs: 21, mosEstimate: 4.4 };

function at(testCall: TestCallState): PhoneState {
  return { ...atRest, testCall };
}

export const testCallPictures: readonly Picture[] = [
  { name: 'test-call', caption: 'Before a test call', state: at({ step: 'idle' }), route },
  { name: 'test-call-calling', caption: 'Calling the test service', state: at({ step: 'calling' }), route },
  { name: 'test-call-prompt', caption: 'Listening to the prompt', state: at({ step: 'prompt' }), route },
  { name: 'test-call-recording', caption: 'Recording', state: at({ step: 'recording', remainingMs: 3_200 }), route },
  {
    name: 'test-call-playing-back',
    caption: 'Playing back',
    state: at({ step: 'playing-back', remainingMs: 900 }),
    route,
  },
  {
    name: 'test-call-good',
    caption: 'Verdict: good',
    state: at({ step: 'verdict', verdict: 'good', causes: [], figures }),
    route,
  },
  {
    name: 'test-call-better',
    caption: 'Verdict: could be better',
    state: at({
      step: 'verdict',
      verdict: 'could-be-better',
      causes: ['microphone-quiet'],
      figures: { ...figures, levelDbfs: -38 },
    }),
    route,
  },
  {
    name: 'test-call-bad',
    caption: 'Verdict: bad',
    state: at({
      step: 'verdict',
      verdict: 'bad',
      causes: ['microphone-clipping', 'network-loss', 'network-delay'],
      figures: {
        levelDbfs: -4,
        clippedPercent: 6.2,
        lossPercent: 8.4,
        jitterMs: 37,
        roundTripMs: 640,
        mosEstimate: 2.6,
      },
    }),
    route,
  },
  {
    name: 'test-call-silent',
    caption: 'Verdict: microphone silent, uneven network',
    state: at({
      step: 'verdict',
      verdict: 'bad',
      causes: ['microphone-silent', 'network-jitter'],
      figures: { ...figures, levelDbfs: -92, jitterMs: 61, roundTripMs: undefined },
    }),
    route,
  },
  {
    name: 'test-call-failed',
    caption: 'The test call did not work',
    state: at({ step: 'failed', reason: 'unavailable' }),
    route,
  },
  {
    name: 'test-call-off',
    caption: 'Test calls switched off',
    state: { ...atRest, allowed: { testCall: false, changeRinger: true } },
    route,
  },
];
