// What any Network must do with settings, good and bad.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Network, usualNetwork } from '../../../hal/machine/network.ts';

export interface NetworkUnderTest {
  readonly network: Network;
  /** Lets what `apply` began come to its end. */
  settle(): Promise<void>;
  plug(cable: boolean): Promise<void>;
}

export function networkContract(name: string, open: () => NetworkUnderTest): void {
  describe(`${name} as a Network`, () => {
    let under: NetworkUnderTest;
    beforeEach(() => {
      under = open();
    });
    afterEach(() => under.network.close());

    it('is connected by a cable that is plugged in, and says so when it is not', async () => {
      expect(under.network.state).toMatchObject({ link: 'wired', status: 'connected', problem: undefined });
      let heard = 0;
      under.network.onChange(() => heard++);
      await under.plug(false);
      expect(under.network.state).toMatchObject({ status: 'failed', problem: 'no-cable', addresses: [] });
      expect(heard).toBeGreaterThan(0);
      await under.plug(true);
      expect(under.network.state.status).toBe('connected');
    });

    it('takes good settings over', async () => {
      const applied = under.network.apply({ ...usualNetwork, voiceVlan: 'off' });
      await under.settle();
      expect(await applied).toEqual({ ok: true, value: undefined });
      expect(under.network.state.voiceVlan).toBeUndefined();
    });

    it('refuses settings that are wrong, and stays as it was', async () => {
      const before = under.network.state;
      const wrong = { ...usualNetwork, ipv4: { method: 'static', address: 'nowhere/24' } } as const;
      const applied = under.network.apply(wrong);
      await under.settle();
      expect((await applied).ok).toBe(false);
      const wifi = under.network.apply({ ...usualNetwork, link: 'wifi' });
      await under.settle();
      expect((await wifi).ok).toBe(false);
      expect(under.network.state).toEqual(before);
    });

    it('hears each Wi-Fi network once, the strongest first', async () => {
      const found = await under.network.scan();
      expect(new Set(found.map(({ ssid }) => ssid)).size).toBe(found.length);
      const signals = found.map(({ signalPercent }) => signalPercent);
      expect(signals).toEqual(signals.toSorted((a, b) => b - a));
    });
  });
}
