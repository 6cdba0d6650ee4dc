// Two endpoints on loopback sockets, stepped by hand: a network between them may lose, hold back and reorder.

import type { RandomSource } from '../../../../hal/clock.ts';
import type { VirtualClock } from '../../../../hal/sim/virtual-clock.ts';
import { type EndpointListener, openRtpEndpoint, type RtpEndpoint } from '../../../../media/endpoint/index.ts';
import type { Codec, CodecName, Direction, MediaParameters, SrtpKey } from '../../../../media/session.ts';

export const periodSamples = 960;
export const periodMs = 20;

/** Repeatable bytes: a failing test must fail again. */
export class SeededRandom implements RandomSource {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => {
      this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
      return this.#state >>> 24;
    });
  }
}

export const codecs: Record<CodecName, Codec> = {
  opus: { name: 'opus', payloadType: 96, clockRateHz: 48_000, parameters: { useinbandfec: '1' } },
  G722: { name: 'G722', payloadType: 9, clockRateHz: 8_000, parameters: {} },
  PCMU: { name: 'PCMU', payloadType: 0, clockRateHz: 8_000, parameters: {} },
  PCMA: { name: 'PCMA', payloadType: 8, clockRateHz: 8_000, parameters: {} },
};

export interface Overrides {
  readonly codec?: CodecName;
  readonly direction?: Direction;
  readonly packetTimeMs?: number;
  readonly sendKey?: SrtpKey;
  readonly receiveKey?: SrtpKey;
  readonly telephoneEventPayloadType?: number;
  /** No events: digits as tones, listened for. */
  readonly inBandDigits?: boolean;
  readonly remoteAddress?: string;
  readonly remoteRtcpPort?: number;
  readonly extendedReports?: MediaParameters['extendedReports'];
}

export function parametersFor(remotePort: number, overrides: Overrides = {}): MediaParameters {
  return {
    remoteAddress: overrides.remoteAddress ?? '127.0.0.1',
    remotePort,
    remoteRtcpPort: overrides.remoteRtcpPort ?? remotePort,
    direction: overrides.direction ?? 'sendrecv',
    codec: codecs[overrides.codec ?? 'opus'],
    receiveCodecs: Object.values(codecs),
    telephoneEventPayloadType: overrides.inBandDigits ? undefined : (overrides.telephoneEventPayloadType ?? 101),
    detectInBandDigits: overrides.inBandDigits,
    packetTimeMs: overrides.packetTimeMs ?? periodMs,
    ...(overrides.extendedReports && { extendedReports: overrides.extendedReports }),
    sendKey: overrides.sendKey,
    receiveKey: overrides.receiveKey,
  };
}

export async function openEndpoint(
  clock: VirtualClock,
  seed: number,
  listener: EndpointListener = {},
): Promise<RtpEndpoint> {
  const opened = openRtpEndpoint(
    { localAddress: '127.0.0.1', clock, random: new SeededRandom(seed), arrivals: 'poll' },
    listener,
  );
  if (!opened.ok) throw new Error(opened.error);
  return opened.value;
}

/** Lets datagrams on the loopback interface arrive: they are there at once, but the event loop must turn to see them. */
export async function deliver(): Promise<void> {
  for (let turn = 0; turn < 4; turn++) await new Promise((resolve) => setImmediate(resolve));
}

export interface Heard {
  readonly near: Int16Array;
  readonly far: Int16Array;
}

/** Both sides speak and listen for the length of `nearSpeech`; answers what each heard. */
export async function converse(
  clock: VirtualClock,
  near: RtpEndpoint,
  far: RtpEndpoint,
  nearSpeech: Int16Array,
  farSpeech: Int16Array = new Int16Array(nearSpeech.length),
): Promise<Heard> {
  const heard = { near: new Int16Array(nearSpeech.length), far: new Int16Array(nearSpeech.length) };
  for (let at = 0; at + periodSamples <= nearSpeech.length; at += periodSamples) {
    near.exchange(nearSpeech.subarray(at, at + periodSamples), heard.near.subarray(at, at + periodSamples));
    await deliver();
    far.exchange(farSpeech.subarray(at, at + periodSamples), heard.far.subarray(at, at + periodSamples));
    await deliver();
    await clock.advance(periodMs);
  }
  return heard;
}
