// What any Watchdog must do when it is fed, and when it is not.

import { beforeEach, describe, expect, it } from 'vitest';
import type { Watchdog } from '../../../hal/watchdog.ts';

export interface WatchdogHarness {
  readonly watchdog: Watchdog;
  readonly restarts: () => number;
  pass(byMs: number): Promise<void>;
}

export function watchdogContract(name: string, open: () => WatchdogHarness): void {
  describe(`${name} as a Watchdog`, () => {
    let harness: WatchdogHarness;
    beforeEach(() => {
      harness = open();
    });

    it('does nothing until it is armed, not even when fed', async () => {
      harness.watchdog.feed();
      await harness.pass(60_000);
      expect(harness.restarts()).toBe(0);
    });

    it('restarts the board once when it is not fed in time', async () => {
      harness.watchdog.arm(1000);
      await harness.pass(999);
      expect(harness.restarts()).toBe(0);
      await harness.pass(10_000);
      expect(harness.restarts()).toBe(1);
    });

    it('waits the whole time again after each feed', async () => {
      harness.watchdog.arm(1000);
      for (let second = 0; second < 10; second++) {
        await harness.pass(900);
        harness.watchdog.feed();
      }
      expect(harness.restarts()).toBe(0);
      await harness.pass(1001);
      expect(harness.restarts()).toBe(1);
    });

    it('stays quiet once disarmed', async () => {
      harness.watchdog.arm(1000);
      harness.watchdog.disarm();
      harness.watchdog.feed();
      await harness.pass(5000);
      expect(harness.restarts()).toBe(0);
    });
  });
}
