// The watchdog device of the real kernel starts, waits as long as it is told, and stops: in the guest of `npm run test:guest`.

import { existsSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { DeviceWatchdog } from '../../../../hal/linux/machine/device-watchdog.ts';

const file = '/dev/watchdog0';
const facts = '/sys/class/watchdog/watchdog0';
/** Only where nothing is restarted by it: the emulator of the guest is told to look away. */
const isGuest = process.env.OFFHOOK_GUEST_REPORT !== undefined && existsSync(file) && existsSync(`${facts}/state`);
if (!isGuest)
  process.stderr.write('Not run: a watchdog restarts the machine; npm run test:guest has one that may be tried.\n');

const fact = (name: string): string => readFileSync(`${facts}/${name}`, 'utf8').trim();

describe.skipIf(!isGuest)('in the guest', () => {
  const warnings: string[] = [];
  let watchdog: DeviceWatchdog | undefined;
  afterEach(() => {
    watchdog?.disarm();
    warnings.length = 0;
  });

  it('counts from the moment it is armed, for the time it is told, until it is disarmed', () => {
    watchdog = new DeviceWatchdog(file, (sentence) => warnings.push(sentence));
    watchdog.feed();
    expect(fact('state')).toBe('inactive');
    watchdog.arm(15_000);
    expect([fact('state'), fact('timeout')]).toEqual(['active', '15']);
    watchdog.feed();
    expect(watchdog.states()[0]).toMatchObject({ isWorking: true, sentence: 'restarts the board after 15 s' });
    watchdog.disarm();
    expect(fact('state')).toBe('inactive');
    watchdog.arm(20_000);
    expect([fact('state'), fact('timeout')]).toEqual(['active', '20']);
    expect(warnings).toEqual([]);
  });

  it('says that another program has it', () => {
    watchdog = new DeviceWatchdog(file, () => undefined);
    watchdog.arm(15_000);
    new DeviceWatchdog(file, (sentence) => warnings.push(sentence)).arm(15_000);
    expect(warnings).toEqual([expect.stringContaining('/dev/watchdog0 is in use by another program')]);
  });
});
