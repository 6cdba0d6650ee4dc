// What an image needs to know of a board: its boot loader, its kernel's arguments and modules, and its description.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { nearestName } from '../../hal/boards/nearest-name.ts';
import { BuildStop } from '../workshop.ts';

const moduleNames = z.array(z.string().regex(/^[a-z0-9_-]+$/i));

const schema = z.strictObject({
  name: z.string().min(1),
  /** Folder below `/usr/lib/u-boot` of Debian's U-Boot. */
  uBoot: z.string().regex(/^[a-z0-9_]+$/),
  kernelArguments: z.string(),
  /** Where U-Boot has the device tree, in its own words. */
  deviceTree: z.string(),
  /** Description in `hal/boards` that the phone opens. */
  board: z.string().regex(/^[a-z0-9-]+\.json$/),
  /** Loaded before the root file system can be mounted. */
  startModules: moduleNames,
  /** Loaded at each start, because nothing on the board asks for them by itself. */
  loadedModules: moduleNames,
  /** On the image for udev to load when the hardware is there. */
  modules: moduleNames,
});

export type ImageBoard = z.infer<typeof schema> & { readonly id: string };

const folder = join(import.meta.dirname, 'boards');

export function readImageBoard(id: string | undefined): ImageBoard {
  const known = readdirSync(folder).map((file) => file.replace(/\.json$/, ''));
  const file = join(folder, `${id}.json`);
  if (id === undefined || !known.includes(id) || !existsSync(file)) {
    const nearest = id === undefined ? undefined : nearestName(id, known);
    const hint = nearest ? `did you mean "${nearest}"?` : `there are images for ${known.join(', ')}.`;
    throw new BuildStop(
      id === undefined ? `Name the board: --board NAME; ${hint}` : `There is no image for "${id}"; ${hint}`,
    );
  }
  const parsed = schema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.success) throw new BuildStop(`${file}: ${z.prettifyError(parsed.error)}`);
  return { id, ...parsed.data };
}
