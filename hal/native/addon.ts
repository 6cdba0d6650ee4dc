// The one file that loads the addon of the machine's edge, and what it offers.

import { loadAddon } from '../native-addon.ts';

export interface HalAddon {
  /** SCHED_FIFO at 1 to 99 for the calling thread; false where the system does not grant it. */
  runInRealTime(priority: number): boolean;
}

let addon: HalAddon | undefined;

/** Loaded at first use: a board without sound of its own never needs it. */
export function halAddon(): HalAddon {
  addon ??= loadAddon('hal', import.meta.dirname) as HalAddon;
  return addon;
}
