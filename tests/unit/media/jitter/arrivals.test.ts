// What is learnt of the network from arrivals, and how long it says to wait.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../bench/enterprise/relay/impairment.ts';
import { ArrivalHistogram } from '../../../../media/jitter/arrival-histogram.ts';
import { ArrivalModel } from '../../../../media/jitter/arrival-model.ts';

const packetMs = 20;
const ticks = 960;

/** `delayOf` answers a packet's delay in ms, undefined where it is lost. */
function learn(model: ArrivalModel, count: number, delayOf: (n: number) => number | undefined, first = 65_400): void {
  const arrivals = Array.from({ length: count }, (_, n) => ({ n, delayMs: delayOf(n) }))
    .flatMap(({ n, delayMs }) => (delayMs === undefined ? [] : [{ n, atMs: n * packetMs + delayMs }]))
    .sort((a, b) => a.atMs - b.atMs);
  for (const { n, atMs } of arrivals)
    model.observe((first + n) & 0xffff, (0xffff_0000 + n * ticks) >>> 0, 48_000, atMs, packetMs);
}

describe('the arrival model', () => {
  it('waits for nothing on a punctual network', () => {
    const model = new ArrivalModel();
    learn(model, 200, () => 20);
    expect(model.targetMs(7, 20)).toBe(7);
    expect(model.baseMs).toBeCloseTo(20, 6);
  });

  it('takes the next pull where a packet would be there only just in time', () => {
    const model = new ArrivalModel();
    learn(model, 200, () => 20);
    expect(model.targetMs(0.5, 20)).toBe(20.5);
  });

  it('waits longer the more the network jitters', () => {
    const waits = [2, 10, 20, 40].map((meanMs) => {
      const model = new ArrivalModel();
      const random = seededRandom(3);
      learn(model, 1_000, () => 20 - meanMs * Math.log(1 - random()));
      return model.targetMs(1, 1);
    });
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(waits[0]).toBeLessThan(20);
    expect(waits[2]).toBeGreaterThan(50);
    expect(waits[2]).toBeLessThan(130);
  });

  it('waits for the packet after, where that restores what is often lost, and not where it is seldom', () => {
    const random = seededRandom(5);
    const waitAt = (share: number, redundantPackets: number) => {
      const model = new ArrivalModel();
      model.redundantPackets = redundantPackets;
      learn(model, 1_000, () => (random() < share ? undefined : 20));
      return model.targetMs(5, 20);
    };
    expect(waitAt(0.05, 1)).toBe(25);
    expect(waitAt(0.001, 1)).toBe(5);
    expect(waitAt(0.05, 0)).toBe(5);
  });

  it('waits for DRED by all it knows of the network, as soon as the far end sends it', () => {
    const lostInBursts = (n: number) => (n % 25 >= 20 ? undefined : 20);
    const late = new ArrivalModel();
    late.redundantPackets = 1;
    learn(late, 500, lostInBursts);
    expect(late.targetMs(5, 20)).toBeLessThan(50);
    late.redundantPackets = 8;
    const early = new ArrivalModel();
    early.redundantPackets = 8;
    learn(early, 500, lostInBursts);
    expect(late.targetMs(5, 20)).toBe(early.targetMs(5, 20));
    expect(early.targetMs(5, 20)).toBe(105);
  });

  it('learns little from a single stall', () => {
    const model = new ArrivalModel();
    learn(model, 600, (n) => 20 + Math.max(0, 300 - Math.max(0, n - 400) * packetMs) * (n >= 400 ? 1 : 0));
    expect(model.targetMs(5, 20)).toBeLessThanOrEqual(45);
  });

  it('follows a route that becomes slower or faster, and a clock that drifts', () => {
    for (const delayOf of [
      (n: number) => (n < 300 ? 20 : 90),
      (n: number) => (n < 300 ? 90 : 20),
      (n: number) => 20 + n * packetMs * 500e-6,
    ]) {
      const model = new ArrivalModel();
      learn(model, 600, delayOf);
      expect(Math.abs(model.baseMs - delayOf(599))).toBeLessThan(1.5);
      expect(model.targetMs(5, 20)).toBe(5);
    }
  });

  it('begins anew where the sender does', () => {
    const model = new ArrivalModel();
    learn(model, 100, () => 20);
    model.observe(7, 0x4000_0000, 48_000, 5_000, packetMs);
    expect(model.senderMs(0x4000_0000)).toBe(0);
    expect(model.baseMs).toBe(5_000);
  });

  it('stays finite and bounded, whatever arrives', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            sequence: fc.integer({ min: 0, max: 0xffff }),
            timestamp: fc.integer({ min: 0, max: 0xffff_ffff }),
            rate: fc.constantFrom(8_000, 48_000),
            stepMs: fc.double({ min: 0, max: 500, noNaN: true }),
          }),
          { maxLength: 200 },
        ),
        (packets) => {
          const model = new ArrivalModel();
          model.redundantPackets = 25;
          let nowMs = 0;
          for (const { sequence, timestamp, rate, stepMs } of packets) {
            nowMs += stepMs;
            model.observe(sequence, timestamp, rate, nowMs, packetMs);
            const targetMs = model.targetMs(3, 20);
            expect(targetMs).toBeGreaterThanOrEqual(3);
            expect(targetMs).toBeLessThanOrEqual(340);
            expect(Number.isFinite(model.baseMs)).toBe(true);
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('the arrival histogram', () => {
  const add = (histogram: ArrivalHistogram, ms: number) => histogram.add(ms, ms, ms);

  it('does not wait for what lies further back than the packets reach', () => {
    const histogram = new ArrivalHistogram();
    // One of ten packets is lost and four behind it, so that only the fifth could restore it.
    for (let n = 0; n < 1_000; n++) {
      if (n % 10 === 0) histogram.add(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 100);
      else histogram.add(0, 0, 0);
    }
    const waits = [0, 1, 2, 8].map((reachPackets) => histogram.best(5, 20, reachPackets, packetMs));
    expect(waits).toEqual([5, 5, 5, 105]);
  });

  it('is the same after its weights were scaled', () => {
    const histogram = new ArrivalHistogram();
    for (let n = 0; n < 60_000; n++) add(histogram, n % 20 === 0 ? 45 : 2);
    expect(histogram.best(4, 20, 0, packetMs)).toBe(64);
    for (let n = 0; n < 10_000; n++) add(histogram, 2);
    expect(histogram.best(4, 20, 0, packetMs)).toBe(4);
  });
});
