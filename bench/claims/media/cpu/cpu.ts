// media.cpu: processor time of the whole phone a call-minute, beside baresip in the same kind of call in the same run.

import { setTimeout as delay } from 'node:timers/promises';
import { defaultOpusSettings } from '../../../../media/codec/opus.ts';
import type { Enterprise } from '../../../enterprise/enterprise.ts';
import { type Baresip, startBaresip } from '../../../peers/baresip/baresip.ts';
import type { Claim } from '../../claim.ts';
import { dial, peerBeside, take, waitForPhase, withSignedInPhone } from '../../signed-in-phone.ts';
import { processorSeconds } from '../processor-time.ts';
import { openTalkingCards, type TalkingCards } from './talking-cards.ts';
import { threadTable, threadTimes } from './thread-times.ts';

/** The echo line says back what it hears, in the codec and the suite it heard it in. */
const farEnd = '4901';
const minutes = { short: 1, long: 5 };
/** Reports are frequent at first, and code that runs once a period is compiled after two thousand periods. */
const settleMs = 100_000;
const minuteMs = 60_000;

export const mediaCpu: Claim = {
  name: 'media.cpu',
  what: "processor time of the whole phone a call-minute over baresip's, both in SRTP calls to the echo line at once through sound cards of one kind, no page open",
  measure: async ({ long, say }) => {
    const cards = openTalkingCards();
    try {
      const handset = { capture: cards.phone, playback: cards.phone };
      const audio = { driver: 'alsa', handset };
      return await withSignedInPhone({ audio, environment: cards.environment }, async ({ enterprise, phone }) => {
        const baresip = await startPeer(enterprise, cards);
        try {
          const { skip } = await dial(phone, farEnd);
          await waitForPhase(phone, 'connected', skip);
          baresip.control.command('dial', farEnd);
          await baresip.control.waitFor('CALL_ESTABLISHED', minuteMs);
          // Nobody looks: no page is open beside the phone.
          phone.deskSet.close();
          await delay(settleMs);
          const ratios: number[] = [];
          for (let minute = 0; minute < (long ? minutes.long : minutes.short); minute++) {
            const threads = threadTimes(phone.pid);
            const [ours, theirs] = await measureMinute(phone.pid, baresip.process.pid);
            say(`a call-minute: phone ${ours.toFixed(2)} s, baresip ${theirs.toFixed(2)} s; the phone's threads:`);
            for (const line of threadTable(threads, threadTimes(phone.pid))) say(`  ${line}`);
            ratios.push(ours / theirs);
          }
          const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
          return [{ name: 'ratio', value: mean, unit: 'of baresip', goal: { operator: '<=', value: 1 } as const }];
        } finally {
          await baresip.stop();
        }
      });
    } finally {
      cards.close();
    }
  },
};

/** Seconds of processor time in the same minute: whatever else the machine does hits both alike. */
async function measureMinute(ours: number, theirs: number): Promise<[number, number]> {
  const begun = [processorSeconds(ours), processorSeconds(theirs)] as const;
  const begunMs = performance.now();
  await delay(minuteMs);
  const share = minuteMs / (performance.now() - begunMs);
  return [(processorSeconds(ours) - begun[0]) * share, (processorSeconds(theirs) - begun[1]) * share];
}

async function startPeer(enterprise: Enterprise, cards: TalkingCards): Promise<Baresip> {
  const { bitRateBps, complexity } = defaultOpusSettings;
  return take(
    await startBaresip({
      ...peerBeside(enterprise),
      codecs: 'opus/48000/1',
      card: { pcm: cards.peer, environment: cards.environment },
      settings: [
        'statmode_default off',
        `opus_bitrate ${bitRateBps}`,
        `opus_complexity ${complexity}`,
        // What ours sends to a far end that loses nothing and asks for nothing else.
        'opus_inbandfec yes',
        'opus_dtx no',
        // Its other application would code speech as music here, without in-band FEC: less work, and not equal.
        'opus_application voip',
        'opus_packet_loss 5',
      ],
    }),
  );
}
