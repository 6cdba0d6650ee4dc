// Offer and answer (RFC 3264), keys (RFC 4568) and the policy's word on encryption.

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

function local(change: Partial<LocalMedia> = {}, seed = 1): LocalMedia {
  return {
    address: '127.0.0.1',
    port: 40000,
    codecs: ['opus', 'G722', 'PCMU', 'PCMA'],
    packetTimeMs: 20,
    encryption: 'preferred',
    keys: makeLocalKeys(new SeededRandom(seed)),
    direction: 'sendrecv',
    sessionId: 7,
    sessionVersion: 1,
    ...change,
  };
}

function plain(lines: readonly string[], media = 'm=audio 5000 RTP/AVP 0 8', address = '192.0.2.1'): string {
  return ['v=0', 'o=- 1 1 IN IP4 192.0.2.1', 's=-', `c=IN IP4 ${address}`, 't=0 0', media, ...lines, ''].join('\r\n');
}

describe('an offer of ours', () => {
  it('says it all in the order of RFC 8866', () => {
    const offer = makeOffer(
      local({ codecs: ['opus', 'PCMU'], keys: makeLocalKeys(new SeededRandom(), ['AES_CM_128_HMAC_SHA1_80']) }),
    );
    expect(offer.replace(/inline:\S+/, 'inline:KEY').split('\r\n')).toEqual([
      'v=0',
      'o=- 7 1 IN IP4 127.0.0.1',
      's=-',
      'c=IN IP4 127.0.0.1',
      't=0 0',
      'm=audio 40000 RTP/AVP 96 0 13 101 102',
      'a=rtpmap:96 opus/48000/2',
      'a=fmtp:96 useinbandfec=1;minptime=10',
      'a=rtpmap:0 PCMU/8000',
      'a=rtpmap:13 CN/8000',
      'a=rtpmap:101 telephone-event/8000',
      'a=fmtp:101 0-16',
      'a=rtpmap:102 telephone-event/48000',
      'a=fmtp:102 0-16',
      'a=ptime:20',
      'a=rtcp:40000',
      'a=rtcp-mux',
      'a=rtcp-xr:pkt-loss-rle rcvr-rtt=all voip-metrics',
      'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:KEY',
      'a=sendrecv',
      '',
    ]);
  });

  it.each([
    ['required', 'RTP/SAVP', 4],
    ['preferred', 'RTP/AVP', 4],
    ['off', 'RTP/AVP', 0],
  ] as const)('with encryption %s is %s with %i keys', (encryption, protocol, keys) => {
    const offer = makeOffer(local({ encryption }));
    expect(offer).toContain(`m=audio 40000 ${protocol} `);
    expect(offer.match(/a=crypto:/g) ?? []).toHaveLength(keys);
  });
});

describe('both ends of ours', () => {
  const policies: readonly EncryptionPolicy[] = ['required', 'preferred', 'off'];
  const pairs = policies.flatMap((ours) => policies.map((theirs) => [ours, theirs] as const));

  it.each(pairs)('%s offering to %s: encrypted together, or refused, never one side alone', (ours, theirs) => {
    const caller = local({ encryption: ours }, 1);
    const callee = local({ encryption: theirs, port: 50000 }, 2);
    const answered = answerOffer(makeOffer(caller), callee);
    if ((ours === 'required' && theirs === 'off') || (ours === 'off' && theirs === 'required')) {
      expect(answered.ok).toBe(false);
      return;
    }
    if (!answered.ok) throw new Error(answered.error.detail);
    const accepted = acceptAnswer(caller, answered.value.answer);
    if (!accepted.ok) throw new Error(accepted.error.detail);
    const [a, b] = [accepted.value, answered.value.parameters];
    expect(a.sendKey).toEqual(b.receiveKey);
    expect(a.receiveKey).toEqual(b.sendKey);
    expect(a.sendKey?.suite).toBe(ours === 'off' || theirs === 'off' ? undefined : 'AEAD_AES_256_GCM');
    expect(a.codec.name).toBe('opus');
    expect(a.telephoneEventPayloadType).toBe(b.telephoneEventPayloadType);
    expect([a.remotePort, b.remotePort]).toEqual([50000, 40000]);
    expect([a.remoteRtcpPort, b.remoteRtcpPort]).toEqual([50000, 40000]);
  });

  it.each([
    ['sendrecv', 'sendrecv', 'sendrecv', 'sendrecv'],
    ['sendonly', 'sendrecv', 'sendonly', 'recvonly'],
    ['sendonly', 'sendonly', 'inactive', 'inactive'],
    ['inactive', 'sendrecv', 'inactive', 'inactive'],
    ['recvonly', 'sendrecv', 'recvonly', 'sendonly'],
    ['sendrecv', 'sendonly', 'recvonly', 'sendonly'],
  ] as const)('%s offered to %s gives %s and %s', (offered, wanted, atCaller, atCallee) => {
    const caller = local({ direction: offered });
    const answered = answerOffer(makeOffer(caller), local({ direction: wanted }));
    if (!answered.ok) throw new Error(answered.error.detail);
    const accepted = acceptAnswer(caller, answered.value.answer);
    expect(accepted.ok && accepted.value.direction).toBe(atCaller);
    expect(answered.value.parameters.direction).toBe(atCallee);
  });
});

