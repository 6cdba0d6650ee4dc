// media.echo: the far end's voice in three rooms, cancelled; and double talk, beside WebRTC's own processing.

import { halAddon } from '../../../hal/native/addon.ts';
import { speechRateHz } from '../../../media/codec/speech-codec.ts';
import { type Room, rooms } from '../../media/room/room.ts';
import { levelDb, makeScene, type Scene } from '../../media/room/scene.ts';
import { trackDelay } from '../../media/score/delay-track.ts';
import { type PerceptualScore, scorePerceptually } from '../../media/score/score.ts';
import { readSpeech } from '../../media/speech/speech.ts';
import { openWebrtcApm, type ProcessedSound, type WebrtcApm } from '../../peers/webrtc-apm/webrtc-apm.ts';
import type { Claim, ClaimRun, Figure } from '../claim.ts';
import { take } from '../signed-in-phone.ts';

const frame = speechRateHz / 100;
const convergedSeconds = 3;
/** The far end speaks alone first, as whoever answers a call hears before he interrupts. */
const nearFromSeconds = 5;
/** The comparison is of cancelling: a gain that moves would be scored as well. */
const stages = { noise: true, gain: false };

export const mediaEcho: Claim = {
  name: 'media.echo',
  what: 'echo return loss enhancement after 3 s in three rooms, and the near end in double talk beside WebRTC 1.3',
  async measure({ say }) {
    const webrtc = take(await openWebrtcApm(say));
    const figures: Figure[] = [];
    for (const room of rooms) figures.push(...(await measureRoom(room, webrtc, say)));
    await reportOthers(webrtc, say);
    return figures;
  },
};

async function measureRoom(room: Room, webrtc: WebrtcApm, say: ClaimRun['say']): Promise<readonly Figure[]> {
  const far = readSpeech('allison').samples;
  const alone = makeScene({ room, far });
  const enhancementDb = await compareEnhancement(room.name, alone, webrtc, say);
  const both = makeScene({ room, far: twice(far), near: readSpeech('carlo').samples, nearFromSeconds });
  const ours = process(both);
  const theirs = take(await webrtc.process(both.far, both.microphone, stages));
  const [own, peer, untouched] = await score(both, [ours.out, theirs.out, both.microphone], say);
  say(`${room.name}, double talk: ours ${told(own)}, 1.3 ${told(peer)}, not processed ${told(untouched)}`);
  return [
    { name: `${room.name}.enhancement`, value: enhancementDb, unit: 'dB', goal: { operator: '>=', value: 40 } },
    {
      name: `${room.name}.double-talk-vs-webrtc`,
      value: (own?.visqol ?? Number.NaN) - (peer?.visqol ?? Number.NaN),
      unit: 'MOS',
      goal: { operator: '>=', value: 0 },
    },
  ];
}

/** Ours is the figure; of the other one it is said. */
async function compareEnhancement(
  name: string,
  scene: Scene,
  webrtc: WebrtcApm,
  say: ClaimRun['say'],
): Promise<number> {
  const ours = process(scene);
  const theirs = take(await webrtc.process(scene.far, scene.microphone, stages));
  const [own, peer] = [ours, theirs].map(
    ({ out }) => levelDb(scene.microphone, convergedSeconds) - levelDb(out, convergedSeconds),
  );
  const costs = `CPU ${ours.frameMicroseconds.toFixed(0)} and ${theirs.frameMicroseconds.toFixed(0)} us a 10 ms frame`;
  say(`${name}, far end alone: ours ${own?.toFixed(1)} dB, 1.3 ${peer?.toFixed(1)} dB; ${costs}`);
  return own ?? Number.NaN;
}

/** What is harder than a desk phone should be, and what is not aimed at: said, without a goal. */
async function reportOthers(webrtc: WebrtcApm, say: ClaimRun['say']): Promise<void> {
  const far = readSpeech('allison').samples;
  for (const room of rooms) {
    const overdriven = makeScene({ room, far, overdrive: 1 });
    await compareEnhancement(`${room.name}, overdriven loudspeaker`, overdriven, webrtc, say);
    const fullRange = makeScene({ room, far, loudspeaker: 'full-range' });
    await compareEnhancement(`${room.name}, full-range loudspeaker`, fullRange, webrtc, say);
  }
}

function process({ far, microphone }: Scene): ProcessedSound {
  const processor = new (halAddon().VoiceProcessor)({ echo: true, highPass: true, ...stages });
  const out = new Int16Array(microphone.length);
  const begun = globalThis.process.threadCpuUsage();
  for (let at = 0; at < out.length; at += frame) {
    const end = at + frame;
    processor.process(far.subarray(at, end), microphone.subarray(at, end), out.subarray(at, end));
  }
  const { user, system } = globalThis.process.threadCpuUsage(begun);
  processor.close();
  return { out, frameMicroseconds: ((user + system) * frame) / out.length };
}

/** Against what the near end said, from where it begins to speak. */
async function score(
  scene: Scene,
  heard: readonly Int16Array[],
  say: ClaimRun['say'],
): Promise<readonly PerceptualScore[]> {
  const from = nearFromSeconds * speechRateHz;
  const reference = scene.near.subarray(from);
  const pairs = heard.map((samples) => {
    // Alignment looks for delay beyond the reference's end.
    const degraded = new Int16Array(reference.length + speechRateHz);
    degraded.set(samples.subarray(from));
    return { reference, degraded, track: trackDelay(reference, degraded, { mostDelayMs: 500 }) };
  });
  return take(await scorePerceptually(pairs, say));
}

function told(score: PerceptualScore | undefined): string {
  return `ViSQOL ${score?.visqol.toFixed(2)}, STOI ${score?.stoi.toFixed(3)}`;
}

/** The near end's clip begins later and must not outlast the far end. */
function twice(samples: Int16Array): Int16Array {
  const both = new Int16Array(samples.length * 2);
  both.set(samples);
  both.set(samples, samples.length);
  return both.subarray(0, samples.length + nearFromSeconds * speechRateHz);
}
