// The one file that loads the addon of the media room, and what it offers.

import { loadAddon } from '../../hal/native/load-addon.ts';
import type { OpusNative } from './opus.ts';
import type { SocketNative } from './socket.ts';
import type { SoundNative } from './sound.ts';
import type { SrtpNative } from './srtp.ts';

/** Joins one interface a module of the crate; each stands in a file of its own beside this one. */
export type MediaAddon = OpusNative & SocketNative & SoundNative & SrtpNative;

let addon: MediaAddon | undefined;

/** Loaded at first use. */
export function mediaAddon(): MediaAddon {
  addon ??= loadAddon('media', import.meta.dirname) as MediaAddon;
  return addon;
}