describe('comfort noise', () => {
  it('is agreed on beside a codec of 8 kHz where both ends name it, and nowhere else', () => {
    const agreed = (codecs: LocalMedia['codecs'], names = true) => {
      const caller = local({ codecs });
      const whole = makeOffer(caller);
      const offer = names ? whole : whole.replace(' 13 ', ' ').replace('a=rtpmap:13 CN/8000\r\n', '');
      const answered = answerOffer(offer, local({}, 2));
      if (!answered.ok) throw new Error(answered.error.detail);
      const accepted = acceptAnswer(caller, answered.value.answer);
      if (!accepted.ok) throw new Error(accepted.error.detail);
      return [accepted.value.comfortNoisePayloadType, answered.value.parameters.comfortNoisePayloadType];
    };
    expect(agreed(['G722'])).toEqual([13, 13]);
    expect(agreed(['PCMA', 'PCMU'])).toEqual([13, 13]);
    expect(agreed(['opus', 'PCMU'])).toEqual([undefined, undefined]);
    expect(agreed(['opus'])).toEqual([undefined, undefined]);
    expect(agreed(['PCMU'], false)).toEqual([undefined, undefined]);
  });
});

describe('a foreign offer', () => {
  it('is answered in our order with its numbers', () => {
    const media = 'm=audio 5000 RTP/AVP 0 111 126';
    const offer = plain(
      [
        'a=rtpmap:111 OPUS/48000/2',
        'a=fmtp:111 maxaveragebitrate=20000',
        'a=rtpmap:126 telephone-event/48000',
        'a=ptime:40',
      ],
      media,
    );
    const answered = answerOffer(offer, local());
    if (!answered.ok) throw new Error(answered.error.detail);
    expect(answered.value.parameters).toMatchObject({
      codec: { name: 'opus', payloadType: 111, parameters: { maxaveragebitrate: '20000' } },
      telephoneEventPayloadType: 126,
      packetTimeMs: 40,
      remoteRtcpPort: 5001,
    });
    expect(answered.value.answer).toContain('m=audio 40000 RTP/AVP 111 0 126\r\n');
    expect(answered.value.answer).not.toContain('rtcp-mux');
  });

  it('refuses its video and keeps its place', () => {
    const offer = plain(['m=video 6000 RTP/AVP 31', 'a=rtpmap:31 H261/90000']);
    const answered = answerOffer(offer, local());
    expect(answered.ok && answered.value.answer).toContain('m=video 0 RTP/AVP 31\r\n');
  });

  it.each([
    ['0.0.0.0', [], 'recvonly'],
    ['0.0.0.0', ['a=inactive'], 'inactive'],
    ['192.0.2.1', ['a=sendonly'], 'recvonly'],
    ['192.0.2.1', ['a=recvonly'], 'sendonly'],
  ])('from %s with %j is hold: %s', (address, lines, direction) => {
    const answered = answerOffer(plain(lines, undefined, address), local());
    expect(answered.ok && answered.value.parameters.direction).toBe(direction);
    expect(answered.ok && answered.value.answer).toContain(`a=${direction}\r\n`);
  });

  it.each([
    [plain([], 'm=audio 5000 RTP/AVP 3 18'), 'no-common-codec'],
    [plain([], 'm=audio 5000 RTP/AVP 96'), 'no-common-codec'],
    [plain([], 'm=audio 0 RTP/AVP 0'), 'no-audio'],
    [plain([], 'm=audio 5000 UDP/TLS/RTP/SAVPF 0'), 'no-audio'],
    [plain([], 'm=video 5000 RTP/AVP 31'), 'no-audio'],
    [plain([], 'm=audio 5000 RTP/SAVP 0'), 'encryption-required'],
    ['', 'malformed'],
    ['v=1\r\n', 'malformed'],
    ['v=0\r\ns=-\r\n', 'malformed'],
    [plain([], 'm=audio 99999 RTP/AVP 0'), 'malformed'],
    [plain([], undefined, 'not an address'), 'malformed'],
    [plain(['rubbish']), 'malformed'],
    [plain(Array.from({ length: 1000 }, () => 'a=x')), 'too-large'],
    [plain([`a=${'x'.repeat(5000)}`]), 'too-large'],
    [plain(Array.from({ length: 17 }, () => 'm=video 1 RTP/AVP 31')), 'too-large'],
  ])('that cannot be taken says why (%#)', (offer, reason) => {
    const answered = answerOffer(offer, local());
    expect(answered.ok ? 'taken' : answered.error.reason).toBe(reason);
  });

  it('of just under 1,000 lines is taken', () => {
    expect(answerOffer(plain(Array.from({ length: 990 }, () => 'a=x')), local()).ok).toBe(true);
  });

  it.each([
    'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:short',
    'a=crypto:1 NULL inline:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA|2^20|1:4',
    'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA UNENCRYPTED_SRTP',
    'a=crypto:x AES_CM_128_HMAC_SHA1_80 inline:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  ])('whose only key is not usable is refused where encryption is required: %s', (line) => {
    const answered = answerOffer(plain([line], 'm=audio 5000 RTP/SAVP 0'), local({ encryption: 'required' }));
    expect(answered.ok ? 'taken' : answered.error.reason).toBe('encryption-required');
  });

  it('with a lifetime behind its key is taken', () => {
    const line = 'a=crypto:3 AES_CM_128_HMAC_SHA1_80 inline:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA|2^20';
    const answered = answerOffer(plain([line], 'm=audio 5000 RTP/SAVP 0'), local({ encryption: 'required' }));
    expect(answered.ok && answered.value.answer).toContain('a=crypto:3 AES_CM_128_HMAC_SHA1_80 inline:');
  });
});

