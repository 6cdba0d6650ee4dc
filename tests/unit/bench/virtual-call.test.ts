// The virtual call: the same seed gives the same call, and its network does what it was told.

import { describe, expect, it } from 'vitest';
import { networkCases } from '../../../bench/media/virtual-call/cases.ts';
import { type NetworkConditions, VirtualNetwork } from '../../../bench/media/virtual-call/network.ts';
import { VirtualReports } from '../../../bench/media/virtual-call/reports.ts';
import { makeVirtualCall } from '../../../bench/media/virtual-call/virtual-call.ts';
import { align, speechLike } from '../media/rig/speech.ts';

const seconds = 48_000;

function carryMany(network: VirtualNetwork, count = 20_000) {
  return Array.from({ length: count }, (_, n) => network.carry(n * 20).map((atMs) => atMs - n * 20));
}

function meanRun(lost: readonly boolean[]): number {
  const runs = lost.filter((isLost, n) => isLost && !lost[n - 1]).length;
  return lost.filter(Boolean).length / runs;
}

describe('the virtual call', () => {
  const speech = speechLike(4 * seconds);

  it('carries speech, and does so alike each time', () => {
    const calls = [1, 2].map(() => makeVirtualCall(speech, { network: networkCases.loss5, seed: 7, phaseMs: 3 }));
    expect(calls[0]?.heard).toEqual(calls[1]?.heard);
    expect(calls[0]?.lostAtMs.length).toBeGreaterThan(2);
    const { delay, correlation } = align(
      speech.subarray(2 * seconds, 3 * seconds),
      (calls[0]?.heard ?? new Int16Array(0)).subarray(2 * seconds),
      0.3 * seconds,
    );
    expect(correlation).toBeGreaterThan(0.8);
    // Packet time and network alone take 40 ms.
    expect(delay).toBeGreaterThan(0.04 * seconds);
  });

  it('loses another set of packets with another seed', () => {
    const [first, second] = [1, 2].map((seed) => makeVirtualCall(speech, { network: networkCases.burst20, seed }));
    expect(first?.heard).not.toEqual(second?.heard);
  });
});

describe('the virtual network', () => {
  it.each(['loss5', 'burst10', 'burst20'] as const)('%s loses the share and the runs it is named for', (name) => {
    const conditions: NetworkConditions = networkCases[name];
    const lost = carryMany(new VirtualNetwork(conditions, 3)).map((arrivals) => arrivals.length === 0);
    expect(lost.filter(Boolean).length / lost.length).toBeCloseTo(conditions.lossShare, 1.5);
    const expectedRun = conditions.burstPackets ?? 1 / (1 - conditions.lossShare);
    expect(Math.abs(meanRun(lost) - expectedRun)).toBeLessThan(0.15 * expectedRun);
  });

  it('delays by the jitter asked for', () => {
    const delays = carryMany(new VirtualNetwork(networkCases.jitter20, 5)).flat();
    const mean = delays.reduce((sum, delay) => sum + delay, 0) / delays.length;
    expect(mean).toBeGreaterThan(39);
    expect(mean).toBeLessThan(41);
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(20);
  });

  it('holds packets back through a gap, and copies some', () => {
    const held = new VirtualNetwork(networkCases.gap300, 1);
    expect(held.carry(10_000)).toEqual([10_300]);
    expect(held.carry(10_290)).toEqual([10_310]);
    const copying = new VirtualNetwork({ ...networkCases.clean, duplicateShare: 1 }, 1);
    expect(copying.carry(0)).toEqual([20, 23]);
  });

  it('repeats a recorded network', () => {
    const trace = [20, undefined, 35.5];
    const network = new VirtualNetwork({ ...networkCases.clean, trace }, 1);
    expect([0, 20, 40, 60].map((sentMs) => network.carry(sentMs))).toEqual([[20], [], [75.5], [80]]);
  });

  it('reports loss and its runs at the times of RTCP', () => {
    const reports = new VirtualReports();
    for (let n = 0; n < 100; n++) reports.observe(n % 20 < 2, n * 5);
    expect(reports.take(599)).toBeUndefined();
    expect(reports.take(600)).toEqual({ lossShare: 0.1, reportedPackets: 100, meanBurstPackets: 2 });
    reports.observe(false, 620);
    expect(reports.take(2_100)).toEqual({ lossShare: 0, reportedPackets: 1, meanBurstPackets: undefined });
  });
});
