// Answers the far end's offer (RFC 3264 section 6): our preferred common codec, the policy's encryption, a fitting direction.

import { err, ok, type Result } from '../../../hal/result.ts';
import type { Codec, CodecName } from '../../../media/session.ts';
import { codecAttributes, eventAttributes, eventFor, localCodec } from './codecs.ts';
import { type CryptoOffer, printCrypto } from './crypto-attribute.ts';
import type { Answered, DescriptionRefusal, LocalMedia } from './local-media.ts';
import { localOrigin, streamAttributes } from './make-offer.ts';
import { parseSessionDescription } from './parse.ts';
import { printSessionDescription } from './print.ts';
import { findRemoteAudio, type RemoteAudio } from './remote-audio.ts';
import { type Attribute, meetDirection } from './session-description.ts';

export function answerOffer(remoteText: string, local: LocalMedia): Result<Answered, DescriptionRefusal> {
  const remote = parseSessionDescription(remoteText);
  if (!remote.ok) return remote;
  const found = findRemoteAudio(remote.value, local.encryption);
  if (!found.ok) return found;
  const audio = found.value;

  const common = commonCodecs(audio, local.codecs);
  const [codec] = common;
  if (!codec) return err({ reason: 'no-common-codec', detail: `none of ${local.codecs.join(', ')} is offered` });
  const encryption = chooseEncryption(audio, local);
  if (!encryption.ok) return encryption;
  const crypto = encryption.value;
  const direction = meetDirection(audio.direction, local.direction);
  const event = local.digits === 'in-band' ? undefined : eventFor(codec, audio.formats.events);
  const events = event ? [event] : [];
  const packetTimeMs = audio.packetTimeMs ?? local.packetTimeMs;

  const answer = printSessionDescription({
    origin: localOrigin(local),
    address: local.address,
    attributes: [],
    media: remote.value.media.map((media, index) =>
      index === audio.index
        ? {
            kind: 'audio',
            port: local.port,
            protocol: media.protocol,
            formats: [...common, ...events].map(({ payloadType }) => String(payloadType)),
            address: undefined,
            attributes: [
              ...common.flatMap(ourAttributes),
              ...events.flatMap(eventAttributes),
              ...streamAttributes({ ...local, packetTimeMs }).filter(
                ({ name }) =>
                  (name !== 'rtcp-mux' || audio.rtcpMultiplexed) &&
                  (name !== 'rtcp-xr' || audio.extendedReports !== undefined),
              ),
              ...(crypto ? [printCrypto({ tag: crypto.theirs.tag, key: crypto.ours })] : []),
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
      packetTimeMs,
      extendedReports: audio.extendedReports ?? [],
      sendKey: crypto?.ours,
      receiveKey: crypto?.theirs.key,
    },
  });
}

/** In our order, with the offer's numbers (RFC 3264 6.1) and its parameters, which say how to send to the far end. */
function commonCodecs(audio: RemoteAudio, names: readonly CodecName[]): readonly Codec[] {
  return names.flatMap((name) => audio.formats.codecs.find((codec) => codec.name === name) ?? []);
}

/** The offer's number, but our own parameters: they say what we take. */
function ourAttributes(codec: Codec): readonly Attribute[] {
  return codecAttributes({ ...codec, parameters: localCodec(codec.name).parameters });
}

interface AgreedKeys {
  readonly theirs: CryptoOffer;
  readonly ours: LocalMedia['keys'][number];
}

function chooseEncryption(audio: RemoteAudio, local: LocalMedia): Result<AgreedKeys | undefined, DescriptionRefusal> {
  if (local.encryption === 'off') {
    if (!audio.secureProfile) return ok(undefined);
    return err({ reason: 'encryption-not-allowed', detail: 'the far end insists on SRTP, which the policy turns off' });
  }
  for (const ours of local.keys) {
    const theirs = audio.cryptos.find(({ key }) => key.suite === ours.suite);
    if (theirs) return ok({ theirs, ours });
  }
  if (local.encryption === 'required' || audio.secureProfile) {
    return err({ reason: 'encryption-required', detail: 'no SRTP suite in common' });
  }
  return ok(undefined);
}
