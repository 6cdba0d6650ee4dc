// test-call.fidelity: how like is what the Audio Test Service plays back to what was spoken, by a real voice.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deviceRateHz } from '../../../hal/audio.ts';
import { parseWav, wavHeader } from '../../../hal/sim/sound/wav.ts';
import type { Claim } from '../claim.ts';
import { withScratchFolder } from '../scratch-folder.ts';
import { dial, take, waitForPhase, withSignedInPhone } from '../signed-in-phone.ts';
import { alignedCorrelation } from './alignment.ts';
import { readRealSpeech } from './real-speech.ts';

const testCalls = { short: 5, long: 50 };
const service = '4900';
/** Prompt, tone, five seconds spoken, five played back, good-bye. */
const limitMs = 40_000;
/** Softer than the softest word, louder than what a codec makes of silence. */
const quiet = 300;
const comparedSeconds = 4;
/** The last word may have been cut by the end of the recording. */
const leftOutSeconds = 0.3;

export const testCallFidelity: Claim = {
  name: 'test-call.fidelity',
  what: 'correlation of what was spoken with what was played back, one delay for all, real speech, clean network',
  async measure({ long, say }) {
    const speech = readRealSpeech();
    const fits: number[] = [];
    for (let call = 0; call < (long ? testCalls.long : testCalls.short); call++) {
      const heard = await makeTestCall(speech);
      const correlation = alignedCorrelation(lastSpoken(heard), twice(speech));
      say(`test call ${call + 1}: correlation ${correlation.toFixed(4)}`);
      fits.push(correlation);
    }
    return [{ name: 'worst', value: Math.min(...fits), unit: 'correlation', goal: { operator: '>=', value: 0.95 } }];
  },
};

/** The microphone says the words over and over; gives all that came out of the earpiece. */
function makeTestCall(speech: Int16Array): Promise<Int16Array> {
  return withScratchFolder(async (folder) => {
    const files = { spoken: join(folder, 'spoken.wav'), heard: join(folder, 'heard.wav') };
    writeFileSync(files.spoken, Buffer.concat([wavHeader(speech.length), Buffer.from(speech.buffer)]));
    const audio = { driver: 'sim', mode: 'file', capture: files.spoken, loop: true, record: files.heard };
    await withSignedInPhone({ audio }, async ({ phone }) => {
      const { skip } = await dial(phone, service);
      await waitForPhase(phone, 'connected', skip);
      await waitForPhase(phone, 'ended', skip, limitMs);
    });
    return take(parseWav(readFileSync(files.heard)));
  });
}

/** A piece of the playback: what comes last before the service hangs up. */
function lastSpoken(heard: Int16Array): Int16Array {
  const end = heard.findLastIndex((sample) => Math.abs(sample) > quiet) - leftOutSeconds * deviceRateHz;
  const begin = end - comparedSeconds * deviceRateHz;
  if (begin < 0) throw new Error('Nothing was heard in the test call.');
  return heard.subarray(begin, end);
}

/** The words begin again at their end. */
function twice(speech: Int16Array): Int16Array {
  const both = new Int16Array(speech.length * 2);
  both.set(speech);
  both.set(speech, speech.length);
  return both;
}
