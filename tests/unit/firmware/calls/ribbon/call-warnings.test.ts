// Each cause on the ribbon: when it shows, when it goes, what outranks it, and what the others in the call may learn.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CallWarnings } from '../../../../../firmware/calls/ribbon/call-warnings.ts';
import { causes } from '../../../../../firmware/calls/ribbon/causes.ts';
import type { CallWarning } from '../../../../../firmware/phone.ts';
import type { MediaStatistics } from '../../../../../media/session.ts';
import { goodSecond } from '../../../../flow/fakes/fake-media.ts';

const talking = { muted: false, held: false, heldByRemote: false };
const device = {
  capturing: true,
  playing: true,
  realTime: true,
  echo: { returnLossDb: 20, enhancementDb: 40, halfDuplex: false },
  playoutDelayMs: 10,
  starvedShare: 0,
  xruns: 0,
};

class Watched {
  readonly warnings = new CallWarnings();
  #atMs = 0;
  #packetsReceived = 0;

  /** Packets come unless the change says how many have come. */
  pass(seconds: number, change: Partial<MediaStatistics> = {}, call = talking): CallWarning | undefined {
    for (let second = 0; second < seconds; second++) {
      this.#atMs += 1_000;
      this.#packetsReceived = change.packetsReceived ?? this.#packetsReceived + 50;
      const statistics = { ...goodSecond, device, ...change, atMs: this.#atMs, packetsReceived: this.#packetsReceived };
      this.warnings.update(statistics, call);
    }
    return this.warnings.current(call.held || call.heldByRemote);
  }
}

/** What a second looks like that speaks for each cause, and how long it must. */
const bad: readonly (readonly [CallWarning, Partial<MediaStatistics>, number])[] = [
  ['network-lost', { packetsReceived: 100 }, 4],
  ['network-receive-poor', { lossShare: 0.06 }, 4],
  ['network-receive-poor', { jitterMs: 30 }, 4],
  ['network-receive-poor', { concealedShare: 0.08 }, 4],
  ['network-receive-poor', { mosDegradation: 1.2 }, 4],
  ['network-receive-fair', { lossShare: 0.03 }, 4],
  ['network-receive-fair', { jitterMs: 18 }, 4],
  ['network-send-poor', { remoteLossShare: 0.1 }, 4],
  ['network-send-fair', { remoteJitterMs: 20 }, 4],
  ['network-delay-poor', { roundTripMs: 600 }, 4],
  ['network-delay-fair', { roundTripMs: 210 }, 4],
  ['network-slow', { bitRateLimitBps: 8_000 }, 4],
  ['microphone-silent', { captureLevelDbfs: -100 }, 4],
  ['microphone-loud', { clippedShare: 0.05 }, 4],
  ['microphone-quiet', { captureSpeech: { speechDbfs: -50, noiseDbfs: -75, signalToNoiseDb: 25 } }, 11],
  ['room-noisy', { captureSpeech: { speechDbfs: -25, noiseDbfs: -35, signalToNoiseDb: 10 } }, 11],
  ['speaker-silent', { device: { ...device, playing: false } }, 4],
  ['echo', { device: { ...device, echo: { returnLossDb: 5, enhancementDb: 10, halfDuplex: false } } }, 4],
  ['half-duplex', { device: { ...device, echo: { ...device.echo, halfDuplex: true } } }, 4],
  ['sound-glitches', { device: { ...device, xruns: 3 } }, 4],
  ['phone-busy', { device: { ...device, starvedShare: 0.1 } }, 4],
  ['remote-silent', { playoutLevelDbfs: -100 }, 16],
  ['not-encrypted', { encrypted: false }, 1],
];

describe('a warning', () => {
  it.each(bad)('%s comes up for %o after %i s and not before', (warning, change, seconds) => {
    const call = new Watched();
    call.pass(5);
    if (seconds > 1) expect(call.pass(seconds - 1, change)).not.toBe(warning);
    expect(call.pass(seconds > 1 ? 3 : 1, change)).toBe(warning);
  });

  it('goes after ten seconds of better, and not while it comes and goes', () => {
    const call = new Watched();
    call.pass(5, { lossShare: 0.2 });
    expect(call.pass(9)).toBe('network-receive-poor');
    expect(call.pass(1, { lossShare: 0.2 })).toBe('network-receive-poor');
    expect(call.pass(10)).toBe('network-receive-poor');
    expect(call.pass(1)).toBeUndefined();
  });

  it('does not come up for one bad second among good ones', () => {
    const call = new Watched();
    for (let n = 0; n < 10; n++) {
      expect(call.pass(1, { lossShare: 0.12, clippedShare: 0.1, device: { ...device, xruns: 1 } })).toBeUndefined();
      expect(call.pass(6)).toBeUndefined();
    }
  });

  it('comes up for loss that is beyond the step on the whole, though not in each second', () => {
    const call = new Watched();
    for (let n = 0; n < 5; n++) {
      call.pass(1, { lossShare: 0.04 });
      call.pass(1, { lossShare: 0.12 });
    }
    expect(call.warnings.current(false)).toBe('network-receive-poor');
  });

  it('turns from red to amber as the network gets better, before it goes', () => {
    const call = new Watched();
    expect(call.pass(5, { lossShare: 0.1 })).toBe('network-receive-poor');
    expect(call.pass(11, { lossShare: 0.03 })).toBe('network-receive-fair');
    expect(call.pass(11)).toBeUndefined();
  });

  it('of a queue in the network needs a round trip far beyond the shortest of this call', () => {
    const call = new Watched();
    call.pass(3, { roundTripMs: 160 });
    expect(call.pass(5, { roundTripMs: 390 })).toBe('network-slow');
    expect(new Watched().pass(5, { roundTripMs: 390 })).toBe('network-delay-fair');
  });

  it('is never about what was not measured', () => {
    const nothing = {
      ...{ lossShare: undefined, jitterMs: undefined, roundTripMs: undefined, remoteLossShare: undefined },
      ...{ remoteJitterMs: undefined, bufferDelayMs: undefined, concealedShare: undefined, device: undefined },
      ...{ captureLevelDbfs: undefined, playoutLevelDbfs: undefined, clippedShare: undefined, mosEstimate: undefined },
    };
    expect(new Watched().pass(60, nothing)).toBeUndefined();
  });

  it('about the microphone is not for one that the person muted, nor any for a call on hold', () => {
    const hurting = { clippedShare: 0.1, captureLevelDbfs: -100, lossShare: 0.3 };
    expect(new Watched().pass(20, { ...hurting, lossShare: 0 }, { ...talking, muted: true })).toBeUndefined();
    expect(new Watched().pass(20, hurting, { ...talking, held: true })).toBeUndefined();
    expect(new Watched().pass(20, hurting, { ...talking, heldByRemote: true })).toBeUndefined();
  });

  it('that does not work outranks every one that could be better', () => {
    const ranked = causes.map(([cause]) => cause);
    const firstFair = ranked.findIndex((cause) => cause.endsWith('-fair'));
    for (const poor of ['network-lost', 'microphone-silent', 'speaker-silent', 'network-receive-poor'] as const)
      expect(ranked.indexOf(poor)).toBeLessThan(firstFair);
    expect(new Watched().pass(20, { captureLevelDbfs: -100, jitterMs: 20, clippedShare: 0.1 })).toBe(
      'microphone-silent',
    );
  });
});

describe('the other party’s device', () => {
  it('is blamed while the far end says so, and for no longer than its word is good', () => {
    const call = new Watched();
    call.pass(1);
    call.warnings.remoteDevice(true);
    expect(call.pass(1)).toBe('remote-device');
    call.warnings.remoteDevice(false);
    expect(call.pass(1)).toBeUndefined();
    call.warnings.remoteDevice(true);
    expect(call.pass(140)).toBe('remote-device');
    expect(call.pass(20)).toBeUndefined();
  });
});

describe('what the others may learn', () => {
  it('is that this device hurts, for each cause that lies here, and for no other', () => {
    for (const [warning, change, seconds] of bad) {
      const call = new Watched();
      call.pass(2);
      call.pass(seconds + 3, change);
      const here = /^(microphone-|room-|echo|half-duplex|phone-busy|sound-glitches)/.test(warning);
      expect(call.warnings.ownDeviceHurts, warning).toBe(here);
    }
  });

  it('is one bit, whatever the figures are', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -100, max: 0, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (level, share) => {
          const call = new Watched();
          call.pass(15, { captureLevelDbfs: level, clippedShare: share, lossShare: share });
          expect(typeof call.warnings.ownDeviceHurts).toBe('boolean');
        },
      ),
      { numRuns: 20 },
    );
  });
});
