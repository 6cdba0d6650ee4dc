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

  test.each([
    ['no common codec', (own: string) => withCodecs(own, '3 18'), 305, /refused with 488 .*: none of .* is offered/],
    ['no audio', (own: string) => own.replace(/^m=audio/m, 'm=video'), 304, /refused with 488 .*: .* no audio stream/],
    ['no description at all', () => 'nothing of the kind', 399, /refused with 488 .*v=0/],
  ])('a second caller with %s is refused with 488 and never rings', async (_name, change, warning, words) => {
    const skip = calling.phone.events.length;
    const said = await callIn(calling, change(ownDescription(calling)));
    expect(said).toMatch(/^SIP\/2\.0 488 /);
    expect(said).toMatch(new RegExp(`^Warning: ${warning} phone "`, 'm'));
    await calling.logged(words, skip);
    expect(callsSince(calling, skip)).toEqual([]);
  });
});

describe('what the policy says of encryption', () => {
  test('a caller who insists on SRTP where it is off is refused with 488 and never rings', async () => {
    const skip = plain.phone.events.length;
    const said = await callIn(plain, ownDescription(plain).replace('RTP/AVP', 'RTP/SAVP'));
    expect(said).toMatch(/^SIP\/2\.0 488 [\s\S]*^Warning: 302 phone "SRTP is not taken here"\r$/m);
    expect(callsSince(plain, skip)).toEqual([]);
  });
});

/** A call that rings tells of it. */
function callsSince(from: CallingPhone, skip: number): readonly string[] {
  return from.phone.events.slice(skip).flatMap(({ event }) => (event.type === 'call' ? event.phase : []));
}
