// Every kind of offer and answer that a far end can make, under each of the three policies: keys, none, or a refusal.

import { describe, expect, it } from 'vitest';
import {
  acceptAnswer,
  answerOffer,
  type EncryptionPolicy,
  type LocalMedia,
  makeLocalKeys,
  makeOffer,
} from '../../../../firmware/sip/index.ts';
import { SeededRandom } from '../support/bench.ts';

function local(encryption: EncryptionPolicy): LocalMedia {
  return {
    address: '127.0.0.1',
    port: 40000,
    codecs: ['PCMU'],
    packetTimeMs: 20,
    encryption,
    keys: encryption === 'off' ? [] : makeLocalKeys(new SeededRandom(1)),
    direction: 'sendrecv',
    sessionId: 7,
    sessionVersion: 1,
  };
}

const key = Buffer.alloc(30, 7).toString('base64');
const crypto = `a=crypto:4 AES_CM_128_HMAC_SHA1_80 inline:${key}`;
/** A suite of which this phone knows nothing, and a key that is too short. */
const useless = [`a=crypto:1 F8_128_HMAC_SHA1_80 inline:${key}`, 'a=crypto:2 AEAD_AES_256_GCM inline:AAAA'];

function describes(...media: readonly (readonly string[])[]): string {
  return ['v=0', 'o=- 1 1 IN IP4 192.0.2.1', 's=-', 'c=IN IP4 192.0.2.1', 't=0 0', ...media.flat(), ''].join('\r\n');
}

const savp = (...lines: readonly string[]) => ['m=audio 5000 RTP/SAVP 0', ...lines];
const avp = (...lines: readonly string[]) => ['m=audio 6000 RTP/AVP 0', ...lines];

type Outcome = 'secure' | 'plain' | 'refused';

const offers: Readonly<Record<string, readonly [text: string, ...outcomes: [Outcome, Outcome, Outcome]]>> = {
  //                                                               required   preferred  off
  'RTP/AVP': [describes(avp()), 'refused', 'plain', 'plain'],
  'RTP/AVP with keys (RFC 8643)': [describes(avp(crypto)), 'secure', 'secure', 'plain'],
  'RTP/AVP with useless keys': [describes(avp(...useless)), 'refused', 'plain', 'plain'],
  'RTP/SAVP with keys': [describes(savp(crypto)), 'secure', 'secure', 'refused'],
  'RTP/SAVP without keys': [describes(savp()), 'refused', 'refused', 'refused'],
  'RTP/SAVP with useless keys': [describes(savp(...useless)), 'refused', 'refused', 'refused'],
  'RTP/SAVP, then RTP/AVP': [describes(savp(crypto), avp()), 'secure', 'secure', 'plain'],
  'RTP/AVP, then RTP/SAVP': [describes(avp(), savp(crypto)), 'secure', 'secure', 'plain'],
  'RTP/SAVP with useless keys, then RTP/AVP': [describes(savp(...useless), avp()), 'refused', 'plain', 'plain'],
};

const answers: Readonly<Record<string, readonly [text: string, ...outcomes: [Outcome, Outcome, Outcome]]>> = {
  'RTP/AVP': [describes(avp()), 'refused', 'plain', 'plain'],
  'RTP/AVP with keys': [describes(avp(crypto.replace('crypto:4', 'crypto:3'))), 'secure', 'secure', 'plain'],
  'RTP/SAVP with keys': [describes(savp(crypto.replace('crypto:4', 'crypto:3'))), 'secure', 'secure', 'refused'],
  'RTP/SAVP without keys': [describes(savp()), 'refused', 'refused', 'refused'],
  'a tag that was not offered': [
    describes(savp(crypto.replace('crypto:4', 'crypto:9'))),
    'refused',
    'refused',
    'refused',
  ],
  'the suite of another tag': [
    describes(savp(crypto.replace('crypto:4', 'crypto:1'))),
    'refused',
    'refused',
    'refused',
  ],
};

const policies = ['required', 'preferred', 'off'] as const;

function cases(table: typeof offers) {
  return Object.entries(table).flatMap(([name, [text, ...outcomes]]) =>
    policies.map((policy, at) => [policy, name, outcomes[at] ?? 'refused', text] as const),
  );
}

describe('an offer', () => {
  it.each(cases(offers))('under "%s", %s: %s', (policy, _name, outcome, text) => {
    const answered = answerOffer(text, local(policy));
    expect(answered.ok).toBe(outcome !== 'refused');
    if (!answered.ok) return;
    const { answer, parameters } = answered.value;
    const isSecure = outcome === 'secure';
    expect([parameters.sendKey !== undefined, parameters.receiveKey !== undefined]).toEqual([isSecure, isSecure]);
    // One key of ours for the tag chosen, or none; streams not taken keep their place with port 0 (RFC 3264, 6).
    expect(answer.match(/a=crypto:4 AES_CM_128_HMAC_SHA1_80 /g) ?? []).toHaveLength(isSecure ? 1 : 0);
    expect(answer.match(/^m=audio 40000 /gm)).toHaveLength(1);
    expect(answer.match(/^m=/gm)).toHaveLength(text.match(/^m=/gm)?.length ?? 0);
  });
});

describe('an answer', () => {
  it.each(cases(answers))('under "%s", %s: %s', (policy, _name, outcome, text) => {
    expect(makeOffer(local(policy))).toContain(policy === 'required' ? ' RTP/SAVP ' : ' RTP/AVP ');
    const accepted = acceptAnswer(local(policy), text);
    expect(accepted.ok).toBe(outcome !== 'refused');
    if (!accepted.ok) return;
    const { sendKey, receiveKey } = accepted.value;
    expect([sendKey !== undefined, receiveKey !== undefined]).toEqual([outcome === 'secure', outcome === 'secure']);
  });
});
