// Every screen looks as it did when somebody last looked at it and agreed. Changed by OFFHOOK_UPDATE_GOLDEN=1 only.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import type { Picture } from '../../ui/gallery/picture.ts';
import { pictures } from '../../ui/gallery/pictures.ts';
import { type Look, otherSizes, photograph } from '../../ui/gallery/studio.ts';

const folder = join(import.meta.dirname, 'screens');
const hashFile = join(import.meta.dirname, 'hashes.json');
const reports = join(import.meta.dirname, '..', '..', 'reports', 'golden');
const updating = process.env.OFFHOOK_UPDATE_GOLDEN === '1';

/** Kept as pictures in every look; the others in English and dark as pictures, and as hashes in the rest. */
const representative = new Set([
  'home',
  'sign-in',
  'dial-search',
  'incoming',
  'in-call-network-receive-poor',
  'test-call-better',
  'settings',
]);
const looks: readonly Look[] = [
  { language: 'en', theme: 'dark', textSize: 'normal' },
  { language: 'en', theme: 'light', textSize: 'normal' },
  { language: 'en', theme: 'high-contrast', textSize: 'normal' },
  { language: 'de', theme: 'dark', textSize: 'normal' },
  { language: 'de', theme: 'light', textSize: 'larger' },
];

/** On the smallest and the largest screen: every screen that people are on often, as pictures in both languages. */
const sizedToo = new Set([
  ...representative,
  ...['contact', 'calls', 'in-call', 'locked', 'quality', 'sign-in-address'],
  ...['set-up-language', 'set-up-network', 'set-up-time-zone', 'set-up-server', 'network-fixed', 'factory-reset'],
]);
const sized: readonly Look[] = otherSizes.flatMap((size) =>
  (['en', 'de'] as const).map((language) => ({ language, theme: 'dark' as const, textSize: 'normal' as const, size })),
);

const shots = pictures.flatMap((picture) => [
  ...looks.map((look, at) => ({ picture, look, drawn: at === 0 || representative.has(picture.name) })),
  ...(sizedToo.has(picture.name) ? sized : []).map((look) => ({ picture, look, drawn: true })),
]);
const kept: Record<string, string> = existsSync(hashFile) ? JSON.parse(readFileSync(hashFile, 'utf8')) : {};
const seen: Record<string, string> = {};

function nameOf(picture: Picture, { language, theme, textSize, size }: Look): string {
  const screen = size ? `.${size.width}x${size.height}` : '';
  return `${picture.name}.${theme}.${language}.${textSize}${screen}`;
}

function pixelHash(png: PNG): string {
  return createHash('sha256').update(png.data).digest('hex').slice(0, 24);
}

/** The actual picture, and one with every differing pixel in red over a faded copy. */
function report(name: string, actual: PNG, expected: PNG | undefined): string {
  mkdirSync(reports, { recursive: true });
  writeFileSync(join(reports, `${name}.actual.png`), PNG.sync.write(actual));
  if (!expected || expected.data.length !== actual.data.length)
    return `${name} differs; see reports/golden/${name}.actual.png`;
  const diff = new PNG({ width: actual.width, height: actual.height });
  let different = 0;
  for (let at = 0; at < actual.data.length; at += 4) {
    const same = actual.data.readUInt32BE(at) === expected.data.readUInt32BE(at);
    const faded = 255 - ((255 - (actual.data[at + 1] ?? 0)) >> 2);
    diff.data.set(same ? [faded, faded, faded, 255] : [230, 20, 30, 255], at);
    if (!same) different++;
  }
  writeFileSync(join(reports, `${name}.diff.png`), PNG.sync.write(diff));
  return `${name} differs in ${different} pixels; see reports/golden/${name}.actual.png and .diff.png`;
}

describe('golden screens', () => {
  it.each(shots.map((shot) => ({ ...shot, name: nameOf(shot.picture, shot.look) })))(
    '$name',
    async ({ picture, look, drawn, name }) => {
      const bytes = await photograph(picture, look);
      const actual = PNG.sync.read(bytes);
      const hash = pixelHash(actual);
      seen[name] = hash;
      const file = join(folder, `${name}.png`);
      if (updating) {
        mkdirSync(folder, { recursive: true });
        // A picture whose pixels are the same keeps its bytes, so that git shows only what changed.
        if (drawn && !(existsSync(file) && pixelHash(PNG.sync.read(readFileSync(file))) === hash))
          writeFileSync(
            file,
            PNG.sync.write(actual, { colorType: 2, deflateLevel: 9, deflateStrategy: 0, filterType: 0 }),
          );
        return;
      }
      const expected = drawn && existsSync(file) ? PNG.sync.read(readFileSync(file)) : undefined;
      const wanted = expected ? pixelHash(expected) : kept[name];
      if (hash !== wanted) expect.fail(report(name, actual, expected));
    },
  );

  it('are all there, and no picture is left over', () => {
    if (updating) {
      for (const file of readdirSync(folder)) if (!(file.replace(/\.png$/, '') in seen)) rmSync(join(folder, file));
      const hashes = Object.fromEntries(
        shots
          .filter(({ drawn }) => !drawn)
          .map(({ picture, look }) => [nameOf(picture, look), seen[nameOf(picture, look)]]),
      );
      writeFileSync(hashFile, `${JSON.stringify(hashes, undefined, 2)}\n`);
    }
    const drawn = shots.filter((shot) => shot.drawn).map(({ picture, look }) => `${nameOf(picture, look)}.png`);
    expect(readdirSync(folder).toSorted()).toEqual(drawn.toSorted());
    const hashed = shots.filter((shot) => !shot.drawn).map(({ picture, look }) => nameOf(picture, look));
    expect(Object.keys(JSON.parse(readFileSync(hashFile, 'utf8'))).toSorted()).toEqual(hashed.toSorted());
  });
});
