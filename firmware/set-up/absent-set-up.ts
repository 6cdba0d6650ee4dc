// A phone that nobody can set up, as in tests of other things: it is set up already.

import { usualNetwork } from '../../hal/machine/network.ts';
import type { SetUp } from './set-up.ts';

const nothing = (): void => undefined;

export const absentSetUp: Pick<SetUp, 'state' | 'commands'> = {
  state: {
    setUp: {
      needed: false,
      timeZone: '',
      server: '',
      serverRefused: false,
      fixed: { timeZone: true, server: true, network: true },
      card: undefined,
    },
    network: {
      settings: usualNetwork,
      state: {
        link: 'wired',
        status: 'connected',
        problem: undefined,
        addresses: [],
        ssid: undefined,
        voiceVlan: undefined,
        hasWifi: false,
      },
      refused: undefined,
      found: undefined,
      looking: false,
    },
    reset: { who: 'nobody', wrongPins: 0, lockedUntilMs: undefined, begun: false },
  },
  commands: {
    setTimeZone: nothing,
    setServer: nothing,
    finishSetUp: nothing,
    changeNetwork: nothing,
    lookForWifi: nothing,
    factoryReset: nothing,
  },
};
