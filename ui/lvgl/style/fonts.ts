// The fonts that the build made: found by size and weight, loaded when a style first asks for one.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { addon } from '../addon.ts';

export interface Fonts {
  /** LVGL's number of the font of the nearest size. */
  find(sizePx: number, weight: number): number;
}

function findFolder(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    for (const candidate of [join(folder, 'assets', 'fonts'), join(folder, 'dist', 'assets', 'fonts')]) {
      if (existsSync(candidate)) return candidate;
    }
    if (folder === dirname(folder))
      throw new Error('The fonts are not made: run "npm start" or "npm test", which make them.');
  }
}

function nearest(wanted: number, sizes: Iterable<number>): number {
  let best = Number.NaN;
  for (const size of sizes) if (!(Math.abs(size - wanted) >= Math.abs(best - wanted))) best = size;
  return best;
}

/**
 * Valid until LVGL is closed. Letters that Inter lacks (the icons) come from the icon font of the same size. `scale` is
 * pixels of the panel for one that is asked for.
 */
export function openFonts(folder: string = findFolder(), scale = 1): Fonts {
  const sizes = new Map<number, Set<number>>();
  for (const file of readdirSync(folder)) {
    const parts = /^inter-(\d+)-(\d+)\.bin$/.exec(file);
    if (!parts) continue;
    const weight = Number(parts[1]);
    sizes.set(weight, (sizes.get(weight) ?? new Set()).add(Number(parts[2])));
  }
  const loaded = new Map<string, number>();
  const load = (name: string, fallback?: number): number => {
    const known = loaded.get(name);
    if (known !== undefined) return known;
    const id = addon.loadFont(readFileSync(join(folder, `${name}.bin`)), fallback);
    loaded.set(name, id);
    return id;
  };
  return {
    find(sizePx, weight) {
      const nearestWeight = nearest(weight, sizes.keys());
      const size = nearest(sizePx * scale, sizes.get(nearestWeight) ?? []);
      const name = `inter-${nearestWeight}-${size}`;
      return loaded.get(name) ?? load(name, load(`icons-${size}`));
    },
  };
}
