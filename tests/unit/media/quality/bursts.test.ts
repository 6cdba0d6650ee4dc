// Loss in order: fates settle once, bursts and gaps come out as RFC 3611 counts them.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BurstGap, gmin } from '../../../../media/quality/burst-gap.ts';
import { type PacketFate, PacketFates } from '../../../../media/quality/packet-fates.ts';
import { ReceptionQuality } from '../../../../media/quality/reception-quality.ts';

/** `.` came, `x` did not. */
function observe(pattern: string): BurstGap {
  const bursts = new BurstGap();
  for (const packet of pattern) bursts.observe(packet === 'x');
  return bursts;
}

/** The counters of RFC 3611, appendix A.2, which know bursts only when the gap after them has shown itself. */
function countByTheRfc(missing: readonly boolean[]): { readonly burstDensity: number; readonly gapDensity: number } {
  let [c11, c13, c14, c22, c23, c33, pkt, lost] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (const gone of missing) {
    if (!gone) {
      pkt++;
      continue;
    }
    if (pkt >= gmin) {
      if (lost === 1) c14++;
      else if (lost > 0) c13++;
      lost = 1;
      c11 += pkt;
    } else {
      lost++;
      if (lost === 1) c11 += pkt;
      else if (pkt === 0) c33++;
      else {
        c23++;
        c22 += pkt - 1;
      }
    }
    pkt = 0;
  }
  if (lost === 1) c14++;
  else if (lost > 1) c13++;
  c11 += pkt;
  // Losses in bursts: each transition into the lost state, and the first of each burst.
  const burstLost = c33 + c23 + c13;
  const burstPackets = burstLost + c22 + c23;
  return {
    burstDensity: burstPackets === 0 ? 0 : burstLost / burstPackets,
    gapDensity: c11 + c14 === 0 ? 0 : c14 / (c11 + c14),
  };
}

describe('bursts and gaps', () => {
  it('are nothing where nothing is lost', () => {
    expect(observe('.'.repeat(100)).figures()).toEqual({
      bursts: 0,
      burstDensity: 0,
      gapDensity: 0,
      burstPackets: undefined,
      gapPackets: 100,
      lossRunPackets: undefined,
    });
    expect(new BurstGap().figures().gapPackets).toBeUndefined();
  });

  it('hold a loss alone to be part of the gap, and losses close to each other to be a burst', () => {
    const good = '.'.repeat(gmin);
    expect(observe(`${good}x${good}`).figures()).toMatchObject({ bursts: 0, gapDensity: 1 / 33, lossRunPackets: 1 });
    expect(observe(`${good}xx..x${good}xxx${good}`).figures()).toEqual({
      bursts: 2,
      burstDensity: 6 / 8,
      gapDensity: 0,
      burstPackets: 4,
      gapPackets: (3 * gmin) / 3,
      lossRunPackets: 2,
    });
    // Fifteen good packets do not end a burst, sixteen do.
    expect(observe(`x${'.'.repeat(gmin - 1)}x`).figures().bursts).toBe(1);
    expect(observe(`x${good}x`).figures().bursts).toBe(0);
  });

  it('agree with the counters of the RFC on any losses', () => {
    const run = fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 40 }));
    fc.assert(
      fc.property(fc.array(run, { maxLength: 30 }), (runs) => {
        const missing = runs.flatMap(([gone, length]) =>
          Array<boolean>(gone ? Math.ceil(length / 8) : length).fill(gone),
        );
        const bursts = new BurstGap();
        for (const gone of missing) bursts.observe(gone);
        const { burstDensity, gapDensity } = bursts.figures();
        const expected = countByTheRfc(missing);
        expect(burstDensity).toBeCloseTo(expected.burstDensity, 9);
        expect(gapDensity).toBeCloseTo(expected.gapDensity, 9);
      }),
    );
  });
});

describe('the fate of each packet', () => {
  it('is told once and in order, whatever the network does to them', () => {
    const shift = fc.integer({ min: 0, max: 20 });
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 0xffff }),
        fc.array(fc.option(shift), { minLength: 30, maxLength: 200 }),
        (first, shifts) => {
          const told: [number, PacketFate][] = [];
          const fates = new PacketFates((fate, sequence) => told.push([sequence, fate]));
          // `null` is lost, a number holds the packet back by as many places; the first always comes first.
          const sent = shifts.map((held, n) => ({ n, at: n === 0 ? -1 : held === null ? Number.NaN : n + held }));
          const arrived = sent.filter(({ at }) => !Number.isNaN(at)).sort((a, b) => a.at - b.at);
          for (const { n } of arrived) fates.observe((first + n) & 0xffff, false);
          fates.finish();
          const last = Math.max(...arrived.map(({ n }) => n));
          expect(told).toEqual(
            sent.slice(0, last + 1).map(({ n, at }) => [(first + n) & 0xffff, Number.isNaN(at) ? 'lost' : 'received']),
          );
        },
      ),
    );
  });

  it('stays lost for a packet that comes when its fate is settled', () => {
    const told: PacketFate[] = [];
    const fates = new PacketFates((fate) => told.push(fate));
    fates.observe(0, false);
    for (let n = 2; n < 60; n++) fates.observe(n, n === 2);
    fates.observe(1, false);
    fates.finish();
    expect(told.slice(0, 4)).toEqual(['received', 'lost', 'discarded', 'received']);
    expect(told).toHaveLength(60);
  });
});

describe('the reception of one source', () => {
  it('knows its packet time, what was lost and what came too late', () => {
    const quality = new ReceptionQuality(48_000);
    for (let n = 0; n < 100; n++) {
      if (n !== 50 && n !== 51) quality.receive(65_500 + n, n * 960, n === 60);
    }
    quality.finish();
    expect(quality.figures()).toMatchObject({ settled: 100, lost: 2, discarded: 1, packetMs: 20, bursts: 1 });
    const trace = quality.takeTrace();
    expect(trace?.beginSequence).toBe(65_500);
    expect(trace?.received.filter((came) => !came)).toHaveLength(2);
    expect(quality.takeTrace()).toBeUndefined();
  });
});
