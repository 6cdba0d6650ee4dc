// One forwarded INVITE on a virtual clock: timers, CANCEL before and after a provisional answer, best response.

import { expect, test } from 'vitest';
import { chooseBest } from '../../../../bench/enterprise/proxy/best-response.ts';
import {
  type BranchPlan,
  Forwarding,
  TIMER_C_MS,
  TRANSACTION_MS,
} from '../../../../bench/enterprise/proxy/forwarding.ts';
import type { Flow } from '../../../../bench/enterprise/sip/flow.ts';
import {
  header,
  responseTo,
  type SipMessage,
  type SipRequest,
  type SipResponse,
} from '../../../../bench/enterprise/sip/message.ts';
import { VirtualClock } from '../../../../hal/sim/virtual-clock.ts';

const NO_BODY = new Uint8Array(0);

function invite(): SipRequest {
  const fields = {
    Via: 'SIP/2.0/TLS caller;branch=z9hG4bKc',
    From: '<sip:a@x>;tag=1',
    To: '<sip:b@x>',
    'Call-ID': 'id',
    CSeq: '1 INVITE',
  };
  const list = Object.entries(fields).map(([name, value]) => ({ name, value }));
  return { kind: 'request', method: 'INVITE', uri: 'sip:b@x', headers: list, body: NO_BODY };
}

function setUp(branches: number) {
  const clock = new VirtualClock();
  const replies: SipResponse[] = [];
  let ended = 0;
  const request = invite();
  const forwarding = new Forwarding(clock, request, 'tag', {
    passing: (response) => response,
    branchFinished: () => undefined,
    reply: (response) => replies.push(response),
    ended: () => {
      ended++;
    },
  });
  const sent: SipMessage[][] = [];
  const plans = Array.from({ length: branches }, (_, index): BranchPlan => {
    const out: SipMessage[] = [];
    sent.push(out);
    const flow: Flow = {
      id: `f${index}`,
      transport: 'TLS',
      remote: 'r',
      open: true,
      send: (message) => out.push(message),
      sendBytes: () => undefined,
      close: () => undefined,
    };
    return { id: `b${index}`, flow, via: `SIP/2.0/TLS proxy;branch=b${index}`, request, route: undefined };
  });
  forwarding.start(plans);
  const answer = (index: number, status: number) => {
    const out = sent[index]?.[0];
    if (out?.kind !== 'request') throw new Error('nothing was sent');
    forwarding.receive(`b${index}`, responseTo(out, status, { toTag: 't' }));
  };
  const methods = (index: number) => sent[index]?.map((message) => (message.kind === 'request' ? message.method : ''));
  const statuses = () => replies.map((reply) => reply.status);
  return { clock, forwarding, answer, methods, statuses, sent, ended: () => ended };
}

test('no CANCEL before a provisional answer; then it goes out at once', () => {
  const { forwarding, answer, methods, statuses } = setUp(1);
  forwarding.cancel();
  expect(methods(0)).toEqual(['INVITE']);
  answer(0, 180);
  expect(methods(0)).toEqual(['INVITE', 'CANCEL']);
  answer(0, 487);
  expect(methods(0)).toEqual(['INVITE', 'CANCEL', 'ACK']);
  expect(statuses()).toEqual([100, 487]);
});

test('a far end that says nothing is given up after 32 s, and everything is forgotten after another 32', async () => {
  const { clock, statuses, ended } = setUp(1);
  await clock.advance(TRANSACTION_MS);
  expect(statuses()).toEqual([100, 408]);
  await clock.advance(TRANSACTION_MS);
  expect(ended()).toBe(1);
  expect(clock.pendingTimers).toBe(0);
});

test('timer C cancels what rings for ever, and any provisional answer winds it up again', async () => {
  const { clock, answer, methods, statuses } = setUp(1);
  answer(0, 180);
  await clock.advance(TIMER_C_MS - 1);
  answer(0, 180);
  await clock.advance(TIMER_C_MS - 1);
  expect(methods(0)).toEqual(['INVITE']);
  await clock.advance(1);
  expect(methods(0)).toEqual(['INVITE', 'CANCEL']);
  answer(0, 487);
  expect(statuses().at(-1)).toBe(408);
});

test('a phone that does not even answer the CANCEL is given up after 32 s', async () => {
  const { clock, forwarding, answer, statuses } = setUp(1);
  answer(0, 180);
  forwarding.cancel();
  await clock.advance(TRANSACTION_MS);
  expect(statuses().at(-1)).toBe(487);
});

test('one answer cancels the ringing others; a second answer is passed on too', () => {
  const { answer, methods, statuses, sent } = setUp(3);
  for (const index of [0, 1, 2]) answer(index, 180);
  answer(1, 200);
  expect(methods(0)).toEqual(['INVITE', 'CANCEL']);
  expect(header(sent[0]?.[1] as SipMessage, 'Reason')).toContain('Call completed elsewhere');
  answer(2, 200);
  answer(0, 487);
  expect(statuses().filter((status) => status >= 200)).toEqual([200, 200]);
  expect(methods(1)).toEqual(['INVITE']);
});

test('603 from one branch ends all', () => {
  const { answer, methods, statuses } = setUp(2);
  answer(0, 180);
  answer(1, 603);
  expect(methods(0)).toEqual(['INVITE', 'CANCEL']);
  answer(0, 487);
  expect(statuses().at(-1)).toBe(603);
});

test.each([
  [[486, 480], 486],
  [[487, 408], 487],
  [[404, 302], 302],
  [[503, 500], 500],
  [[503], 500],
  [[486, 600, 404], 600],
  [[480, 407], 407],
  [[408, 480], 480],
])('of %j the best is %i', (given, best) => {
  const responses = given.map((status) => responseTo(invite(), status));
  expect(chooseBest(responses)?.status).toBe(best);
});
