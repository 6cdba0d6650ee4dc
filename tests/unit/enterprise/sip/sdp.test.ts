// Offer and answer of the enterprise's voices, and the rewriting that leads media through the relay.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rewriteSdp } from '../../../../bench/enterprise/relay/sdp-rewrite.ts';
import {
  acceptAnswer,
  answerOffer,
  createKeys,
  type LocalAudio,
  makeOffer,
  parseSdp,
} from '../../../../bench/enterprise/sip/sdp.ts';

const LOCAL: LocalAudio = { address: '127.0.0.1', port: 5004, sessionId: 1, version: 1, keys: createKeys() };
const KEY = Buffer.alloc(30, 7).toString('base64');
const OFFER = [
  'v=0',
  'o=- 1 1 IN IP4 127.0.0.1',
  's=-',
  'c=IN IP4 127.0.0.1',
  't=0 0',
  'a=candidate:1 1 UDP 1 10.0.0.1 9 typ host',
  'm=audio 40000 RTP/SAVP 96 0 101 102',
  'a=rtpmap:96 opus/48000/2',
  'a=fmtp:96 useinbandfec=1;stereo=0',
  'a=rtpmap:101 telephone-event/8000',
  'a=rtpmap:102 telephone-event/48000',
  `a=crypto:3 AES_CM_128_HMAC_SHA1_80 inline:${KEY}|2^31`,
  'a=rtcp:40005',
  'a=sendonly',
  'm=video 40002 RTP/AVP 97',
  '',
];

function changed(from: string, ...to: string[]): string {
  return OFFER.flatMap((line) => (line.startsWith(from) ? to : [line])).join('\r\n');
}

function answer(text: string) {
  const offer = parseSdp(text);
  return offer.ok ? answerOffer(LOCAL, offer.value) : offer;
}

test("answers with the first common codec, the caller's suite, its event type and the opposite direction", () => {
  const agreed = answer(OFFER.join('\r\n'));
  if (!agreed.ok) throw new Error(agreed.error);
  const { sdp, parameters } = agreed.value;
  expect(parameters).toMatchObject({
    remotePort: 40000,
    remoteRtcpPort: 40005,
    direction: 'recvonly',
    codec: { name: 'opus', payloadType: 96, parameters: { useinbandfec: '1', stereo: '0' } },
    telephoneEventPayloadType: 102,
  });
  expect(parameters.receiveKey?.keyAndSalt).toEqual(new Uint8Array(30).fill(7));
  expect(sdp).toContain('m=audio 5004 RTP/SAVP 96 102\r\n');
  expect(sdp).toContain('a=crypto:3 AES_CM_128_HMAC_SHA1_80 inline:');
  expect(sdp).toContain('a=recvonly');
  expect(sdp).toContain('m=video 0 RTP/AVP 97');
  expect(sdp).not.toContain('rtcp-mux');
});

test('what one side offers and the other answers, both understand alike', () => {
  const offer = parseSdp(makeOffer(LOCAL, true));
  if (!offer.ok) throw new Error(offer.error);
  const remote = { ...LOCAL, port: 6000, keys: createKeys() };
  const agreed = answerOffer(remote, offer.value);
  if (!agreed.ok) throw new Error(agreed.error);
  const parsed = parseSdp(agreed.value.sdp);
  if (!parsed.ok) throw new Error(parsed.error);
  const accepted = acceptAnswer(LOCAL, parsed.value);
  if (!accepted.ok) throw new Error(accepted.error);
  expect(accepted.value.sendKey).toEqual(agreed.value.parameters.receiveKey);
  expect(accepted.value.receiveKey).toEqual(agreed.value.parameters.sendKey);
  expect(accepted.value.sendKey?.suite).toBe('AEAD_AES_256_GCM');
  expect(accepted.value.telephoneEventPayloadType).toBe(agreed.value.parameters.telephoneEventPayloadType);
});

test.each([
  ['no common codec', changed('m=audio', 'm=audio 40000 RTP/SAVP 18'), 'no common codec'],
  ['no key it knows', changed('a=crypto', 'a=crypto:1 F8_128_HMAC_SHA1_80 inline:AAAA'), 'no common encryption'],
  [
    'a key of the wrong length',
    changed('a=crypto', 'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:AAAA'),
    'no common encryption',
  ],
  ['no audio', changed('m=audio', 'm=text 1 RTP/AVP 0'), 'no usable audio'],
  ['audio it does not want', changed('m=audio', 'm=audio 0 RTP/AVP 0'), 'no usable audio'],
  ['no address', changed('c=', 's=x'), 'no connection address'],
  ['1,000 lines', changed('s=-', ...Array(1000).fill('a=x')), 'description too long'],
  ['something else', '{"v":0}', 'not a session description'],
])('refuses %s', (_what, text, error) => {
  expect(answer(text)).toEqual({ ok: false, error });
});

test('leads the audio through the relay, and nothing past it', () => {
  const { text, wanted } = rewriteSdp(OFFER.join('\r\n'), { address: '127.0.0.1', port: 7000 });
  expect(wanted).toEqual({ address: '127.0.0.1', port: 40000, rtcpPort: 40005 });
  expect(text).toContain('m=audio 7000 RTP/SAVP 96 0 101 102\r\nc=IN IP4 127.0.0.1\r\n');
  expect(text).not.toMatch(/candidate|a=rtcp:|40000|40005/);
  expect(text).toContain('m=video 40002');
  expect(text).toContain(`inline:${KEY}`);
});

test('leaves a refused line and an old-style hold as they are', () => {
  for (const text of [changed('m=audio', 'm=audio 0 RTP/AVP 0'), changed('c=', 'c=IN IP4 0.0.0.0')]) {
    expect(rewriteSdp(text, { address: '127.0.0.1', port: 7000 })).toEqual({ text, wanted: undefined });
  }
});

test('no description makes them throw', () => {
  const lines = fc.array(fc.oneof(fc.constantFrom(...OFFER), fc.string({ maxLength: 40 })), { maxLength: 30 });
  fc.assert(
    fc.property(lines, (some) => {
      const text = some.join('\r\n');
      expect(typeof answer(text).ok).toBe('boolean');
      expect(typeof rewriteSdp(text, { address: '127.0.0.1', port: 1 }).text).toBe('string');
    }),
    { numRuns: 1000 },
  );
});
