// Answers the far end's offer (RFC 3264 section 6): our preferred common codec, the policy's encryption, a fitting direction.

import { ok, type Result } from '../../../hal/result.ts';
import type { Codec } from '../../../media/session.ts';
import {
  codecAttributes,
  comfortNoiseAttribute,
  comfortNoisePayloadType,
  eventAttributes,
  eventFor,
  fitsComfortNoise,
  localCodec,
} from './codecs.ts';
import { printCrypto } from './crypto-attribute.ts';
import type { Answered, DescriptionRefusal, LocalMedia } from './local-media.ts';
import { localOrigin, streamAttributes } from './make-offer.ts';
import { matchOffer } from './match-offer.ts';
import { printSessionDescription } from './print.ts';
import { type Attribute, meetDirection } from './session-description.ts';

export function answerOffer(remoteText: string, local: LocalMedia): Result<Answered, DescriptionRefusal> {
  const matched = matchOffer(remoteText, { ...local, suites: local.keys.map(({ suite }) => suite) });
  if (!matched.ok) return matched;
  const { description, audio, codecs: common, crypto: theirs } = matched.value;
  const [codec] = common;
  const ours = theirs && local.keys.find(({ suite }) => suite === theirs.key.suite);
  const direction = meetDirection(audio.direction, local.direction);
  const event = local.digits === 'in-band' ? undefined : eventFor(codec, audio.formats.events);
  const events = event ? [event] : [];
  const noise = audio.formats.comfortNoise && fitsComfortNoise(codec) ? comfortNoisePayloadType : undefined;
  const numbers = common.map(({ payloadType }) => payloadType);
  if (noise !== undefined) numbers.push(noise);
  const packetTimeMs = audio.packetTimeMs ?? local.packetTimeMs;

  const answer = printSessionDescription({
    origin: localOrigin(local),
    address: local.address,
    attributes: [],
    media: description.media.map((media, index) =>
      index === audio.index
        ? {
            kind: 'audio',
            port: local.port,
            protocol: media.protocol,
            formats: [...numbers, ...events.map(({ payloadType }) => payloadType)].map(String),
            address: undefined,
            attributes: [
              ...common.flatMap(ourAttributes),
              ...(noise === undefined ? [] : [comfortNoiseAttribute]),
              ...events.flatMap(eventAttributes),
              ...streamAttributes({ ...local, packetTimeMs }).filter(
                ({ name }) =>
                  (name !== 'rtcp-mux' || audio.rtcpMultiplexed) &&
                  (name !== 'rtcp-xr' || audio.extendedReports !== undefined),
              ),
              ...(theirs && ours ? [printCrypto({ tag: theirs.tag, key: ours })] : []),
              { name: direction, value: undefined },
            ],
          }
        : { ...media, port: 0, address: undefined, attributes: [] },
    ),
  });
  return ok({
    answer,
    parameters: {
      remoteAddress: audio.address,
      remotePort: audio.media.port,
      remoteRtcpPort: audio.rtcpPort,
      direction,
      codec,
      receiveCodecs: common,
      telephoneEventPayloadType: event?.payloadType,
      telephoneEventClockRateHz: event?.clockRateHz,
      detectInBandDigits: local.digits === 'in-band',
      comfortNoisePayloadType: noise,
      packetTimeMs,
      extendedReports: audio.extendedReports ?? [],
      sendKey: ours,
      receiveKey: theirs?.key,
    },
  });
}

/** The offer's number, but our own parameters: they say what we take. */
function ourAttributes(codec: Codec): readonly Attribute[] {
  return codecAttributes({ ...codec, parameters: localCodec(codec.name).parameters });
}
