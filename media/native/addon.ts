// The one file that loads the addon of the media room, and what it offers.

import { loadAddon } from '../../hal/native-addon.ts';
import type { OpusNative } from './opus.ts';

/** Joins one interface a module of the crate; each stands in a file of its own beside this one. */
export type MediaAddon = OpusNative;

let addon: MediaAddon | undefined;

/** Loaded at first use, so that a call in G.711 never needs it. */
export function mediaAddon(): MediaAddon {
  addon ??= loadAddon('media', import.meta.dirname) as MediaAddon;
  return addon;
}
