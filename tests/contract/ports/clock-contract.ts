// What any Clock must do, whether its time is the machine's or a test's.

import { beforeEach, describe, expect, it } from 'vitest';
import type { Clock } from '../../../hal/clock.ts';

export interface ClockHarness {
  readonly clock: Clock;
  /** Let the given time pass on this clock. */
  pass(byMs: number): Promise<void>;
  /** Set the wall clock, where the harness can. */
  setWallMs?(wallMs: number): void;
}

export function clockContract(name: string, open: () => ClockHarness): void {
  describe(`${name} as a Clock`, () => {
    let harness: ClockHarness;
    beforeEach(() => {
      harness = open();
    });

    it('never goes back and never fires early', async () => {
      const { clock } = harness;
      const begunMs = clock.nowMs();
      let firedMs = 0;
      clock.after(20, () => {
        firedMs = clock.nowMs();
      });
      await harness.pass(40);
      // Node rounds its timers to whole milliseconds, so a fraction may be missing.
      expect(firedMs - begunMs).toBeGreaterThanOrEqual(19);
      expect(clock.nowMs()).toBeGreaterThanOrEqual(firedMs);
    });

    it('fires in order of due time, and equal ones in the order they were set', async () => {
      const order: string[] = [];
      harness.clock.after(30, () => order.push('late'));
      harness.clock.after(10, () => order.push('early'));
      harness.clock.after(10, () => order.push('early too'));
      await harness.pass(60);
      expect(order).toEqual(['early', 'early too', 'late']);
    });

    it('never fires from inside after, not even for a delay of 0 or less', async () => {
      let fired = 0;
      harness.clock.after(0, () => fired++);
      harness.clock.after(-5, () => fired++);
      expect(fired).toBe(0);
      await harness.pass(10);
      expect(fired).toBe(2);
    });

    it('forgets a cancelled timer, and takes a second cancel lightly', async () => {
      let fired = 0;
      const timer = harness.clock.after(5, () => fired++);
      timer.cancel();
      timer.cancel();
      const done = harness.clock.after(1, () => undefined);
      await harness.pass(20);
      done.cancel();
      expect(fired).toBe(0);
    });

    it('measures on, undisturbed, when the wall clock is set', async () => {
      const { clock, setWallMs } = harness;
      if (!setWallMs) {
        expect(Math.abs(clock.wallMs() - Date.now())).toBeLessThan(1000);
        return;
      }
      let fired = 0;
      const begunMs = clock.nowMs();
      clock.after(20, () => fired++);
      setWallMs(Date.UTC(2001, 0, 1));
      expect(clock.nowMs()).toBe(begunMs);
      expect(clock.wallMs()).toBe(Date.UTC(2001, 0, 1));
      await harness.pass(19);
      expect(fired).toBe(0);
      await harness.pass(1);
      expect(fired).toBe(1);
    });
  });
}
