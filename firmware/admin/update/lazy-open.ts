// Loads Automatic Image Update when the phone is up: the first screen need not wait for it.

import type { ImageUpdate } from './image-update.ts';
import type { UpdateParts } from './open-update.ts';

export async function openImageUpdate(parts: UpdateParts): Promise<ImageUpdate> {
  const { openImageUpdate: open } = await import('./open-update.ts');
  return open(parts);
}
