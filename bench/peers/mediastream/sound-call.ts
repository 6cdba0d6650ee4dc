// Linphone's media engine by its own test tool: two mediastreams, each with a virtual sound card.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ok, type Result } from '../../../hal/result.ts';
import { type CardCallStage, callThroughCards, type RunningCall } from '../../media/call/card-call.ts';
import { type MeasuredEngine, mostBitRateBps } from '../../media/call/measured-call.ts';
import { commandFrom, ensureDebian } from '../../media/setup/debian.ts';
import { findFreePorts } from '../free-port.ts';
import { type PeerProcess, startPeer } from '../peer-process.ts';

const readyLimitMs = 10_000;
/** Its adaptive jitter buffer begins here; Linphone's own default. */
const jitterMs = 60;
/** Its bit rate counts IP, UDP and RTP headers: 40 bytes, 50 times a second. */
const headersBps = 40 * 8 * 50;

export const mediastreamEngine: MeasuredEngine = {
  name: 'mediastream',
  setting: `mediastreamer2 5.1 of Debian (Linphone), adaptive jitter buffer from ${jitterMs} ms, Opus with in-band FEC`,
  hasCard: true,
  prepare: (say) => ensureDebian([commandFrom('mediastream', 'libmediastreamer-tools')], say),
  call: (plan) => callThroughCards(plan, start),
};

async function start({ network, talkerPcm, listenerPcm, environment }: CardCallStage): Promise<Result<RunningCall>> {
  const [talkerPort = 0, listenerPort = 0] = await findFreePorts(2);
  network.talker = { port: talkerPort, rtcpPort: talkerPort + 1 };
  network.listener = { port: listenerPort, rtcpPort: listenerPort + 1 };
  const listener = await startEnd(listenerPort, network.portForListener, listenerPcm, environment);
  if (!listener.ok) return listener;
  const talker = await startEnd(talkerPort, network.portForTalker, talkerPcm, environment);
  if (!talker.ok) {
    await listener.value.stop();
    return talker;
  }
  return ok({
    talkerPid: talker.value.process.pid,
    listenerPid: listener.value.process.pid,
    words: () => `${talker.value.process.output().slice(-800)}\n${listener.value.process.output().slice(-800)}`,
    stop: async () => {
      await Promise.all([talker.value.stop(), listener.value.stop()]);
    },
  });
}

async function startEnd(
  port: number,
  remotePort: number,
  pcm: string,
  environment: CardCallStage['environment'],
): Promise<Result<{ readonly process: PeerProcess; stop(): Promise<void> }>> {
  // It only offers the card named `default`, so each end has a configuration in which that is its own.
  const folder = mkdtempSync(join(tmpdir(), 'offhook-mediastream-'));
  const configuration = join(folder, 'asound.conf');
  writeFileSync(configuration, `<${environment.ALSA_CONFIG_PATH}>\npcm.!default "${pcm}"\n`);
  const started = await startPeer(
    'mediastream',
    [
      ...['--local', String(port), '--remote', `127.0.0.1:${remotePort}`],
      ...['--payload', 'audio/opus/48000/1', '--bitrate', String(mostBitRateBps + headersBps)],
      ...['--fmtp', 'useinbandfec=1', '--jitter', String(jitterMs)],
      ...['--capture-card', 'ALSA Unknown: default', '--playback-card', 'ALSA Unknown: default'],
    ],
    {
      ready: (output) => /Starting (?:audio|stream)|bandwidth usage/i.test(output),
      timeLimitMs: readyLimitMs,
      environment: { ...environment, ALSA_CONFIG_PATH: configuration, HOME: folder },
    },
  );
  const clean = () => rmSync(folder, { recursive: true, force: true });
  if (!started.ok) {
    clean();
    return started;
  }
  const stop = async () => {
    await started.value.stop();
    clean();
  };
  return ok({ process: started.value, stop });
}
