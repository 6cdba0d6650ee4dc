// The simulated desk set's drivers keep the contracts of their ports.

import { SimHookSwitch } from '../../../hal/sim/hook-switch.ts';
import { SimIdentity } from '../../../hal/sim/identity.ts';
import { SimIndicators } from '../../../hal/sim/indicators.ts';
import { SimKeypad } from '../../../hal/sim/keypad.ts';
import { SimScreen } from '../../../hal/sim/screen.ts';
import { VirtualClock } from '../../../hal/sim/virtual-clock.ts';
import { hookSwitchContract } from '../ports/hook-switch-contract.ts';
import { identityContract } from '../ports/identity-contract.ts';
import { indicatorsContract } from '../ports/indicators-contract.ts';
import { keypadContract } from '../ports/keypad-contract.ts';
import { screenContract } from '../ports/screen-contract.ts';
import { Canvas } from './canvas.ts';
import { PageLink } from './page-link.ts';

keypadContract('SimKeypad', () => {
  const link = new PageLink();
  return {
    keypad: new SimKeypad(link, new VirtualClock()),
    down: (key) => link.say({ type: 'key', key, down: true }),
    up: (key) => link.say({ type: 'key', key, down: false }),
    type: (text) => {
      for (const character of text) link.say({ type: 'text', character });
    },
    lose: () => link.closePage(),
  };
});

hookSwitchContract('SimHookSwitch', (position) => {
  const link = new PageLink();
  const hook = new SimHookSwitch(link);
  link.say({ type: 'hook', position });
  return { hook, move: (to) => link.say({ type: 'hook', position: to }) };
});

indicatorsContract('SimIndicators', () => {
  const link = new PageLink();
  return {
    indicators: new SimIndicators(link),
    seen: (lamp) => {
      const told = link.told.findLast((message) => message.type === 'lamp' && message.lamp === lamp);
      return told?.type === 'lamp' ? told.state : undefined;
    },
  };
});

screenContract('SimScreen', () => {
  const link = new PageLink();
  const screen = new SimScreen(link, { width: 800, height: 480 });
  const canvas = new Canvas(link);
  // The page has painted the first, black frame before anything is presented.
  canvas.pixel(0, 0);
  return {
    screen,
    pixel: (x, y) => canvas.pixel(x, y),
    touch: (event) => link.say({ type: 'touch', ...event }),
    loseTouch: () => link.closePage(),
  };
});

identityContract('SimIdentity', () => new SimIdentity('SIM-0007'));
