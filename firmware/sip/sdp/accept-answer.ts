// Reads the far end's answer to our offer (RFC 3264 section 7) and says what both sides agreed on.

import { err, ok, type Result } from '../../../hal/result.ts';
import type { MediaParameters } from '../../../media/session.ts';
import { comfortNoisePayloadType, eventFor, fitsComfortNoise, localCodec, localEvents } from './codecs.ts';
import type { CryptoOffer } from './crypto-attribute.ts';
import type { DescriptionRefusal, LocalMedia } from './local-media.ts';
import { offeredKey } from './make-offer.ts';
import { parseSessionDescription } from './parse.ts';
import { findRemoteAudio, type RemoteAudio } from './remote-audio.ts';
import { meetDirection } from './session-description.ts';

/** `offered` is what `makeOffer` was given for the offer that is being answered. */
export function acceptAnswer(offered: LocalMedia, remoteText: string): Result<MediaParameters, DescriptionRefusal> {
  const remote = parseSessionDescription(remoteText);
  if (!remote.ok) return remote;
  const found = findRemoteAudio(remote.value, offered.encryption);
  if (!found.ok) return found;
  const audio = found.value;

  const codecs = audio.formats.codecs.filter(({ name }) => offered.codecs.includes(name));
  const [codec] = codecs;
  if (!codec) return err({ reason: 'no-common-codec', detail: 'the answer takes none of the codecs offered' });
  const event = offered.digits === 'in-band' ? undefined : eventFor(codec, audio.formats.events);
  const encryption = agreedKeys(audio, offered);
  if (!encryption.ok) return encryption;
  return ok({
    remoteAddress: audio.address,
    remotePort: audio.media.port,
    remoteRtcpPort: audio.rtcpPort,
    direction: meetDirection(audio.direction, offered.direction),
    codec,
    // The far end sends with the numbers of our offer, we with those of its answer (RFC 3264 5.1).
    receiveCodecs: codecs.map(({ name }) => localCodec(name)),
    telephoneEventPayloadType: event?.payloadType,
    telephoneEventClockRateHz: event?.clockRateHz,
    receiveEventPayloadTypes: event ? localEvents(codecs).map(({ payloadType }) => payloadType) : [],
    detectInBandDigits: offered.digits === 'in-band',
    comfortNoisePayloadType:
      audio.formats.comfortNoise && fitsComfortNoise(codec) ? comfortNoisePayloadType : undefined,
    packetTimeMs: audio.packetTimeMs ?? offered.packetTimeMs,
    extendedReports: audio.extendedReports ?? [],
    sendKey: encryption.value?.ours,
    receiveKey: encryption.value?.theirs.key,
  });
}

interface AgreedKeys {
  readonly theirs: CryptoOffer;
  readonly ours: LocalMedia['keys'][number];
}

function agreedKeys(audio: RemoteAudio, offered: LocalMedia): Result<AgreedKeys | undefined, DescriptionRefusal> {
  const [theirs] = audio.cryptos;
  if (offered.encryption !== 'off' && theirs) {
    const ours = offeredKey(offered, theirs.tag);
    // RFC 4568 7.1.2: the answer must name a tag of the offer together with its suite.
    if (ours?.suite === theirs.key.suite) return ok({ theirs, ours });
    return err({ reason: 'malformed', detail: 'the answer takes an SRTP suite that was not offered' });
  }
  if (offered.encryption === 'required' || audio.secureProfile) {
    return err({ reason: 'encryption-required', detail: 'the answer agrees to no SRTP suite' });
  }
  return ok(undefined);
}
