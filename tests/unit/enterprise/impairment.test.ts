// The bad network keeps what it promises, in statistics over many packets and on exact times.

import { expect, test } from 'vitest';
import { CLEAN, ImpairedPath, type Impairment, MAX_QUEUE_MS } from '../../../bench/enterprise/relay/impairment.ts';
import { NetworkConditions } from '../../../bench/enterprise/relay/network-conditions.ts';

function path(values: Partial<Impairment>, seed = 7): ImpairedPath {
  const made = new ImpairedPath(seed);
  made.set({ ...CLEAN, ...values });
  return made;
}

function losses(impaired: ImpairedPath, count: number): boolean[] {
  return Array.from({ length: count }, (_, index) => impaired.decide(160, index * 20).kind === 'lost');
}

test.each([
  [0.01, 1],
  [0.05, 3],
  [0.2, 5],
  [0.5, 1],
  [0.6, 4],
])('loses %f of the packets in bursts of %i', (lossShare, burstLength) => {
  const lost = losses(path({ lossShare, burstLength }), 200_000);
  const total = lost.filter(Boolean).length;
  const bursts = lost.filter((each, index) => each && !lost[index - 1]).length;
  expect(Math.abs(total / lost.length - lossShare)).toBeLessThan(lossShare * 0.08);
  // Independent loss has runs too, of this mean length.
  const expected = Math.max(burstLength, 1 / (1 - lossShare));
  expect(Math.abs(total / bursts - expected)).toBeLessThan(expected * 0.08);
});

test('clean loses nothing and everything is everything', () => {
  expect(losses(path({}), 1000).some(Boolean)).toBe(false);
  expect(losses(path({ lossShare: 1 }), 1000).every(Boolean)).toBe(true);
});

test('delay and jitter stay within their bounds and use them', () => {
  const impaired = path({ delayMs: 80, jitterMs: 30 });
  const delays = Array.from({ length: 20_000 }, (_, index) => {
    const fate = impaired.decide(160, index * 20);
    return fate.kind === 'arrives' ? fate.atMs - index * 20 : Number.NaN;
  });
  const mean = delays.reduce((sum, each) => sum + each, 0) / delays.length;
  expect(Math.abs(mean - 80)).toBeLessThan(1);
  expect(Math.min(...delays)).toBeGreaterThanOrEqual(50);
  expect(Math.max(...delays)).toBeLessThanOrEqual(110);
  expect(Math.max(...delays) - Math.min(...delays)).toBeGreaterThan(58);
});

test('a narrow link lets through what fits, queues a little, and drops the rest', () => {
  // 172 bytes of RTP and 28 of headers every 20 ms are 80 kbit/s; the link carries half of it.
  const impaired = path({ bandwidthKbps: 40 });
  const fates = Array.from({ length: 5000 }, (_, index) => ({
    at: index * 20,
    fate: impaired.decide(172, index * 20),
  }));
  const arrived = fates.flatMap(({ at, fate }) => (fate.kind === 'arrives' ? [fate.atMs - at] : []));
  expect(arrived.length / fates.length).toBeCloseTo(0.5, 1);
  expect(Math.max(...arrived)).toBeLessThanOrEqual(MAX_QUEUE_MS + 40);
});

test('the same seed gives the same network', () => {
  const values = { lossShare: 0.1, burstLength: 2 };
  expect(losses(path(values, 3), 500)).toEqual(losses(path(values, 3), 500));
  expect(losses(path(values, 3), 500)).not.toEqual(losses(path(values, 4), 500));
});

test('nonsense from a control panel is brought into range', () => {
  const impaired = path({ lossShare: Number.NaN, delayMs: -5, jitterMs: Number.POSITIVE_INFINITY, bandwidthKbps: 0 });
  expect(impaired.decide(10, 0).kind).toBe('arrives');
});

test('conditions act on open and on later paths, one direction or both, one phone or all', () => {
  const conditions = new NetworkConditions(1);
  const [up, down, other] = [
    conditions.open('dana', 'up'),
    conditions.open('dana', 'down'),
    conditions.open('jun', 'up'),
  ];
  conditions.set('dana', { ...CLEAN, lossShare: 1 }, 'up');
  expect([up.isClean, down.isClean, other.isClean]).toEqual([false, true, true]);
  expect(conditions.open('dana', 'up').isClean).toBe(false);
  conditions.set('all', { ...CLEAN, delayMs: 10 }, 'both');
  expect([up, down, other].map((each) => each.decide(1, 0))).toEqual(Array(3).fill({ kind: 'arrives', atMs: 10 }));
  conditions.set('all', CLEAN, 'both');
  expect([up.isClean, down.isClean, other.isClean]).toEqual([true, true, true]);
});
