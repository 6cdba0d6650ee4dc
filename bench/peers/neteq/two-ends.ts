// Both ends of a WebRTC call in one process, speaking and listening by function calls at the pace of a sound card.

import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { monotonicMs } from '../../media/network/live-network.ts';
import type { NeteqEvent, NeteqPlace, NeteqTask } from './messages.ts';

const frameSamples = 480;
const frameMs = 10;
const rateHz = 48_000;
const connectLimitMs = 15_000;

const task = JSON.parse(process.argv[2] ?? '') as NeteqTask;
const wrtc = createRequire(import.meta.url)(task.module) as Wrtc;

// The bench looks at this process once more after the call, and ends it; should the bench itself be gone, it ends by
// itself. An orderly end would wait for the package's own threads.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));

/** The part of the package that is used here; it brings no types. */
interface Wrtc {
  readonly RTCPeerConnection: new () => Peer;
  readonly nonstandard: {
    readonly RTCAudioSource: new () => { createTrack(): object; onData(data: object): void };
    readonly RTCAudioSink: new (track: object) => { ondata: ((data: SinkData) => void) | undefined; stop(): void };
  };
}
interface SinkData {
  readonly samples: Int16Array;
  readonly sampleRate: number;
  readonly channelCount: number;
}
interface Description {
  readonly type: string;
  readonly sdp: string;
}
/** RTCStats, as far as it matters here; counters are absent until there is something to count. */
interface Figures {
  readonly type: string;
  readonly kind?: string;
  readonly [counter: string]: unknown;
}
interface Peer {
  readonly iceGatheringState: string;
  readonly connectionState: string;
  readonly localDescription: Description;
  ontrack: ((event: { readonly track: object }) => void) | undefined;
  addTrack(track: object): void;
  addEventListener(name: string, listener: () => void): void;
  createOffer(): Promise<Description>;
  createAnswer(): Promise<Description>;
  setLocalDescription(description: Description): Promise<void>;
  setRemoteDescription(description: Description): Promise<void>;
  getStats(): Promise<Map<string, Figures>>;
}

function tell(event: NeteqEvent): void {
  process.send?.(event);
}

