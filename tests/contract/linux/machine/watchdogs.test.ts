// Watchdogs keep their contract on a device and a service manager made like the real ones; and whether time is known.

import { constants } from 'node:os';
import { describe, expect, it } from 'vitest';
import type { Timer } from '../../../../hal/clock.ts';
import { DeviceWatchdog, type WatchdogFile } from '../../../../hal/linux/machine/device-watchdog.ts';
import { KnownTime } from '../../../../hal/linux/machine/known-time.ts';
import { SystemdWatchdog } from '../../../../hal/linux/machine/systemd-watchdog.ts';
import { VirtualClock } from '../../../../hal/sim/virtual-clock.ts';
import { watchdogContract } from '../../ports/watchdog-contract.ts';
import { machine } from './machine-folders.ts';

/** A watchdog device as the kernel's: it starts when opened, stops at a close after the letter V, and counts seconds. */
function watchdogDevice(clock: VirtualClock, restart: () => void): WatchdogFile {
  let timer: Timer | undefined;
  let [seconds, last] = [60, ''];
  const count = (): void => {
    timer?.cancel();
    timer = clock.after(seconds * 1000, restart);
  };
  return {
    open: () => {
      count();
      return 3;
    },
    setTimeout: (_, wanted) => {
      seconds = wanted;
      return 0;
    },
    write: (_, text) => {
      last = text;
      count();
    },
    close: () => {
      if (last === 'V') timer?.cancel();
    },
  };
}

watchdogContract('DeviceWatchdog', () => {
  const clock = new VirtualClock();
  let restarts = 0;
  const watchdog = new DeviceWatchdog(
    '/dev/watchdog0',
    () => undefined,
    watchdogDevice(clock, () => restarts++),
  );
  return { watchdog, restarts: () => restarts, pass: (byMs) => clock.advance(byMs) };
});

watchdogContract('SystemdWatchdog', () => {
  const clock = new VirtualClock();
  let [restarts, limitMs] = [0, 0];
  let timer: Timer | undefined;
  const watchdog = new SystemdWatchdog(
    () => undefined,
    '@notify',
    (_, lines) => {
      limitMs = Number(/^WATCHDOG_USEC=(\d+)$/m.exec(lines)?.[1] ?? limitMs * 1000) / 1000;
      timer?.cancel();
      if (limitMs > 0) timer = clock.after(limitMs, () => restarts++);
      return 0;
    },
  );
  return { watchdog, restarts: () => restarts, pass: (byMs) => clock.advance(byMs) };
});

describe('watchdogs', () => {
  it('say what is missing, once, and the phone goes on', () => {
    const warnings: string[] = [];
    const warn = (sentence: string) => warnings.push(sentence);
    const device = new DeviceWatchdog('/dev/watchdog-that-is-not-there', warn);
    const unit = new SystemdWatchdog(warn, undefined);
    for (let time = 0; time < 3; time++) {
      for (const watchdog of [device, unit]) {
        watchdog.arm(10_000);
        watchdog.feed();
        watchdog.disarm();
      }
    }
    expect(warnings).toEqual([
      expect.stringContaining('/dev/watchdog-that-is-not-there is not there'),
      expect.stringContaining('was not started by a unit with Type=notify'),
    ]);
  });

  it('tell systemd that the phone is up, what to wait for, and that it still thinks', () => {
    const told: string[] = [];
    const watchdog = new SystemdWatchdog(
      () => undefined,
      '/run/notify',
      (socket, lines) => {
        told.push(`${socket}: ${lines}`);
        return 0;
      },
    );
    watchdog.arm(10_000);
    watchdog.feed();
    watchdog.disarm();
    expect(told).toEqual([
      '/run/notify: READY=1\nWATCHDOG_USEC=10000000\nWATCHDOG=1',
      '/run/notify: WATCHDOG=1',
      '/run/notify: WATCHDOG_USEC=0',
    ]);
  });

  it('wait for whole seconds, rounded up, as the device counts', () => {
    const asked: number[] = [];
    const kernel = {
      ...watchdogDevice(new VirtualClock(), () => undefined),
      setTimeout: (_: number, s: number) => asked.push(s),
    };
    new DeviceWatchdog('/dev/watchdog0', () => undefined, kernel).arm(10_001);
    expect(asked).toEqual([11]);
  });

  it('name an error of the system', () => {
    const warnings: string[] = [];
    const warn = (sentence: string) => warnings.push(sentence);
    new SystemdWatchdog(warn, '/nowhere/notify').arm(1_000);
    expect(warnings[0]).toContain(`error ${constants.errno.ENOENT} of the system`);
  });
});

describe('KnownTime', () => {
  const earliestMs = Date.UTC(2026, 10, 1);
  function timeOf(wallMs: number, batteryClock = false) {
    const clock = new VirtualClock();
    clock.setWallMs(wallMs);
    const { folders } = machine(batteryClock ? { 'sys/class/rtc/rtc0/hctosys': '1\n' } : { 'sys/': '' });
    const warnings: string[] = [];
    const bits = { status: 0x40 };
    const warn = (sentence: string) => warnings.push(sentence);
    const time = new KnownTime({ clock, earliestMs, warn, sys: folders.sys, status: () => bits.status });
    time.start();
    return { clock, time, warnings, bits };
  }

  it('does not believe 1970, and says so once and again when it is known', async () => {
    const { clock, time, warnings, bits } = timeOf(0, true);
    expect(time.source()).toBe('unknown');
    await clock.advance(60_000);
    clock.setWallMs(Date.UTC(2027, 0, 1));
    bits.status = 0x2001;
    await clock.advance(5_000);
    expect(time.source()).toBe('time-server');
    expect(warnings).toEqual([expect.stringMatching(/^The time is not known yet/), 'The time is known now.']);
  });

  it('believes a clock with a battery until a time server has answered', () => {
    expect(timeOf(Date.UTC(2027, 0, 1), true).time.source()).toBe('battery-clock');
    expect(timeOf(Date.UTC(2027, 0, 1)).time.states()[0]?.isWorking).toBe(false);
  });

  it('asks the kernel of this machine', () => {
    const warn = () => undefined;
    const time = new KnownTime({ clock: new VirtualClock(), earliestMs: 0, warn });
    expect(['time-server', 'battery-clock', 'unknown']).toContain(time.source());
  });
});
