// What any Indicators must do with its lamps, present or not.

import { beforeEach, describe, expect, it } from 'vitest';
import { type Indicators, type LampName, type LampState, lampNames } from '../../../hal/indicators.ts';

export interface IndicatorsHarness {
  readonly indicators: Indicators;
  /** What a person sees; undefined for a lamp that this device does not have. */
  seen(lamp: LampName): LampState | undefined | Promise<LampState | undefined>;
}

export function indicatorsContract(name: string, open: () => IndicatorsHarness | Promise<IndicatorsHarness>): void {
  describe(`${name} as Indicators`, () => {
    let harness: IndicatorsHarness;
    beforeEach(async () => {
      harness = await open();
    });

    it('has every lamp off until it is set', () => {
      expect(lampNames.map((lamp) => harness.indicators.get(lamp))).toEqual(lampNames.map(() => 'off'));
    });

    it('accepts every lamp and every state, and a person sees it where the lamp is there', async () => {
      for (const lamp of lampNames) {
        for (const state of ['on', 'blink', 'off', 'on'] as const) {
          harness.indicators.set(lamp, state);
          expect(harness.indicators.get(lamp)).toBe(state);
          expect([state, undefined]).toContain(await harness.seen(lamp));
        }
      }
    });

    it('keeps lamps apart', () => {
      harness.indicators.set('mute', 'on');
      harness.indicators.set('ringing', 'blink');
      const lit = lampNames.filter((lamp) => harness.indicators.get(lamp) !== 'off');
      expect(lit).toEqual(['mute', 'ringing']);
    });

    it('takes the same state twice lightly, and closes', () => {
      harness.indicators.set('speaker', 'on');
      harness.indicators.set('speaker', 'on');
      expect(harness.indicators.get('speaker')).toBe('on');
      expect(() => harness.indicators.close()).not.toThrow();
    });
  });
}
