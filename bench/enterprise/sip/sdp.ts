// Offer and answer of the enterprise's own talkers: one audio line, four codecs, SDES (RFC 4566, 3264, 4568).

import { randomBytes } from 'node:crypto';
import { err, ok, type Result } from '../../../hal/result.ts';
import type { Codec, CodecName, Direction, MediaParameters, SrtpKey, SrtpSuite } from '../../../media/session.ts';

export const MAX_SDP_LINES = 500;

/** Length of master key and salt in bytes, best suite first. */
const SUITES: Readonly<Record<SrtpSuite, number>> = {
  AEAD_AES_256_GCM: 44,
  AEAD_AES_128_GCM: 28,
  AES_CM_128_HMAC_SHA1_80: 30,
  AES_CM_128_HMAC_SHA1_32: 30,
};

const CLOCK_RATES: Readonly<Record<CodecName, number>> = { opus: 48000, G722: 8000, PCMU: 8000, PCMA: 8000 };
const STATIC_TYPES: Readonly<Record<number, CodecName>> = { 0: 'PCMU', 8: 'PCMA', 9: 'G722' };
const OPPOSITE: Readonly<Record<Direction, Direction>> = {
  sendrecv: 'sendrecv',
  sendonly: 'recvonly',
  recvonly: 'sendonly',
  inactive: 'inactive',
};

export interface CryptoLine {
  readonly tag: string;
  readonly key: SrtpKey;
}

/** One side's description of the first audio line, as that side sees it. */
export interface AudioDescription {
  readonly address: string;
  readonly port: number;
  readonly rtcpPort: number;
  readonly rtcpMux: boolean;
  readonly secure: boolean;
  readonly direction: Direction;
  readonly codecs: readonly Codec[];
  /** Payload type of telephone-event by its clock rate. */
  readonly eventTypes: ReadonlyMap<number, number>;
  readonly cryptos: readonly CryptoLine[];
  readonly packetTimeMs: number;
  /** Every m= line but ours, refused in an answer with port 0. */
  readonly mediaLines: readonly string[];
  readonly audioIndex: number;
}

export function parseSdp(text: string): Result<AudioDescription> {
  const lines = text.split(/\r?\n/).filter((line) => line !== '');
  if (lines.length > MAX_SDP_LINES) return err('description too long');
  if (lines[0] !== 'v=0') return err('not a session description');
  if (lines.some((line) => !/^[a-z]=/.test(line))) return err('malformed line');
  const starts = lines.flatMap((line, index) => (line.startsWith('m=') ? [index] : []));
  const mediaLines = starts.map((index) => lines[index] ?? '');
  const audioIndex = mediaLines.findIndex((line) => /^m=audio (?!0 )\d+ RTP\/S?AVPF? /.test(line));
  if (audioIndex < 0) return err('no usable audio');
  const session = lines.slice(0, starts[0]);
  const section = lines.slice(starts[audioIndex], starts[audioIndex + 1]);
  return parseAudio(session, section, mediaLines, audioIndex);
}

function parseAudio(
  session: readonly string[],
  section: readonly string[],
  mediaLines: readonly string[],
  audioIndex: number,
): Result<AudioDescription> {
  const [, portText = '', profile = '', ...types] = (section[0] ?? '').split(' ');
  const port = Number(portText);
  if (port > 65535) return err('port out of range');
  const connection = findValue(section, 'c=') ?? findValue(session, 'c=');
  const address = /^IN IP[46] ([^/\s]+)/.exec(connection ?? '')?.[1];
  if (!address) return err('no connection address');
  const attributes = section.filter((line) => line.startsWith('a=')).map((line) => line.slice(2));
  const direction = findDirection(attributes) ?? findDirection(session.map((line) => line.slice(2))) ?? 'sendrecv';
  const rtcpMux = attributes.includes('rtcp-mux');
  const rtcp = Number(/^rtcp:(\d+)/.exec(attributes.find((each) => each.startsWith('rtcp:')) ?? '')?.[1] ?? port + 1);
  const maps = new Map(attributes.flatMap(parseMap));
  const formats = new Map(attributes.flatMap(parseFormat));
  const codecs: Codec[] = [];
  const eventTypes = new Map<number, number>();
  for (const type of types.map(Number)) {
    const map = maps.get(type) ?? { name: STATIC_TYPES[type] ?? '', clockRateHz: 8000 };
    if (map.name.toLowerCase() === 'telephone-event') eventTypes.set(map.clockRateHz, type);
    const name = (Object.keys(CLOCK_RATES) as CodecName[]).find(
      (each) => each.toLowerCase() === map.name.toLowerCase(),
    );
    if (!name || map.clockRateHz !== CLOCK_RATES[name]) continue;
    codecs.push({ name, payloadType: type, clockRateHz: map.clockRateHz, parameters: formats.get(type) ?? {} });
  }
  const packetTimeMs = Number(
    /^ptime:(\d{1,3})$/.exec(attributes.find((each) => each.startsWith('ptime:')) ?? '')?.[1] ?? 20,
  );
  return ok({
    address,
    port,
    rtcpPort: rtcpMux ? port : rtcp,
    rtcpMux,
    secure: profile.startsWith('RTP/SAVP'),
    direction,
    codecs,
    eventTypes,
    cryptos: attributes.flatMap(parseCrypto),
    packetTimeMs: [10, 20, 30, 40, 60].includes(packetTimeMs) ? packetTimeMs : 20,
    mediaLines,
    audioIndex,
  });
}