function until(peer: Peer, event: string, holds: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no ${event} within ${connectLimitMs} ms`)), connectLimitMs);
    const look = () => {
      if (!holds()) return;
      clearTimeout(timer);
      resolve();
    };
    peer.addEventListener(event, look);
    look();
  });
}

async function gathered(peer: Peer): Promise<string> {
  await until(peer, 'icegatheringstatechange', () => peer.iceGatheringState === 'complete');
  return peer.localDescription.sdp;
}

/** The other end is told one candidate only: the network's port. */
function through(sdp: string, port: number): string {
  const without = sdp.replace(/a=(candidate:.*|end-of-candidates)\r\n/g, '');
  const limited = without.replace(
    /(a=fmtp:\d+ [^\r]*useinbandfec=1)/,
    `$1;maxaveragebitrate=${task.bitRateBps};stereo=0`,
  );
  return `${limited}a=candidate:1 1 udp 2122260223 127.0.0.1 ${port} typ host generation 0\r\na=end-of-candidates\r\n`;
}

function host(sdp: string): NeteqPlace {
  const [, address, port] = /a=candidate:\S+ 1 udp \d+ ([\d.]+) (\d+) typ host/i.exec(sdp) ?? [];
  if (!address) throw new Error('WebRTC found no address of this machine to use');
  return { address, port: Number(port) };
}

async function connect(talker: Peer, listener: Peer): Promise<void> {
  await talker.setLocalDescription(await talker.createOffer());
  const offer = await gathered(talker);
  await listener.setRemoteDescription({ type: 'offer', sdp: through(offer, task.portForListener) });
  await listener.setLocalDescription(await listener.createAnswer());
  const answer = await gathered(listener);
  const go = new Promise<void>((resolve) => process.once('message', () => resolve()));
  tell({ kind: 'listening', talker: host(offer), listener: host(answer) });
  await go;
  await talker.setRemoteDescription({ type: 'answer', sdp: through(answer, task.portForTalker) });
  for (const peer of [talker, listener])
    await until(peer, 'connectionstatechange', () => peer.connectionState === 'connected');
}

interface Counters {
  readonly played: number;
  readonly concealed: number;
  readonly stretched: number;
}

async function countersOf(listener: Peer): Promise<Counters> {
  for (const entry of (await listener.getStats()).values()) {
    if (entry.type !== 'inbound-rtp' || entry.kind !== 'audio') continue;
    const count = (name: string) => Number(entry[name] ?? 0);
    const stretched = count('insertedSamplesForDeceleration') + count('removedSamplesForAcceleration');
    return { played: count('totalSamplesReceived'), concealed: count('concealedSamples'), stretched };
  }
  throw new Error('WebRTC tells no figures of what it received');
}

async function run(): Promise<void> {
  const talker = new wrtc.RTCPeerConnection();
  const listener = new wrtc.RTCPeerConnection();
  const source = new wrtc.nonstandard.RTCAudioSource();
  talker.addTrack(source.createTrack());
  const ear = new Ear();
  listener.ontrack = ({ track }) => {
    new wrtc.nonstandard.RTCAudioSink(track).ondata = (data) => ear.hear(data);
  };
  await connect(talker, listener);
  tell({ kind: 'connected' });
  const bytes = readFileSync(task.speechFile);
  const spoken = new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
  const startMs = monotonicMs() + 100;
  const spokenAtMs = startMs + (task.leadInSamples * 1_000) / rateHz;
  const realMs = (samples: number) => (samples * 1_000) / (rateHz * (1 + task.skewPpm / 1e6));
  let before: Counters | undefined;
  const total = spoken.length + task.tailSamples;
  await new Promise<void>((resolve, reject) => {
    let at = 0;
    const timer = setInterval(() => {
      // As a sound card does, a frame is handed over when its last sample has been spoken.
      while (at < total && monotonicMs() >= startMs + realMs(at + frameSamples)) {
        const samples = new Int16Array(frameSamples);
        samples.set(spoken.subarray(at, at + frameSamples));
        at += frameSamples;
        source.onData({
          samples,
          sampleRate: rateHz,
          bitsPerSample: 16,
          channelCount: 1,
          numberOfFrames: frameSamples,
        });
      }
      if (at >= task.leadInSamples && before === undefined) {
        before = { played: 0, concealed: 0, stretched: 0 };
        countersOf(listener).then((counters) => {
          before = counters;
        }, reject);
      }
      if (at < total) return;
      clearInterval(timer);
      resolve();
    }, 2);
  });
  const after = await countersOf(listener);
  const played = after.played - (before?.played ?? 0);
  const heard = ear.since(spokenAtMs, total - task.leadInSamples);
  writeFileSync(task.heardFile, new Uint8Array(heard.buffer));
  tell({
    kind: 'done',
    spokenAtMs,
    concealedShare: (after.concealed - (before?.concealed ?? 0)) / played,
    stretchedShare: (after.stretched - (before?.stretched ?? 0)) / played,
  });
}

/** Frames come every 10 ms by WebRTC's own clock; the least delayed of them tells when that clock began. */
class Ear {
  readonly #frames: Int16Array[] = [];
  #startMs = Number.POSITIVE_INFINITY;

  hear({ samples, sampleRate, channelCount }: SinkData): void {
    if (sampleRate !== rateHz) return;
    const nowMs = monotonicMs();
    this.#startMs = Math.min(this.#startMs, nowMs - this.#frames.length * frameMs);
    this.#frames.push(samples.filter((_, at) => at % channelCount === 0));
  }

  since(atMs: number, count: number): Int16Array {
    const heard = new Int16Array(count);
    const first = Math.round(((this.#startMs - atMs) * rateHz) / 1_000);
    for (const [index, frame] of this.#frames.entries()) {
      const at = first + index * frameSamples;
      if (at >= 0 && at + frame.length <= count) heard.set(frame, at);
    }
    return heard;
  }
}

try {
  await run();
} catch (error) {
  tell({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) });
}
