// The files that the console serves: its page, the Inter font and a sheet of icons, all known before the first request.

import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, extname, join, relative } from 'node:path';

export interface ServedFile {
  readonly type: string;
  readonly body: Buffer;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.ogg': 'audio/ogg',
};

/** Lucide's names, in use on the page. */
const icons = [
  ...['activity', 'arrow-left', 'arrow-right', 'arrow-right-left', 'audio-lines', 'check', 'chevron-down', 'download'],
  ...['hand', 'headphones', 'history', 'house', 'keyboard', 'list-checks', 'mic', 'mic-off', 'phone', 'phone-call'],
  ...['minus', 'rotate-ccw', 'undo-2', 'users', 'voicemail', 'volume-1', 'volume-2', 'volume-x', 'wifi', 'x'],
];

const fontFiles = ['latin', 'latin-ext', 'greek', 'cyrillic'].flatMap((script) =>
  [400, 600].map((weight) => `inter-${script}-${weight}-normal.woff2`),
);

const find = createRequire(import.meta.url);

/** Keyed by the path in the address. Reading all of it at start leaves no path for a request to wander. */
export async function readServedFiles(): Promise<ReadonlyMap<string, ServedFile>> {
  const files = new Map<string, ServedFile>();
  const page = join(import.meta.dirname, 'page');
  for (const entry of await readdir(page, { recursive: true, withFileTypes: true })) {
    const type = types[extname(entry.name)];
    if (!entry.isFile() || !type) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(`/${relative(page, path).replaceAll('\\', '/')}`, { type, body: await readFile(path) });
  }
  const fonts = join(dirname(find.resolve('@fontsource/inter/package.json')), 'files');
  for (const name of fontFiles) {
    files.set(`/fonts/${name}`, { type: 'font/woff2', body: await readFile(join(fonts, name)) });
  }
  files.set('/icons.svg', { type: 'image/svg+xml', body: Buffer.from(await drawIconSheet()) });
  const index = files.get('/index.html');
  if (!index) throw new Error('The console page has no index.html.');
  files.set('/', index);
  return files;
}

/** One `symbol` an icon, for `<use href="/icons.svg#name">`. */
async function drawIconSheet(): Promise<string> {
  const folder = join(dirname(find.resolve('lucide-static/package.json')), 'icons');
  const symbols = await Promise.all(
    icons.map(async (name) => {
      const svg = await readFile(join(folder, `${name}.svg`), 'utf8');
      const shapes = svg.slice(svg.indexOf('>', svg.indexOf('<svg')) + 1, svg.lastIndexOf('</svg>')).trim();
      return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${shapes}</symbol>`;
    }),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>`;
}
