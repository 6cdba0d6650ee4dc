// Fingers from a touch panel: a pipe in the place of the device file, and the real reading thread.

import { afterEach, describe, expect, it } from 'vitest';
import { eventTypes, reportCode } from '../../../../hal/linux/input/input-events.ts';
import { InputSource } from '../../../../hal/linux/input/input-source.ts';
import type { Calibration } from '../../../../hal/linux/screen/calibration.ts';
import { EvdevTouch } from '../../../../hal/linux/screen/evdev-touch.ts';
import type { PanelTouch } from '../../../../hal/linux/screen/touch-source.ts';
import { VirtualClock } from '../../../../hal/sim/virtual-clock.ts';
import { PipeInput } from './pipe-bench.ts';

const x = (value: number) => [eventTypes.absolute, 0, value] as const;
const y = (value: number) => [eventTypes.absolute, 1, value] as const;
const finger = (down: boolean) => [eventTypes.key, 0x14a, down ? 1 : 0] as const;
const report = [eventTypes.synchronize, reportCode, 0] as const;

const opened: (() => void)[] = [];
afterEach(() => {
  for (const close of opened.splice(0)) close();
});

function plugIn(calibration?: Calibration) {
  const pipe = new PipeInput('Touch panel');
  pipe.axes[0] = [100, 0, 1000];
  pipe.axes[1] = [50, -100, 100];
  const source = new InputSource({
    match: { name: 'Touch panel' },
    grab: true,
    clock: new VirtualClock(),
    device: 'touch panel',
    warn: () => undefined,
    folders: pipe.folders,
    requests: pipe.requests,
  });
  source.start();
  const touch = new EvdevTouch(source, calibration);
  const touches: PanelTouch[] = [];
  touch.onTouch((event) => touches.push(event));
  opened.push(() => {
    touch.close();
    source.close();
    pipe.remove();
  });
  return { pipe, source, touch, touches };
}

describe('a touch panel', () => {
  it('says where a finger is with the report that completes it, as shares of the panel', async () => {
    const { pipe, source, touches } = plugIn();
    await pipe.write(source, finger(true), x(500), y(100));
    expect(touches).toEqual([]);
    await pipe.write(source, report);
    await pipe.write(source, x(250), report, finger(false), report);
    expect(touches).toEqual([
      { x: 0.5, y: 1, down: true },
      { x: 0.25, y: 1, down: true },
      { x: 0.25, y: 1, down: false },
    ]);
  });

  it('knows where an axis stands that has not moved since it was plugged in', async () => {
    const { pipe, source, touches } = plugIn();
    await pipe.write(source, finger(true), report);
    expect(touches).toEqual([{ x: 0.1, y: 0.75, down: true }]);
  });

  it('is quiet about a finger above the glass, and about what changes nothing', async () => {
    const { pipe, source, touches } = plugIn();
    await pipe.write(source, x(10), y(10), report, finger(false), report);
    await pipe.write(source, finger(true), report, x(10), report);
    expect(touches).toHaveLength(1);
  });

  it('is calibrated by six numbers', async () => {
    const { pipe, source, touches } = plugIn([0, -1, 1, 2, 0, -0.5]);
    await pipe.write(source, x(250), y(0), finger(true), report);
    expect(touches).toEqual([{ x: 0.5, y: 0, down: true }]);
  });

  it('lifts the finger of a panel that is pulled, and says nothing once it is closed', async () => {
    const { pipe, source, touch, touches } = plugIn();
    await pipe.write(source, x(1000), y(-100), finger(true), report);
    await pipe.unplug(source);
    expect(touches.at(-1)).toEqual({ x: 1, y: 0, down: false });
    touch.close();
    pipe.plugIn();
    source.start();
    await pipe.write(source, finger(true), report);
    expect(touches).toHaveLength(2);
  });
});
