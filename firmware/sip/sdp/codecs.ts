// Codecs as session descriptions name them: payload types, rtpmap and fmtp lines, telephone events.

import type { Codec, CodecName } from '../../../media/session.ts';
import type { Attribute, MediaDescription } from './session-description.ts';

interface Format {
  readonly payloadType: number;
  readonly clockRateHz: number;
  /** Channels as written in rtpmap; Opus is always written with two (RFC 7587 section 7). */
  readonly channels: number;
  readonly parameters: Readonly<Record<string, string>>;
}

const formats: Readonly<Record<CodecName, Format>> = {
  opus: { payloadType: 96, clockRateHz: 48000, channels: 2, parameters: { useinbandfec: '1', minptime: '10' } },
  G722: { payloadType: 9, clockRateHz: 8000, channels: 1, parameters: {} },
  PCMU: { payloadType: 0, clockRateHz: 8000, channels: 1, parameters: {} },
  PCMA: { payloadType: 8, clockRateHz: 8000, channels: 1, parameters: {} },
};

/** RFC 3551 section 6: these numbers mean a codec even without an rtpmap line. */
const staticPayloadTypes: ReadonlyMap<number, CodecName> = new Map([
  [0, 'PCMU'],
  [8, 'PCMA'],
  [9, 'G722'],
]);

/** RFC 4733 wants the event clock to be the audio's, so Opus brings one of its own. */
const eventPayloadTypes: ReadonlyMap<number, number> = new Map([
  [8000, 101],
  [48000, 102],
]);

export interface TelephoneEvent {
  readonly payloadType: number;
  readonly clockRateHz: number;
}

export interface RemoteFormats {
  /** In the far end's order. */
  readonly codecs: readonly Codec[];
  readonly events: readonly TelephoneEvent[];
  /** It takes descriptions of pauses (RFC 3389) for codecs of 8 kHz. */
  readonly comfortNoise: boolean;
}

export function localCodec(name: CodecName): Codec {
  const { payloadType, clockRateHz, parameters } = formats[name];
  return { name, payloadType, clockRateHz, parameters };
}

export function localEvents(codecs: readonly Codec[]): readonly TelephoneEvent[] {
  const clocks = new Set(codecs.map((codec) => codec.clockRateHz));
  return [...eventPayloadTypes]
    .filter(([clock]) => clocks.has(clock))
    .map(([clockRateHz, payloadType]) => ({ payloadType, clockRateHz }));
}

const comfortNoiseClockHz = 8_000;
/** The static number (RFC 3551); another clock would need another. */
export const comfortNoisePayloadType = 13;
export const comfortNoiseAttribute: Attribute = {
  name: 'rtpmap',
  value: `${comfortNoisePayloadType} CN/${comfortNoiseClockHz}`,
};

export function fitsComfortNoise(codec: Codec): boolean {
  return codec.clockRateHz === comfortNoiseClockHz;
}

export function codecAttributes(codec: Codec): readonly Attribute[] {
  const { channels } = formats[codec.name];
  const parameters = Object.entries(codec.parameters).map(([key, value]) => `${key}=${value}`);
  const map = `${codec.payloadType} ${codec.name}/${codec.clockRateHz}${channels > 1 ? `/${channels}` : ''}`;
  return [
    { name: 'rtpmap', value: map },
    ...(parameters.length > 0 ? [{ name: 'fmtp', value: `${codec.payloadType} ${parameters.join(';')}` }] : []),
  ];
}

export function eventAttributes(event: TelephoneEvent): readonly Attribute[] {
  return [
    { name: 'rtpmap', value: `${event.payloadType} telephone-event/${event.clockRateHz}` },
    { name: 'fmtp', value: `${event.payloadType} 0-16` },
  ];
}

/** Formats that this phone knows; the others are passed over. */
export function readFormats(media: MediaDescription): RemoteFormats {
  const maps = byPayloadType(media.attributes, 'rtpmap');
  const parameterLines = byPayloadType(media.attributes, 'fmtp');
  const codecs: Codec[] = [];
  const events: TelephoneEvent[] = [];
  let comfortNoise = false;
  for (const format of new Set(media.formats)) {
    if (!/^\d{1,3}$/.test(format) || Number(format) > 127) continue;
    const payloadType = Number(format);
    const written = readMap(maps.get(payloadType));
    if (payloadType === comfortNoisePayloadType && (!written || written.encoding === 'cn')) comfortNoise = true;
    const map = written ?? staticMap(payloadType);
    if (!map) continue;
    if (map.encoding === 'telephone-event') {
      events.push({ payloadType, clockRateHz: map.clockRateHz });
      continue;
    }
    const name = codecNamed(map.encoding);
    if (!name || formats[name].clockRateHz !== map.clockRateHz || formats[name].channels !== map.channels) continue;
    codecs.push({
      name,
      payloadType,
      clockRateHz: map.clockRateHz,
      parameters: readParameters(parameterLines.get(payloadType)),
    });
  }
  return { codecs, events, comfortNoise };
}

/** The event format whose clock is the codec's; some peers write 8000 whatever the codec, which still works. */
export function eventFor(codec: Codec, events: readonly TelephoneEvent[]): TelephoneEvent | undefined {
  return events.find((event) => event.clockRateHz === codec.clockRateHz) ?? events[0];
}

function byPayloadType(attributes: readonly Attribute[], name: string): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  for (const attribute of attributes) {
    const match = attribute.name === name ? /^(\d{1,3}) +(.*)$/.exec(attribute.value ?? '') : null;
    if (match?.[1] && !found.has(Number(match[1]))) found.set(Number(match[1]), match[2] ?? '');
  }
  return found;
}

interface RtpMap {
  readonly encoding: string;
  readonly clockRateHz: number;
  readonly channels: number;
}

function readMap(line: string | undefined): RtpMap | undefined {
  const match = /^([A-Za-z0-9._-]{1,64})\/(\d{1,6})(?:\/(\d{1,2}))?$/.exec(line?.trim() ?? '');
  if (!match?.[1] || !match[2]) return undefined;
  return { encoding: match[1].toLowerCase(), clockRateHz: Number(match[2]), channels: Number(match[3] ?? 1) };
}

function staticMap(payloadType: number): RtpMap | undefined {
  const name = staticPayloadTypes.get(payloadType);
  return name && { encoding: name.toLowerCase(), clockRateHz: 8000, channels: 1 };
}

function codecNamed(encoding: string): CodecName | undefined {
  if (encoding === 'opus') return 'opus';
  if (encoding === 'g722') return 'G722';
  if (encoding === 'pcmu') return 'PCMU';
  return encoding === 'pcma' ? 'PCMA' : undefined;
}

function readParameters(line: string | undefined): Readonly<Record<string, string>> {
  const pairs = (line ?? '').split(';').map((pair) => pair.trim().split('='));
  return Object.fromEntries(
    pairs.filter(([key]) => key).map(([key, ...value]) => [key?.toLowerCase() ?? '', value.join('=')]),
  );
}
