// What any AudioDevice must do: periods by its own clock, whatever the microphone does.

import { beforeEach, describe, expect, it } from 'vitest';
import { type AudioDevice, deviceRateHz } from '../../../hal/audio.ts';

export interface AudioHarness {
  readonly device: AudioDevice;
  pass(byMs: number): Promise<void>;
  /** The microphone stops delivering, as when it is unplugged. */
  loseMicrophone(): void;
}

export function audioContract(name: string, open: () => AudioHarness | Promise<AudioHarness>): void {
  describe(`${name} as an AudioDevice`, () => {
    let harness: AudioHarness;
    let periodMs: number;
    beforeEach(async () => {
      harness = await open();
      periodMs = (harness.device.periodSamples / deviceRateHz) * 1000;
    });
    const oneSecond = () => harness.pass(1000);

    it('calls once a period, with buffers of one period', async () => {
      let calls = 0;
      const lengths = new Set<number>();
      harness.device.start((capture, playout, ringer) => {
        calls++;
        for (const buffer of [capture, playout, ringer]) lengths.add(buffer.length);
      });
      await oneSecond();
      expect(Math.abs(calls - 1000 / periodMs)).toBeLessThanOrEqual(2);
      expect([...lengths]).toEqual([harness.device.periodSamples]);
      await harness.device.close();
    });

    it('hands over playout and ringer as silence, whatever was left in them', async () => {
      let dirty = 0;
      harness.device.start((_, playout, ringer) => {
        dirty += [...playout, ...ringer].filter((sample) => sample !== 0).length;
        playout.fill(1000);
        ringer.fill(-1000);
      });
      await oneSecond();
      expect(dirty).toBe(0);
      await harness.device.close();
    });

    it('goes on when the microphone is lost: zeros, and capturing false', async () => {
      let calls = 0;
      let loudest = 0;
      let counting = false;
      harness.device.start((capture) => {
        if (!counting) return;
        calls++;
        loudest = Math.max(loudest, ...capture.map(Math.abs));
      });
      await oneSecond();
      harness.loseMicrophone();
      await oneSecond();
      counting = true;
      await oneSecond();
      expect(calls).toBeGreaterThan(0.9 * (1000 / periodMs));
      expect(loudest).toBe(0);
      expect(harness.device.statistics()).toMatchObject({ capturing: false, playing: true });
      await harness.device.close();
    });

    it('ends the periods before stop returns, and starts again', async () => {
      let calls = 0;
      harness.device.start(() => calls++);
      await oneSecond();
      harness.device.stop();
      const atStop = calls;
      await oneSecond();
      expect(calls).toBe(atStop);
      harness.device.start(() => calls++);
      await oneSecond();
      expect(calls).toBeGreaterThan(atStop);
      await harness.device.close();
    });

    it('takes paths and volumes at any time, and tells its delay', async () => {
      harness.device.start(() => undefined);
      for (const path of ['speaker', 'headset', 'handset'] as const) harness.device.setPath(path);
      for (const volume of [0, 0.5, 1, 7, -1]) {
        harness.device.setVolume(volume);
        harness.device.setRingerVolume(volume);
      }
      await oneSecond();
      expect(harness.device.statistics().playoutDelayMs).toBeGreaterThanOrEqual(0);
      await harness.device.close();
    });
  });
}
