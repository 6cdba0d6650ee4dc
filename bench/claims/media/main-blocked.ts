// media.main-blocked: two phones talk while the main thread of one is blocked again and again; what the ears at both ends lose by it.

import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { speechRateHz } from '../../../media/codec/speech-codec.ts';
import { PhoneProcess } from '../../phone/phone-process.ts';
import type { Claim } from '../claim.ts';
import { withScratchFolder } from '../scratch-folder.ts';
import { dial, hangUp, isSignedIn, take, waitForPhase, withSignedInPhone } from '../signed-in-phone.ts';
import { writeSpeechFile } from './speech-file.ts';

const seconds = { short: 30, long: 300 };
const settleMs = 8_000;
const limitMs = 10_000;
const blocker = resolve(import.meta.dirname, 'block-main.mjs');

export const mediaMainBlocked: Claim = {
  name: 'media.main-blocked',
  what: 'concealed samples at both ends while one main thread is blocked 500 ms every 2 s, beyond those without it',
  measure: ({ long, say }) =>
    withScratchFolder(async (folder) => {
      const speech = join(folder, 'speech.wav');
      writeSpeechFile(speech);
      const audio = { driver: 'sim', mode: 'file', capture: speech, loop: true };
      const nodeFlags = ['--import', blocker];
      return withSignedInPhone({ audio, nodeFlags }, async ({ phone, folder: own, configOf }) => {
        const options = { folder: join(own, 'far-end'), config: configOf('jun'), audio };
        const far = take(await PhoneProcess.start(options));
        try {
          take(await far.waitFor(isSignedIn, limitMs));
          const said = far.events.length;
          const { skip } = await dial(phone, 'jun');
          await waitForPhase(far, 'ringing-in', said);
          far.hook('off-hook');
          await waitForPhase(phone, 'connected', skip);
          await delay(settleMs);
          const both = [phone, far];
          const listenMs = (long ? seconds.long : seconds.short) * 1000;
          const before = await concealedDuring(both, listenMs);
          process.kill(phone.pid, 'SIGUSR2');
          const during = await concealedDuring(both, listenMs);
          process.kill(phone.pid, 'SIGUSR2');
          say(`without blocks: ${before.join(' and ')} samples made up; with blocks: ${during.join(' and ')}`);
          await hangUp(phone);
          const [here = 0, there = 0] = during.map((samples, at) => Math.max(0, samples - (before[at] ?? 0)));
          const goal = { operator: '<=', value: 0 } as const;
          return [
            { name: 'blocked-end', value: here, unit: 'samples', goal },
            { name: 'far-end', value: there, unit: 'samples', goal },
          ];
        } finally {
          await far.stop();
        }
      });
    }),
};

/** Samples that each phone made up in that time, as it tells once a second: of what a second plays, the share. */
async function concealedDuring(phones: readonly PhoneProcess[], listenMs: number): Promise<readonly number[]> {
  const skips = phones.map((phone) => phone.events.length);
  await delay(listenMs);
  return phones.map((phone, at) => {
    const told = phone.events.slice(skips[at]).map(({ event }) => event);
    const seconds = told.flatMap((event) => (event.type === 'quality' ? [event.statistics] : []));
    if (seconds.length < listenMs / 2_000) throw new Error(`A phone told of ${seconds.length} seconds only.`);
    return Math.round(seconds.reduce((sum, { concealedShare }) => sum + (concealedShare ?? 0) * speechRateHz, 0));
  });
}
