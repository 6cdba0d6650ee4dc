// What the far end's offer and this side have in common (RFC 3264 section 6), before anything is opened for it.

import { err, ok, type Result } from '../../../hal/result.ts';
import type { Codec, CodecName, SrtpSuite } from '../../../media/session.ts';
import type { CryptoOffer } from './crypto-attribute.ts';
import { srtpSuites } from './local-keys.ts';
import type { DescriptionRefusal, EncryptionPolicy } from './local-media.ts';
import { parseSessionDescription } from './parse.ts';
import { findRemoteAudio, type RemoteAudio } from './remote-audio.ts';
import type { SessionDescription } from './session-description.ts';

export interface MediaAbilities {
  /** Best first. */
  readonly codecs: readonly CodecName[];
  readonly encryption: EncryptionPolicy;
  /** Best first; absent: all that this phone has. */
  readonly suites?: readonly SrtpSuite[];
}

export interface MatchedOffer {
  readonly description: SessionDescription;
  readonly audio: RemoteAudio;
  /** In our order, with the offer's numbers (RFC 3264 6.1) and its parameters, which say how to send to the far end. */
  readonly codecs: readonly [Codec, ...Codec[]];
  /** Undefined where the call goes unencrypted. */
  readonly crypto: CryptoOffer | undefined;
}

export function matchOffer(remoteText: string, able: MediaAbilities): Result<MatchedOffer, DescriptionRefusal> {
  const description = parseSessionDescription(remoteText);
  if (!description.ok) return description;
  const audio = findRemoteAudio(description.value, able.encryption);
  if (!audio.ok) return audio;
  const [codec, ...others] = commonCodecs(audio.value, able.codecs);
  if (!codec) return err({ reason: 'no-common-codec', detail: `none of ${able.codecs.join(', ')} is offered` });
  const crypto = chooseEncryption(audio.value, able);
  if (!crypto.ok) return crypto;
  return ok({
    description: description.value,
    audio: audio.value,
    codecs: [codec, ...others],
    crypto: crypto.value,
  });
}

function commonCodecs(audio: RemoteAudio, names: readonly CodecName[]): readonly Codec[] {
  return names.flatMap((name) => audio.formats.codecs.find((codec) => codec.name === name) ?? []);
}

function chooseEncryption(
  audio: RemoteAudio,
  { encryption, suites = srtpSuites }: MediaAbilities,
): Result<CryptoOffer | undefined, DescriptionRefusal> {
  if (encryption === 'off') {
    if (!audio.secureProfile) return ok(undefined);
    return err({ reason: 'encryption-not-allowed', detail: 'the far end insists on SRTP, which the policy turns off' });
  }
  for (const suite of suites) {
    const theirs = audio.cryptos.find(({ key }) => key.suite === suite);
    if (theirs) return ok(theirs);
  }
  if (encryption === 'required' || audio.secureProfile) {
    return err({ reason: 'encryption-required', detail: 'no SRTP suite in common' });
  }
  return ok(undefined);
}