function findValue(lines: readonly string[], prefix: string): string | undefined {
  return lines.find((line) => line.startsWith(prefix))?.slice(prefix.length);
}

function findDirection(attributes: readonly string[]): Direction | undefined {
  return attributes.find((each): each is Direction => Object.hasOwn(OPPOSITE, each));
}

function parseMap(attribute: string): [number, { name: string; clockRateHz: number }][] {
  const match = /^rtpmap:(\d{1,3}) ([A-Za-z0-9.-]+)\/(\d{1,6})/.exec(attribute);
  return match?.[2] ? [[Number(match[1]), { name: match[2], clockRateHz: Number(match[3]) }]] : [];
}

function parseFormat(attribute: string): [number, Record<string, string>][] {
  const match = /^fmtp:(\d{1,3}) (.*)$/.exec(attribute);
  if (!match?.[2]) return [];
  const pairs = match[2].split(';').map((pair) => pair.trim().split('='));
  return [
    [Number(match[1]), Object.fromEntries(pairs.flatMap(([name, value]) => (name ? [[name, value ?? '']] : [])))],
  ];
}

function parseCrypto(attribute: string): CryptoLine[] {
  const match = /^crypto:(\d{1,9}) (\S+) inline:([A-Za-z0-9+/]+=*)/.exec(attribute);
  const suite = (Object.keys(SUITES) as SrtpSuite[]).find((each) => each === match?.[2]);
  if (!match?.[1] || !match[3] || !suite) return [];
  const keyAndSalt = new Uint8Array(Buffer.from(match[3], 'base64'));
  return keyAndSalt.length === SUITES[suite] ? [{ tag: match[1], key: { suite, keyAndSalt } }] : [];
}

export interface LocalAudio {
  readonly address: string;
  readonly port: number;
  readonly sessionId: number;
  readonly version: number;
  /** Reused within a call, so that a hold does not change the key. */
  readonly keys: ReadonlyMap<SrtpSuite, SrtpKey>;
}

/** Fresh master keys of every suite, for one call. */
export function createKeys(): ReadonlyMap<SrtpSuite, SrtpKey> {
  const suites = Object.entries(SUITES) as [SrtpSuite, number][];
  return new Map(suites.map(([suite, length]) => [suite, { suite, keyAndSalt: new Uint8Array(randomBytes(length)) }]));
}

export interface Agreement {
  readonly sdp: string;
  readonly parameters: MediaParameters;
}

const EVENT_TYPE = 101;

export function makeOffer(local: LocalAudio, secure: boolean): string {
  const codecs: Codec[] = [
    { name: 'opus', payloadType: 96, clockRateHz: 48000, parameters: { useinbandfec: '1' } },
    { name: 'G722', payloadType: 9, clockRateHz: 8000, parameters: {} },
    { name: 'PCMU', payloadType: 0, clockRateHz: 8000, parameters: {} },
    { name: 'PCMA', payloadType: 8, clockRateHz: 8000, parameters: {} },
  ];
  const keys = [...local.keys.values()].filter((key) => key.suite !== 'AES_CM_128_HMAC_SHA1_32');
  const cryptos = secure ? keys.map((key, index) => cryptoAttribute(String(index + 1), key)) : [];
  const events = [
    { type: EVENT_TYPE, clockRateHz: 8000 },
    { type: EVENT_TYPE + 1, clockRateHz: 48000 },
  ];
  return print(local, [
    audioSection({ local, secure, codecs, events, direction: 'sendrecv', rtcpMux: true, packetTimeMs: 20, cryptos }),
  ]);
}

