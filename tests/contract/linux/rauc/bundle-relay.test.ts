// The relay between RAUC and the update server: RAUC gets the ranges that it asks for, and nobody else gets anything.

import { afterEach, beforeEach, expect, it } from 'vitest';
import { type BundleRelay, openBundleRelay } from '../../../../hal/linux/rauc/bundle-relay.ts';

const signatureBytes = 2_000;
const whole = Buffer.from(Uint8Array.from({ length: 100_000 }, (_, at) => (at * 7 + (at >> 8)) & 255));
whole.writeBigUInt64BE(BigInt(signatureBytes), whole.length - 8);
let relay: BundleRelay;
let breaksOff = false;
let sent = whole;

const source = {
  sizeBytes: whole.length,
  open: async function* (from: number, to = whole.length - 1) {
    yield sent.subarray(from, Math.min(from + 10, to + 1));
    if (breaksOff) throw new Error('The image broke off.');
    yield sent.subarray(Math.min(from + 10, to + 1), to + 1);
  },
};

beforeEach(async () => {
  breaksOff = false;
  sent = whole;
  relay = await openBundleRelay(source);
});
afterEach(() => relay.close());

const ask = (range?: string, url = relay.url) => fetch(url, range === undefined ? {} : { headers: { range } });
const bytesOf = async (answer: Response) => Buffer.from(await answer.arrayBuffer());

it.each([
  ['bytes=0-3', 0, 3],
  ['bytes=4096-8191', 4096, 8191],
  ['bytes=99000-', 99_000, 99_999],
  ['bytes=99999-120000', 99_999, 99_999],
])('answers %s as a web server does', async (range, from, to) => {
  const answer = await ask(range);
  expect([answer.status, answer.headers.get('content-range')]).toEqual([206, `bytes ${from}-${to}/100000`]);
  expect((await bytesOf(answer)).equals(whole.subarray(from, to + 1))).toBe(true);
});

it('answers with all of it where no range is asked for', async () => {
  expect((await bytesOf(await ask())).equals(whole)).toBe(true);
});

it.each(['bytes=100000-', 'bytes=9-3', 'bytes=-5', 'lines=1-2', 'bytes=0-1,5-6'])('refuses %s', async (range) => {
  expect((await ask(range)).status).toBe(416);
});

it('knows no other address', async () => {
  expect((await ask(undefined, new URL('/', relay.url).href)).status).toBe(404);
  expect((await fetch(relay.url, { method: 'POST' })).status).toBe(404);
});

it('breaks off where its source does, and says why', async () => {
  breaksOff = true;
  await expect(ask('bytes=0-50000').then(bytesOf)).rejects.toThrow();
  expect(relay.failure()).toBe('The image broke off.');
});

it('keeps the signature that came first, whatever the server sends later', async () => {
  sent = Buffer.alloc(whole.length, 0xff);
  const from = whole.length - 8 - signatureBytes - 3;
  const expected = Buffer.concat([Buffer.from([255, 255, 255]), whole.subarray(from + 3)]);
  expect((await bytesOf(await ask(`bytes=${from}-`))).equals(expected)).toBe(true);
});

it.each([0n, 65_537n, 99_999n, 2n ** 63n])('takes nothing that says its signature had %s bytes', async (length) => {
  sent = Buffer.from(whole);
  sent.writeBigUInt64BE(length, whole.length - 8);
  await expect(openBundleRelay(source)).rejects.toThrow('does not end with a signature');
});
