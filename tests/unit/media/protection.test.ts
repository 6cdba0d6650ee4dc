// Which protection follows from which reports.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FarReception, ProtectionRule } from '../../../media/codec/protection.ts';

function planAfter(...reports: readonly FarReception[]) {
  const rule = new ProtectionRule();
  for (const report of reports) rule.observe(report);
  return rule.plan;
}

describe('the protection rule', () => {
  it('protects a little before anything is known', () => {
    expect(new ProtectionRule().plan).toEqual({ inBandFec: true, redundancyMs: 0, expectedLossPercent: 5 });
  });

  it.each([
    [0.05, undefined],
    [0.1, 1.1],
    [0.1, undefined],
    [0.02, 2.5],
  ])('takes LBRR against a loss of %d in runs of %s', (lossShare, meanBurstPackets) => {
    const plan = planAfter({ lossShare, meanBurstPackets });
    expect(plan.inBandFec).toBe(true);
    expect(plan.redundancyMs).toBe(0);
    expect(plan.expectedLossPercent).toBe(Math.max(5, lossShare * 100));
  });

  it.each([
    [0.1, 3],
    [0.2, 4],
    [0.25, undefined],
  ])('takes DRED against a loss of %d in runs of %s', (lossShare, meanBurstPackets) => {
    const plan = planAfter({ lossShare, meanBurstPackets });
    expect(plan.inBandFec).toBe(false);
    expect(plan.redundancyMs).toBeGreaterThanOrEqual(200);
    expect(plan.expectedLossPercent).toBeGreaterThanOrEqual(6);
  });

  it('answers a worse network at once and a better one slowly, without flickering', () => {
    const rule = new ProtectionRule();
    const burst = { lossShare: 0.2, meanBurstPackets: 4 };
    expect(rule.observe(burst).redundancyMs).toBeGreaterThan(0);
    expect(rule.observe({ lossShare: 0 }).redundancyMs).toBeGreaterThan(0);
    const kinds: boolean[] = [];
    for (let report = 0; report < 30; report++) kinds.push(rule.observe({ lossShare: 0 }).inBandFec);
    expect(kinds.at(-1)).toBe(true);
    expect(kinds.filter((isFec, n) => isFec !== (kinds[n - 1] ?? false)).length).toBe(1);
    expect(rule.plan.expectedLossPercent).toBe(5);
  });

  it('keeps to what libopus takes, whatever is reported', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ lossShare: fc.double(), meanBurstPackets: fc.option(fc.double(), { nil: undefined }) })),
        (reports) => {
          const plan = planAfter(...reports);
          expect(plan.expectedLossPercent).toBeGreaterThanOrEqual(5);
          expect(plan.expectedLossPercent).toBeLessThanOrEqual(25);
          expect(plan.redundancyMs).toBeLessThanOrEqual(1_040);
        },
      ),
    );
  });
});
