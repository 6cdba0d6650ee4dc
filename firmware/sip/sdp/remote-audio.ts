// The far end's audio stream as its description gives it: where it listens, what it speaks, which keys it sends.

import { err, ok, type Result } from '../../../hal/result.ts';
import type { Direction, ExtendedReportName } from '../../../media/session.ts';
import { type RemoteFormats, readFormats } from './codecs.ts';
import { type CryptoOffer, readCryptos } from './crypto-attribute.ts';
import type { DescriptionRefusal, EncryptionPolicy } from './local-media.ts';
import {
  directionOf,
  findAttribute,
  isZeroAddress,
  type MediaDescription,
  type SessionDescription,
} from './session-description.ts';

export interface RemoteAudio {
  /** Which `m=` line it is; an answer has as many lines as its offer. */
  readonly index: number;
  readonly media: MediaDescription;
  readonly address: string;
  readonly rtcpPort: number;
  readonly rtcpMultiplexed: boolean;
  /** As the far end means it. */
  readonly direction: Direction;
  readonly formats: RemoteFormats;
  readonly secureProfile: boolean;
  readonly cryptos: readonly CryptoOffer[];
  readonly packetTimeMs: number | undefined;
  /** Undefined where it does not speak of extended reports at all. */
  readonly extendedReports: readonly ExtendedReportName[] | undefined;
}

const profiles: ReadonlySet<string> = new Set(['RTP/AVP', 'RTP/AVPF', 'RTP/SAVP', 'RTP/SAVPF']);

/** The audio stream that fits the policy best where a far end describes several; the first one where none fits. */
export function findRemoteAudio(
  description: SessionDescription,
  encryption: EncryptionPolicy,
): Result<RemoteAudio, DescriptionRefusal> {
  const usable = description.media
    .map((media, index) => ({ media, index }))
    .filter(({ media }) => media.kind === 'audio' && media.port !== 0 && profiles.has(media.protocol));
  const secure = usable.find(({ media }) => readCryptos(media.attributes).length > 0);
  const plain = usable.find(({ media }) => !isSecure(media));
  const fitting = { required: secure, preferred: secure ?? plain, off: plain };
  const chosen = fitting[encryption] ?? usable[0];
  if (!chosen) return err({ reason: 'no-audio', detail: 'the far end describes no audio stream over RTP' });
  const { media, index } = chosen;
  const address = media.address ?? description.address;
  if (address === undefined) return err({ reason: 'malformed', detail: 'the audio stream has no c= line' });
  const rtcpMultiplexed = findAttribute(media.attributes, 'rtcp-mux') !== undefined;
  return ok({
    index,
    media,
    address,
    rtcpMultiplexed,
    rtcpPort: rtcpMultiplexed ? media.port : (explicitRtcpPort(media) ?? Math.min(media.port + 1, 65535)),
    direction: effectiveDirection(directionOf(description, media), address),
    formats: readFormats(media),
    secureProfile: isSecure(media),
    cryptos: readCryptos(media.attributes),
    packetTimeMs: readPacketTime(media),
    extendedReports: readExtendedReports(description, media),
  });
}

function isSecure(media: MediaDescription): boolean {
  return media.protocol.startsWith('RTP/S');
}

/** An address of zeros is hold as RFC 2543 wrote it: the far end takes nothing, whatever its direction says. */
function effectiveDirection(direction: Direction, address: string): Direction {
  if (!isZeroAddress(address)) return direction;
  return direction === 'sendrecv' || direction === 'sendonly' ? 'sendonly' : 'inactive';
}

/** RFC 3605. */
function explicitRtcpPort(media: MediaDescription): number | undefined {
  const port = /^(\d{1,5})(?: |$)/.exec(findAttribute(media.attributes, 'rtcp')?.value ?? '')?.[1];
  return port && Number(port) > 0 && Number(port) <= 65535 ? Number(port) : undefined;
}

function readPacketTime(media: MediaDescription): number | undefined {
  const value = findAttribute(media.attributes, 'ptime')?.value ?? '';
  return /^\d{1,3}$/.test(value) && Number(value) >= 10 && Number(value) <= 120 ? Number(value) : undefined;
}

const extendedReportNames: readonly ExtendedReportName[] = ['pkt-loss-rle', 'rcvr-rtt', 'stat-summary', 'voip-metrics'];

/** RFC 3611 5.1; of the stream, else of the whole session. */
function readExtendedReports(
  description: SessionDescription,
  media: MediaDescription,
): readonly ExtendedReportName[] | undefined {
  const attribute = findAttribute(media.attributes, 'rtcp-xr') ?? findAttribute(description.attributes, 'rtcp-xr');
  if (!attribute) return undefined;
  const asked = (attribute.value ?? '').split(' ').map((format) => format.split('=', 1)[0]);
  return extendedReportNames.filter((name) => asked.includes(name));
}
