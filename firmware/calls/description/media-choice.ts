// What a call's media is made of: the account's wishes within what the policy and this build allow.

import type { MediaEngine } from '../../../media/session.ts';
import type { AccountConfig, Policy } from '../../config/index.ts';
import type { EncryptionPolicy } from '../../sip/index.ts';
import type { MediaChoice } from './call-description.ts';

const strictness: readonly EncryptionPolicy[] = ['off', 'preferred', 'required'];
const wishes = { none: 'off', srtp: 'preferred', 'srtp-mand': 'required' } as const;
const usualPacketTimeMs = 20;

/** `account` is undefined for one that the sign-in service gave: the policy alone decides then. */
export function mediaChoice(
  account: AccountConfig | undefined,
  policy: Policy,
  engine: MediaEngine,
  localAddress: string,
): MediaChoice {
  const wanted = account?.audio_codecs ?? engine.codecs;
  const common = wanted.filter((codec) => engine.codecs.includes(codec));
  return {
    localAddress,
    dscp: policy.voiceDiffServTag,
    codecs: common.length > 0 ? common : engine.codecs,
    packetTimeMs: account?.ptime ?? usualPacketTimeMs,
    encryption: encryptionOf(account, policy),
    digits: account?.dtmfmode === 'inband' ? 'in-band' : 'events',
  };
}

export function encryptionOf(account: AccountConfig | undefined, policy: Policy): EncryptionPolicy {
  const wish = account?.mediaenc ? wishes[account.mediaenc] : 'off';
  return strictness.indexOf(wish) > strictness.indexOf(policy.mediaEncryption) ? wish : policy.mediaEncryption;
}
