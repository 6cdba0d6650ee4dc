// `npm run release:bundle`: builds a board's slot as it stands, and packs and signs the bundle that updates phones to it.

import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildSlot } from '../image/build-image.ts';
import { readImageBoard } from '../image/image-board.ts';
import { BuildStop, projectRoot } from '../workshop.ts';
import { makeBundle } from './make-bundle.ts';

const usage =
  'npm run release:bundle -- --board NAME --keyring FILE --certificate FILE --key FILE [--version X.Y.Z]\n' +
  "    builds the bundle of an update; the keyring is that of the phones' images";

async function main(words: readonly string[]): Promise<void> {
  process.umask(0o022);
  const text = { type: 'string' } as const;
  const options = { board: text, keyring: text, certificate: text, key: text, version: text };
  const { values } = parseArgs({ args: [...words], options });
  const { keyring, certificate, key, version } = values;
  if (keyring === undefined || certificate === undefined || key === undefined) throw new BuildStop(usage);
  if (version !== undefined && !/^\d+\.\d+\.\d+$/.test(version))
    throw new BuildStop(`--version must be three numbers like 1.2.3, not "${version}".`);
  for (const file of [keyring, certificate, key])
    if (!existsSync(file)) throw new BuildStop(`There is no file ${file}.`);
  const board = readImageBoard(values.board);
  const slot = await buildSlot({ board, keyring, ...(version === undefined ? {} : { version }) });
  const bundle = await makeBundle(slot, { certificate, key, keyring });
  const target = join(projectRoot, 'dist', 'image', basename(bundle.file));
  mkdirSync(join(projectRoot, 'dist', 'image'), { recursive: true });
  copyFileSync(bundle.file, target);
  console.log(`Bundle: ${target}`);
  console.log(`For release:manifest: --manifest-hash ${bundle.manifestSha256}`);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof BuildStop) && !(error instanceof TypeError && 'code' in error)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
