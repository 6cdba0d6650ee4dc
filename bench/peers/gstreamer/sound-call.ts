// GStreamer as a phone, one way: its Opus, jitter buffer and concealment, from virtual sound card to virtual sound card.

import { spawnSync } from 'node:child_process';
import { ok, type Result } from '../../../hal/result.ts';
import { type CardCallStage, callThroughCards, type RunningCall } from '../../media/call/card-call.ts';
import { type MeasuredEngine, mostBitRateBps } from '../../media/call/measured-call.ts';
import { commandFrom, type DebianNeed, ensureDebian } from '../../media/setup/debian.ts';
import { findFreePorts } from '../free-port.ts';
import { startPeer } from '../peer-process.ts';

const readyLimitMs = 10_000;
/** Its jitter buffer has a fixed latency; half its default serves delay, and still all jitter that is measured here. */
const latencyMs = 100;

export const gstreamerEngine: MeasuredEngine = {
  name: 'gstreamer',
  setting: `GStreamer of Debian, rtpjitterbuffer latency=${latencyMs} do-lost, opusdec plc and in-band FEC, opusenc for 10 % loss`,
  hasCard: true,
  prepare: (say) =>
    ensureDebian(
      [
        commandFrom('gst-launch-1.0', 'gstreamer1.0-tools'),
        element('opusenc', 'gstreamer1.0-plugins-base'),
        element('rtpjitterbuffer', 'gstreamer1.0-plugins-good'),
        element('alsasink', 'gstreamer1.0-alsa'),
      ],
      say,
    ),
  call: (plan) => callThroughCards(plan, start),
};

function element(name: string, packageName: string): DebianNeed {
  const present = () => spawnSync('gst-inspect-1.0', [name], { stdio: 'ignore', timeout: readyLimitMs }).status === 0;
  return { packages: [packageName], present };
}

async function start({ network, talkerPcm, listenerPcm, environment }: CardCallStage): Promise<Result<RunningCall>> {
  const [port = 0] = await findFreePorts(1);
  network.listener = { port, rtcpPort: port + 1 };
  const options = {
    // Without a clock-providing sink in the pipeline yet, "PLAYING" is said once it runs.
    ready: (output: string) => /Setting pipeline to PLAYING/.test(output),
    timeLimitMs: readyLimitMs,
    environment,
  };
  const listener = await startPeer('gst-launch-1.0', words(listenerPipeline(port, listenerPcm)), options);
  if (!listener.ok) return listener;
  const talker = await startPeer('gst-launch-1.0', words(talkerPipeline(network.portForTalker, talkerPcm)), options);
  if (!talker.ok) {
    await listener.value.stop();
    return talker;
  }
  return ok({
    talkerPid: talker.value.pid,
    listenerPid: listener.value.pid,
    words: () => `${talker.value.output().slice(-500)}\n${listener.value.output().slice(-500)}`,
    stop: async () => {
      await Promise.all([talker.value.stop(), listener.value.stop()]);
    },
  });
}

const raw = 'audio/x-raw,format=S16LE,rate=48000,channels=1';
const card = 'buffer-time=40000 latency-time=10000';

function listenerPipeline(port: number, pcm: string): string {
  const caps = 'application/x-rtp,media=audio,clock-rate=48000,encoding-name=OPUS,payload=96,encoding-params=(string)2';
  return [
    `udpsrc port=${port} address=127.0.0.1 caps=${caps}`,
    `rtpjitterbuffer latency=${latencyMs} do-lost=true`,
    'rtpopusdepay',
    'opusdec plc=true use-inband-fec=true',
    'audioconvert',
    raw,
    `alsasink device=${pcm} ${card}`,
  ].join(' ! ');
}

function talkerPipeline(port: number, pcm: string): string {
  return [
    `alsasrc device=${pcm} ${card}`,
    raw,
    `opusenc bitrate=${mostBitRateBps} audio-type=voice inband-fec=true packet-loss-percentage=10 frame-size=20 complexity=10`,
    'rtpopuspay pt=96',
    `udpsink host=127.0.0.1 port=${port} sync=false`,
  ].join(' ! ');
}

function words(pipeline: string): string[] {
  return pipeline.split(' ');
}
