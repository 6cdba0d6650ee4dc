// What any HookSwitch must do when the handset is lifted and put back.

import { beforeEach, describe, expect, it } from 'vitest';
import type { HookPosition, HookSwitch } from '../../../hal/hook-switch.ts';

export interface HookSwitchHarness {
  readonly hook: HookSwitch;
  /** Move the handset, and wait until the driver must have seen it. */
  move(position: HookPosition): Promise<void> | void;
}

export function hookSwitchContract(
  name: string,
  open: (position: HookPosition) => HookSwitchHarness | Promise<HookSwitchHarness>,
): void {
  describe(`${name} as a HookSwitch`, () => {
    let harness: HookSwitchHarness;
    let moves: HookPosition[];
    beforeEach(async () => {
      harness = await open('on-hook');
      moves = [];
      harness.hook.onChange((position) => moves.push(position));
    });

    it('knows its position from the first moment', async () => {
      expect(harness.hook.position).toBe('on-hook');
      expect((await open('off-hook')).hook.position).toBe('off-hook');
    });

    it('tells changes, and has moved when it tells them', async () => {
      const positions: HookPosition[] = [];
      harness.hook.onChange(() => positions.push(harness.hook.position));
      await harness.move('off-hook');
      await harness.move('on-hook');
      expect(moves).toEqual(['off-hook', 'on-hook']);
      expect(positions).toEqual(moves);
    });

    it('tells changes only', async () => {
      await harness.move('on-hook');
      await harness.move('off-hook');
      await harness.move('off-hook');
      expect(moves).toEqual(['off-hook']);
    });

    it('is silent to a listener that has left, and to all after close', async () => {
      let heard = 0;
      const leave = harness.hook.onChange(() => heard++);
      leave();
      await harness.move('off-hook');
      expect(heard).toBe(0);
      harness.hook.close();
      await harness.move('on-hook');
      expect(moves).toEqual(['off-hook']);
    });
  });
}
