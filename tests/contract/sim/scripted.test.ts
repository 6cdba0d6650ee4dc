// The drivers that tests script keep the same contracts, so that what passes on them passes on a board.

import { ScriptedHookSwitch } from '../../../hal/sim/scripted/hook-switch.ts';
import { MemoryIndicators } from '../../../hal/sim/scripted/indicators.ts';
import { ScriptedKeypad } from '../../../hal/sim/scripted/keypad.ts';
import { MemoryScreen } from '../../../hal/sim/scripted/screen.ts';
import { VirtualClock } from '../../../hal/sim/virtual-clock.ts';
import { hookSwitchContract } from '../ports/hook-switch-contract.ts';
import { indicatorsContract } from '../ports/indicators-contract.ts';
import { keypadContract } from '../ports/keypad-contract.ts';
import { screenContract } from '../ports/screen-contract.ts';

keypadContract('ScriptedKeypad', () => {
  const keypad = new ScriptedKeypad(new VirtualClock());
  return {
    keypad,
    down: (key) => keypad.down(key),
    up: (key) => keypad.up(key),
    type: (text) => keypad.type(text),
    lose: () => keypad.lose(),
  };
});

hookSwitchContract('ScriptedHookSwitch', (position) => {
  const hook = new ScriptedHookSwitch(position);
  return { hook, move: (to) => (to === 'off-hook' ? hook.lift() : hook.hangUp()) };
});

indicatorsContract('MemoryIndicators', () => {
  const indicators = new MemoryIndicators();
  return { indicators, seen: (lamp) => indicators.get(lamp) };
});

screenContract('MemoryScreen', () => {
  const screen = new MemoryScreen();
  return {
    screen,
    pixel: (x, y) => new DataView(screen.shown.buffer).getUint32((y * screen.width + x) * 4, true) & 0xffffff,
    touch: (event) => screen.touch(event.x, event.y, event.down),
  };
});
