// Draws every picture in every theme and language to PNG, with an index to browse. Run by `npm run gallery`.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { galleryPage, type Shot } from './gallery-page.ts';
import { pictureGroups, pictures } from './pictures.ts';
import { type Look, otherSizes, photograph } from './studio.ts';

// The pictures' calls were made in one place, wherever they are drawn.
process.env.TZ = 'Europe/Berlin';

const folder = resolve(process.argv[2] ?? 'reports/gallery');
const only = process.argv[3];

const looks: readonly Look[] = (['dark', 'light', 'high-contrast'] as const).flatMap((theme) =>
  (['en', 'de'] as const).map((language) => ({ theme, language, textSize: 'normal' as const })),
);
/** Larger text for the screens where it is tightest. */
const larger: readonly Look[] = (['large', 'larger'] as const).flatMap((textSize) =>
  (['en', 'de'] as const).map((language) => ({ theme: 'dark' as const, language, textSize })),
);
/** On smaller and larger screens. */
const sized: readonly Look[] = otherSizes.flatMap((size) =>
  (['en', 'de'] as const).map((language) => ({ theme: 'dark' as const, language, textSize: 'normal' as const, size })),
);
const shownLarger = new Set([
  'home',
  'sign-in-wrong-pin',
  'dial-search',
  'incoming',
  'in-call-network-poor',
  'settings',
  'test-call-better',
  'ended-busy',
  'about',
]);

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const shots: Shot[] = [];
const chosen = only === undefined ? pictures : pictures.filter(({ name }) => name.includes(only));
for (const [at, picture] of chosen.entries()) {
  for (const look of [...looks, ...sized, ...(shownLarger.has(picture.name) ? larger : [])]) {
    const screen = look.size ? `.${look.size.width}x${look.size.height}` : '';
    const file = `${picture.name}.${look.theme}.${look.language}.${look.textSize}${screen}.png`;
    writeFileSync(join(folder, file), await photograph(picture, look));
    shots.push({ picture, look, file });
  }
  if (process.stdout.isTTY) process.stdout.write(`\r${at + 1} of ${chosen.length} screens`);
}
writeFileSync(join(folder, 'index.html'), galleryPage(pictureGroups, shots));
process.stdout.write(`\r${shots.length} pictures: ${join(folder, 'index.html')}\n`);
