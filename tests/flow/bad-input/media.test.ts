// A whole phone in a call: descriptions it cannot take, packets from strangers, and garbage on its media port.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rtpHeaderBytes, writeRtpHeader } from '../../../media/rtp/packet.ts';
import { CallingPhone } from './calling-phone.ts';
import { callIn, ownDescription, reinvite } from './change-call.ts';

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

function withCodecs(description: string, payloadTypes: string): string {
  return description.replace(/^(m=audio \d+ \S+) .*$/m, `$1 ${payloadTypes}`);
}

/** A line for the first, and then only for ten times as many. */
async function refusesPackets(calling: CallingPhone, refusal: RegExp): Promise<void> {
  const skip = calling.phone.events.length;
  await calling.shout(forged);
  expect(await calling.logged(/Media packets refused/, skip)).toMatch(refusal);
  // As often as it takes: what the system's receive buffer cannot hold never comes to the phone.
  let told = false;
  const tenfold = calling.logged(/Media packets refused in this call: \d{3,}/, skip).finally(() => {
    told = true;
  });
  while (!told) await calling.shout(garbage);
  await tenfold;
  calling.expectNotEnded();
  const lines = calling.phone.events.slice(skip).filter(({ event }) => event.type === 'log');
  expect(lines.length).toBeLessThan(5);
}

let calling: CallingPhone;
let plain: CallingPhone;
beforeAll(async () => {
  [calling, plain] = await Promise.all([
    CallingPhone.open(),
    CallingPhone.open({ policy: { mediaEncryption: 'off' } }),
  ]);
});
afterAll(() => Promise.all([calling?.close(), plain?.close()]));

test('in a plain call, strangers and garbage on its media port are refused, and sound still runs both ways', async () => {
  await refusesPackets(plain, /from a stranger’s address/);
  await plain.expectAlive();
});

describe('in an encrypted call', () => {
  test('strangers and garbage on its media port are refused', async () => {
    await refusesPackets(calling, /not sealed with the key of the call/);
  });

  test.each([
    ['no common codec', (own: string) => withCodecs(own, '3 18'), /re-INVITE refused: none of/],
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

  test('after all of it, sound still runs both ways', async () => {
    await calling.expectAlive();
    expect(calling.phone.errors).toBe('');
  });

  test('a second caller with no common codec is refused with 488 on answering, and the first call stays', async () => {
    await callIn(calling, withCodecs(ownDescription(calling), '3 18'));
    const skip = calling.phone.events.length;
    calling.phone.press('soft1');
    expect(await calling.answered(/^SIP\/2\.0 [2-6]/, skip)).toMatch(/^SIP\/2\.0 488 /);
    await calling.logged(/^Call could not be answered: none of .* is offered\.$/, skip);
    const phases = calling.phone.events.slice(skip).flatMap(({ event }) => (event.type === 'call' ? event.phase : []));
    expect(phases).toEqual(['ended: no-common-codec']);
  });
});
