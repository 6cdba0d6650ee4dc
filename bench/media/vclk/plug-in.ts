// Builds the virtual card's ALSA plug-in with the system's C compiler, once for each version of its source.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join, resolve } from 'node:path';

const source = join(import.meta.dirname, 'vclk.c');
const cache = resolve(import.meta.dirname, '../../../.offhook/vclk');

/** Answers the library's path; throws where there is no compiler or no libasound2-dev. */
export function buildPlugIn(): string {
  const version = createHash('sha256').update(readFileSync(source)).digest('hex').slice(0, 16);
  const library = join(cache, `libasound_module_pcm_vclk-${version}.so`);
  if (existsSync(library)) return library;
  mkdirSync(cache, { recursive: true });
  // Under a name of its own until it is whole: tests of several processes may build at once.
  const unfinished = `${library}.${process.pid}`;
  const words = ['-O2', '-fPIC', '-shared', '-DPIC', '-o', unfinished, source, '-lasound'];
  const { status, stderr, error } = spawnSync('cc', words, { encoding: 'utf8', timeout: 60_000 });
  if (status !== 0) throw new Error(`The virtual sound card was not built: ${error?.message ?? stderr}`);
  renameSync(unfinished, library);
  return library;
}
