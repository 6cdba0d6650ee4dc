// The visitor's microphone and speaker: sound to and from pages of the console over a loopback WebSocket of its own.

import type { WebSocket } from 'ws';
import { type AudioPath, deviceRateHz } from '../../audio.ts';
import { type LoopbackOptions, type LoopbackServer, openLoopbackServer } from '../link/loopback-server.ts';
import type { FarSide } from './far-side.ts';
import { SampleRing } from './sample-ring.ts';

/**
 * A page sends microphone samples as they are: 16-bit little endian, mono, 48 kHz, any number a message. It gets
 * messages of a 4-byte header and samples: byte 0 says what follows (1 talking path, 2 ringer, 3 both, in that
 * order, of equal length), byte 1 the path (index into `paths`). Text from a page is its own delay in milliseconds.
 */
const paths: readonly AudioPath[] = ['handset', 'headset', 'speaker'];
const headerBytes = 4;
const hasPlayout = 1;
const hasRinger = 2;

const samplesPerMs = deviceRateHz / 1000;
const microphoneRing = { prefill: 15 * samplesPerMs, window: 1_000 * samplesPerMs, capacity: 500 * samplesPerMs };
/** Digital silence is sent on for a moment, then no more: an idle page costs nothing. */
const sendSilenceForSamples = 200 * samplesPerMs;
/** A page that cannot keep up loses sound rather than gathering delay. */
const mostBufferedBytes = 48 * 1024;
const longestPageDelayMs = 10_000;
/** RFC 6455 7.4.1: closed without a word. */
const brokenOff = 1006;

interface Ear {
  readonly socket: WebSocket;
  readonly microphone: SampleRing;
  delayMs: number;
}

export class PageSound implements FarSide {
  /** Every page hears; only the one that came last is heard. */
  readonly #ears: Ear[] = [];
  #server: LoopbackServer | undefined;
  #silentSamples = 0;
  #trimmedBefore = 0;

  private constructor() {}

  static async open(options: LoopbackOptions): Promise<PageSound> {
    const sound = new PageSound();
    sound.#server = await openLoopbackServer(options, (socket) => sound.#welcome(socket, options.onRefused));
    return sound;
  }

  get port(): number | undefined {
    return this.#server?.port;
  }

  /** A page connects once its sound is turned on. */
  get turnedOff(): boolean {
    return this.#ears.length === 0;
  }

  get playoutDelayMs(): number {
    return this.#ears.at(-1)?.delayMs ?? 0;
  }

  get trimmedSamples(): number {
    return this.#ears.reduce((sum, ear) => sum + ear.microphone.trimmed, this.#trimmedBefore);
  }

  capture(capture: Int16Array): boolean {
    const talker = this.#ears.at(-1);
    if (talker) return talker.microphone.read(capture);
    capture.fill(0);
    return false;
  }

  play(playout: Int16Array, ringer: Int16Array, path: AudioPath): void {
    if (this.#ears.length === 0) return;
    const rings = !isSilent(ringer);
    this.#silentSamples = rings || !isSilent(playout) ? 0 : this.#silentSamples + playout.length;
    if (this.#silentSamples > sendSilenceForSamples) return;
    const message = soundMessage(playout, rings ? ringer : undefined, path);
    for (const { socket } of this.#ears) if (socket.bufferedAmount < mostBufferedBytes) socket.send(message);
  }

  async close(): Promise<void> {
    await this.#server?.close();
  }

  #welcome(socket: WebSocket, warn: LoopbackOptions['onRefused']): void {
    const ear: Ear = { socket, microphone: new SampleRing(microphoneRing), delayMs: 0 };
    this.#ears.push(ear);
    socket.on('message', (data, isBinary) => {
      if (isBinary) ear.microphone.write(toSamples(data as Buffer));
      else ear.delayMs = Math.min(longestPageDelayMs, Math.max(0, Number(String(data)) || 0));
    });
    socket.on('close', (code) => {
      this.#ears.splice(this.#ears.indexOf(ear), 1);
      if (code === brokenOff) warn?.(`A page's sound is gone: its connection broke off; ${this.#ears.length} left.`);
      this.#trimmedBefore += ear.microphone.trimmed;
    });
  }
}

function isSilent(samples: Int16Array): boolean {
  return samples.every((sample) => sample === 0);
}

function soundMessage(playout: Int16Array, ringer: Int16Array | undefined, path: AudioPath): Uint8Array {
  const message = new Uint8Array(headerBytes + playout.byteLength + (ringer?.byteLength ?? 0));
  message[0] = ringer ? hasPlayout | hasRinger : hasPlayout;
  message[1] = paths.indexOf(path);
  message.set(new Uint8Array(playout.buffer, playout.byteOffset, playout.byteLength), headerBytes);
  if (ringer)
    message.set(new Uint8Array(ringer.buffer, ringer.byteOffset, ringer.byteLength), headerBytes + playout.byteLength);
  return message;
}

/** A copy, because the bytes of a message may start at an odd address. */
function toSamples(data: Buffer): Int16Array {
  const samples = new Int16Array(data.byteLength >> 1);
  new Uint8Array(samples.buffer).set(data.subarray(0, samples.byteLength));
  return samples;
}
