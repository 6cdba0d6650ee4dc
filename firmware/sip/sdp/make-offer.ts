// Our side of a session as an offer (RFC 3264 section 5): one audio stream, codecs in our order.

import type { SrtpKey } from '../../../media/session.ts';
import {
  codecAttributes,
  comfortNoiseAttribute,
  comfortNoisePayloadType,
  eventAttributes,
  fitsComfortNoise,
  localCodec,
  localEvents,
} from './codecs.ts';
import { printCrypto } from './crypto-attribute.ts';
import type { LocalMedia } from './local-media.ts';
import { printSessionDescription } from './print.ts';
import type { Attribute, Origin } from './session-description.ts';

export function makeOffer(local: LocalMedia): string {
  const codecs = local.codecs.map(localCodec);
  const events = local.digits === 'in-band' ? [] : localEvents(codecs);
  const takesNoise = codecs.some(fitsComfortNoise);
  const numbers = codecs.map(({ payloadType }) => payloadType);
  if (takesNoise) numbers.push(comfortNoisePayloadType);
  const keys = local.encryption === 'off' ? [] : local.keys;
  return printSessionDescription({
    origin: localOrigin(local),
    address: local.address,
    attributes: [],
    media: [
      {
        kind: 'audio',
        port: local.port,
        // RFC 8643: preferred encryption is offered on the plain profile, so that a far end without it still answers.
        protocol: local.encryption === 'required' ? 'RTP/SAVP' : 'RTP/AVP',
        formats: [...numbers, ...events.map(({ payloadType }) => payloadType)].map(String),
        address: undefined,
        attributes: [
          ...codecs.flatMap(codecAttributes),
          ...(takesNoise ? [comfortNoiseAttribute] : []),
          ...events.flatMap(eventAttributes),
          ...streamAttributes(local),
          ...keys.map((key, index) => printCrypto({ tag: cryptoTag(index), key })),
          { name: local.direction, value: undefined },
        ],
      },
    ],
  });
}

export function localOrigin(local: LocalMedia): Origin {
  return {
    username: '-',
    sessionId: String(local.sessionId),
    sessionVersion: String(local.sessionVersion),
    address: local.address,
  };
}

/** What an offer and an answer say alike. */
export function streamAttributes(local: LocalMedia): readonly Attribute[] {
  return [
    { name: 'ptime', value: String(local.packetTimeMs) },
    { name: 'rtcp', value: String(local.port) },
    { name: 'rtcp-mux', value: undefined },
    // RFC 3611 5.1: what we would like to be told of how our voice arrives.
    { name: 'rtcp-xr', value: 'pkt-loss-rle rcvr-rtt=all voip-metrics' },
  ];
}

function cryptoTag(index: number): number {
  return index + 1;
}

/** Our key behind a tag of our last offer. */
export function offeredKey(local: LocalMedia, tag: number): SrtpKey | undefined {
  return local.keys.find((_, index) => cryptoTag(index) === tag);
}