describe('an answer to us', () => {
  it.each([
    [plain([], 'm=audio 5000 RTP/AVP 18'), 'no-common-codec'],
    [plain([], 'm=audio 5000 RTP/AVP 0'), 'encryption-required'],
    [
      plain(
        ['a=crypto:9 AES_CM_128_HMAC_SHA1_80 inline:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
        'm=audio 5000 RTP/SAVP 0',
      ),
      'malformed',
    ],
    [
      plain(
        ['a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
        'm=audio 5000 RTP/SAVP 0',
      ),
      'malformed',
    ],
  ])('that does not fit the offer says why (%#)', (answer, reason) => {
    const accepted = acceptAnswer(local({ encryption: 'required' }), answer);
    expect(accepted.ok ? 'taken' : accepted.error.reason).toBe(reason);
  });

  it('sends by its numbers and receives by ours', () => {
    const answer = plain(
      ['a=rtpmap:120 opus/48000/2', 'a=rtpmap:121 telephone-event/48000'],
      'm=audio 5000 RTP/AVP 120 121',
    );
    const accepted = acceptAnswer(local({ encryption: 'off' }), answer);
    if (!accepted.ok) throw new Error(accepted.error.detail);
    expect(accepted.value.codec.payloadType).toBe(120);
    expect(accepted.value.receiveCodecs.map((codec) => codec.payloadType)).toEqual([96]);
    expect(accepted.value.telephoneEventPayloadType).toBe(121);
    expect(accepted.value.telephoneEventClockRateHz).toBe(48_000);
    expect(accepted.value.receiveEventPayloadTypes).toEqual([102]);
  });

  it('takes events at 8 kHz beside Opus from those that write no others', () => {
    const answer = plain(
      ['a=rtpmap:96 opus/48000/2', 'a=rtpmap:101 telephone-event/8000'],
      'm=audio 5000 RTP/AVP 96 101',
    );
    const accepted = acceptAnswer(local({ encryption: 'off' }), answer);
    expect(accepted).toMatchObject({
      ok: true,
      value: { telephoneEventPayloadType: 101, telephoneEventClockRateHz: 8_000 },
    });
  });
});

describe('an account whose digits travel in the voice', () => {
  const inBand = local({ digits: 'in-band', encryption: 'off' });
  const eventful = plain(['a=rtpmap:101 telephone-event/8000'], 'm=audio 5000 RTP/AVP 0 8 101');

  it('offers no events, and takes none', () => {
    expect(makeOffer(inBand)).not.toContain('telephone-event');
    const answered = answerOffer(eventful, inBand);
    if (!answered.ok) throw new Error(answered.error.detail);
    expect(answered.value.answer).not.toContain('telephone-event');
    expect(answered.value.parameters).toMatchObject({ detectInBandDigits: true });
    expect(answered.value.parameters.telephoneEventPayloadType).toBeUndefined();
    const accepted = acceptAnswer(inBand, eventful);
    expect(accepted).toMatchObject({ ok: true, value: { detectInBandDigits: true, receiveEventPayloadTypes: [] } });
  });
});
