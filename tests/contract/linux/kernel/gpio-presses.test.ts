// Presses that bounce on a line of the real kernel: each heard once, and how long after its first contact.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { KeyEvent } from '../../../../hal/keypad.ts';
import { gpioHost } from '../../../../hal/linux/gpio/gpio-chip.ts';
import { GpioKeypad } from '../../../../hal/linux/gpio/gpio-keypad.ts';
import { SystemClock } from '../../../../hal/system/clock.ts';
import { until } from '../alsa-bench.ts';
import { GpioSim, hasGpioSim } from './gpio-sim.ts';

const report = process.env.OFFHOOK_GUEST_REPORT;
/** What the claim `hal.key` asks for by naming this file alone; beside the other tests fewer do. */
const isClaim = report !== undefined && readFileSync(join(report, 'job.json'), 'utf8').includes('"gpio-presses"');
const presses = isClaim ? 10_000 : 200;
const limitMs = 28 * 60_000;
const debounceMs = 8;

if (!hasGpioSim)
  process.stderr.write('Not run: this kernel makes no GPIO chips (gpio-sim); npm run test:guest has one.\n');

const opened: (() => void)[] = [];
afterEach(() => {
  for (const close of opened.splice(0).reverse()) close();
});

/** Opens or closes the contact, which bounces so often; the longest time between two edges, in milliseconds. */
function touch(sim: GpioSim, isClosed: boolean, bounces: number): number {
  let slowestMs = 0;
  let beforeMs: number | undefined;
  const move = (to: boolean): void => {
    const beginMs = performance.now();
    sim.ground(4, to);
    // From the beginning of one edge to the end of the next: it cannot have been longer.
    slowestMs = Math.max(slowestMs, performance.now() - (beforeMs ?? performance.now()));
    beforeMs = beginMs;
  };
  move(isClosed);
  for (let bounce = 0; bounce < bounces; bounce++) {
    move(!isClosed);
    move(isClosed);
  }
  return slowestMs;
}

/** Resolves once nothing has been counted for so long. */
async function quiet(count: () => number, forMs: number): Promise<void> {
  let [last, sinceMs] = [count(), performance.now()];
  await until(() => {
    if (count() !== last) [last, sinceMs] = [count(), performance.now()];
    return performance.now() - sinceMs >= forMs;
  });
}

describe.skipIf(!hasGpioSim)('in the guest', () => {
  it(
    'hears every press and every release once, ten thousand times for the claim',
    async () => {
      const sim = new GpioSim(8);
      opened.push(() => sim.remove());
      const keypad = new GpioKeypad({
        ...{ host: gpioHost(), clock: new SystemClock(), chip: sim.label, pins: { mute: 4 }, hasDiodes: false },
        ...{ active: 'low', bias: 'pull-up', debounceMs, warn: () => undefined },
      }).start();
      opened.push(() => keypad.close());
      const events: KeyEvent[] = [];
      let heard: () => void = () => undefined;
      keypad.onKey((event) => {
        events.push(event);
        heard();
      });
      const latenciesMs: number[] = [];
      let [expected, doubled, tooSlow] = [0, 0, 0];
      const count = (): void => {
        doubled += events.length - expected;
        expected = events.length;
      };
      for (let press = 0; latenciesMs.length < presses; press++) {
        let isBounce = true;
        for (const isClosed of [true, false]) {
          count();
          const event = new Promise<void>((resolve) => {
            heard = resolve;
          });
          const contactMs = performance.now();
          const slowestMs = touch(sim, isClosed, press % 3);
          await event;
          const latencyMs = performance.now() - contactMs;
          expected++;
          if (isClosed && slowestMs < debounceMs) latenciesMs.push(latencyMs);
          if (slowestMs < debounceMs) continue;
          // An emulator that stands still between two edges has not bounced: what comes of it is no fault of a key.
          isBounce = false;
          await quiet(() => events.length, 5 * debounceMs);
          expected = events.length;
        }
        if (!isBounce) tooSlow++;
      }
      await quiet(() => events.length, 5 * debounceMs);
      count();
      expect(doubled).toBe(0);
      expect(events.at(-1)?.down).toBe(false);
      expect(tooSlow).toBeLessThan(presses / 2);
      if (isClaim && report !== undefined) {
        writeFileSync(join(report, 'hal-key.json'), JSON.stringify({ presses, doubled, tooSlow, latenciesMs }));
      }
    },
    limitMs,
  );
});
