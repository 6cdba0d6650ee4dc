// What a picture of the emulator's screen shows, by the colours of a few places of the English, dark, 800 by 480 screens.

import type { PNG } from 'pngjs';

/** The plate with one's presence, in the band on top. */
const plate = [35, 42, 54].join();

function isPlate({ width, data }: PNG, x: number, y: number): boolean {
  const at = (y * width + x) * 4;
  return data.subarray(at, at + 3).join() === plate;
}

/** Nobody who is not signed in has a presence. */
export function isSignedIn(picture: PNG): boolean {
  return isPlate(picture, 779, 22);
}

/** "Available" is the longer word: its plate begins where that of "Busy" does not. */
export function isAvailable(picture: PNG): boolean {
  return isSignedIn(picture) && isPlate(picture, 684, 14);
}