/** Our answer to an offer; plain where the offer is plain. */
export function answerOffer(local: LocalAudio, offer: AudioDescription): Result<Agreement> {
  const codec = offer.codecs[0];
  if (!codec) return err('no common codec');
  const crypto = pickCrypto(offer);
  const ownKey = crypto && local.keys.get(crypto.key.suite);
  if (offer.secure && (!crypto || !ownKey)) return err('no common encryption');
  const eventType = offer.eventTypes.get(codec.clockRateHz);
  const direction = OPPOSITE[offer.direction];
  const answer = audioSection({
    local,
    secure: offer.secure,
    codecs: [codec],
    events: eventType === undefined ? [] : [{ type: eventType, clockRateHz: codec.clockRateHz }],
    direction,
    rtcpMux: offer.rtcpMux,
    packetTimeMs: offer.packetTimeMs,
    cryptos: offer.secure && crypto && ownKey ? [cryptoAttribute(crypto.tag, ownKey)] : [],
  });
  const sections = offer.mediaLines.map((line, index) =>
    index === offer.audioIndex ? answer : line.replace(/^(m=\S+) \d+/, '$1 0'),
  );
  const keys = offer.secure
    ? { sendKey: ownKey, receiveKey: crypto?.key }
    : { sendKey: undefined, receiveKey: undefined };
  return ok({ sdp: print(local, sections), parameters: parametersFor(offer, codec, eventType, direction, keys) });
}

/** What our offer and the far end's answer agreed on. */
export function acceptAnswer(local: LocalAudio, answer: AudioDescription): Result<MediaParameters> {
  const codec = answer.codecs[0];
  if (!codec) return err('no common codec');
  const crypto = answer.cryptos[0];
  const ownKey = crypto && local.keys.get(crypto.key.suite);
  if (answer.secure && !ownKey) return err('no common encryption');
  const keys = answer.secure
    ? { sendKey: ownKey, receiveKey: crypto?.key }
    : { sendKey: undefined, receiveKey: undefined };
  const eventType = answer.eventTypes.get(codec.clockRateHz);
  return ok(parametersFor(answer, codec, eventType, OPPOSITE[answer.direction], keys));
}

function pickCrypto(offer: AudioDescription): CryptoLine | undefined {
  const order = Object.keys(SUITES);
  return offer.cryptos.toSorted((left, right) => order.indexOf(left.key.suite) - order.indexOf(right.key.suite))[0];
}

function parametersFor(
  remote: AudioDescription,
  codec: Codec,
  telephoneEventPayloadType: number | undefined,
  direction: Direction,
  keys: { readonly sendKey: SrtpKey | undefined; readonly receiveKey: SrtpKey | undefined },
): MediaParameters {
  return {
    remoteAddress: remote.address,
    remotePort: remote.port,
    remoteRtcpPort: remote.rtcpPort,
    direction,
    codec,
    receiveCodecs: remote.codecs.filter((each) => each.payloadType === codec.payloadType),
    telephoneEventPayloadType,
    packetTimeMs: remote.packetTimeMs,
    ...keys,
  };
}

interface AudioSection {
  readonly local: LocalAudio;
  readonly secure: boolean;
  readonly codecs: readonly Codec[];
  readonly events: readonly { readonly type: number; readonly clockRateHz: number }[];
  readonly direction: Direction;
  readonly rtcpMux: boolean;
  readonly packetTimeMs: number;
  readonly cryptos: readonly string[];
}

function audioSection(section: AudioSection): string {
  const types = [...section.codecs.map((codec) => codec.payloadType), ...section.events.map((event) => event.type)];
  const lines = [`m=audio ${section.local.port} RTP/${section.secure ? 'SAVP' : 'AVP'} ${types.join(' ')}`];
  for (const codec of section.codecs) {
    const channels = codec.name === 'opus' ? '/2' : '';
    lines.push(`a=rtpmap:${codec.payloadType} ${codec.name}/${codec.clockRateHz}${channels}`);
    const parameters = Object.entries(codec.parameters).map(([name, value]) => (value ? `${name}=${value}` : name));
    if (parameters.length > 0) lines.push(`a=fmtp:${codec.payloadType} ${parameters.join(';')}`);
  }
  for (const event of section.events) {
    lines.push(`a=rtpmap:${event.type} telephone-event/${event.clockRateHz}`, `a=fmtp:${event.type} 0-15`);
  }
  lines.push(...section.cryptos, `a=ptime:${section.packetTimeMs}`, `a=${section.direction}`);
  if (section.rtcpMux) lines.push('a=rtcp-mux');
  return lines.join('\r\n');
}

function cryptoAttribute(tag: string, key: SrtpKey): string {
  return `a=crypto:${tag} ${key.suite} inline:${Buffer.from(key.keyAndSalt).toString('base64')}`;
}

function print(local: LocalAudio, sections: readonly string[]): string {
  const origin = `o=- ${local.sessionId} ${local.version} IN IP4 ${local.address}`;
  return ['v=0', origin, 's=-', `c=IN IP4 ${local.address}`, 't=0 0', ...sections, ''].join('\r\n');
}
