// A whole phone in a call: descriptions it cannot take, packets from strangers, and garbage on its media port.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rtpHeaderBytes, writeRtpHeader } from '../../media/rtp/packet.ts';
import { CallingPhone } from './process/calling-phone.ts';
import { ownDescription, reinvite } from './process/change-call.ts';

/** Speech as it should be, but from elsewhere. */
const forged = Array.from({ length: 20 }, (_, n) => {
  const packet = new Uint8Array(rtpHeaderBytes + 160).fill(0x55, rtpHeaderBytes);
  writeRtpHeader(packet, { payloadType: 0, marker: n === 0, sequence: n, timestamp: n * 160, ssrc: 666 });
  return packet;
});
/** Every version, type and length from nothing to more than Ethernet carries; every second one looks like RTCP. */
const garbage = Array.from({ length: 300 }, (_, n) =>
  Uint8Array.from({ length: n * 7 }, (_, m) => {
    if (m === 0) return n % 3 === 0 ? 0x80 + (n & 0x3f) : n & 0xff;
    return m === 1 && n % 2 === 0 ? 200 + (n % 7) : (n * m * 31) & 0xff;
  }),
);

describe.each([
  ['an encrypted', 'required', /not sealed with the key of the call/],
  ['a plain', 'off', /from a stranger’s address|no RTP or RTCP/],
])('in %s call', (_, mediaEncryption, refusal) => {
  let calling: CallingPhone;
  beforeAll(async () => {
    calling = await CallingPhone.open({ policy: { mediaEncryption } });
  });
  afterAll(() => calling?.close());

  test('strangers and garbage on its media port are refused, with a line, and not one a packet', async () => {
    const skip = calling.phone.events.length;
    await calling.shout(forged);
    expect(await calling.logged(/Media packets refused/, skip)).toMatch(refusal);
    await calling.shout(garbage);
    await calling.shout(garbage);
    await calling.logged(/Media packets refused in this call: [2-9]\d\d/, skip);
    calling.expectNotEnded();
    const lines = calling.phone.events.slice(skip).filter(({ event }) => event.type === 'log');
    expect(lines.length).toBeLessThan(5);
  });

  test.each([
    [
      'no common codec',
      (own: string) => own.replace(/^(m=audio \d+ \S+) .*$/m, '$1 3 18'),
      /re-INVITE refused: none of/,
    ],
    ['more than 1,000 lines', (own: string) => own + 'a=x\r\n'.repeat(1_000), /re-INVITE refused: .*1000 lines/],
    ['no description at all', () => 'nothing of the kind', /re-INVITE refused: .*v=0/],
  ])('a change to %s is refused with 488, and the call goes on as it was', async (_name, change, words) => {
    const skip = calling.phone.events.length;
    expect(await reinvite(calling, change(ownDescription(calling)))).toMatch(/^SIP\/2\.0 488 /);
    await calling.logged(words, skip);
    calling.expectNotEnded();
  });

  test('an address of zeros is hold, 1,000 lines are read, and the call is taken back', async () => {
    const own = ownDescription(calling);
    const zeros = own.replace(/^c=IN IP4 .*$/gm, 'c=IN IP4 0.0.0.0');
    expect(zeros).not.toBe(own);
    expect(await reinvite(calling, zeros)).toMatch(/^SIP\/2\.0 200 .*a=recvonly/s);
    const lines = own.split('\r\n').length - 1;
    const back = await reinvite(calling, own + 'a=x\r\n'.repeat(1_000 - lines));
    expect(back).toMatch(/^SIP\/2\.0 200 .*a=sendrecv/s);
  });

  test('after all of it, sound still runs both ways, and the person hangs up', async () => {
    await calling.expectAlive();
    await calling.hangUp();
    expect(calling.phone.errors).toBe('');
  });
});
