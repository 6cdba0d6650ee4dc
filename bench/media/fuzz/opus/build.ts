// Builds libopus from the source of the pinned crate with gcc's sanitizers, and the harness that feeds it, in a cache.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { runCommand } from '../../setup/run-command.ts';

const root = resolve(import.meta.dirname, '../../../..');
const harnessSource = join(import.meta.dirname, 'fuzz-opus.c');
const buildLimitMs = 30 * 60_000;
const sanitizers = [
  '-O1',
  '-g1',
  '-fno-omit-frame-pointer',
  '-fsanitize=address,undefined',
  '-fno-sanitize-recover=undefined',
];
/** As the crate builds it for the phone, plus libopus' own assertions; the compiler's hardening hides what ASan sees. */
const options = [
  '-DCMAKE_TRY_COMPILE_TARGET_TYPE=STATIC_LIBRARY',
  '-DCMAKE_BUILD_TYPE=None',
  '-DOPUS_DRED=ON',
  '-DOPUS_HARDENING=ON',
  '-DOPUS_ASSERTIONS=ON',
  '-DOPUS_FORTIFY_SOURCE=OFF',
  '-DOPUS_STACK_PROTECTOR=OFF',
];

async function run(command: string, args: readonly string[]): Promise<string> {
  const ran = await runCommand(command, args, { limitMs: buildLimitMs, folder: root });
  if (!ran.ok) throw new Error(ran.error);
  return ran.value;
}

async function sourceFolder(): Promise<string> {
  const metadata: unknown = JSON.parse(
    await run('cargo', ['metadata', '--format-version', '1', '--locked', '--quiet']),
  );
  const { packages } = metadata as { packages: { name: string; manifest_path: string }[] };
  const crate = packages.find(({ name }) => name === 'opusic-sys');
  if (!crate) throw new Error('The crate opusic-sys is not among the dependencies.');
  return join(dirname(crate.manifest_path), 'opus');
}

/** Path of the program; built once for each version of the library and of the harness. */
export async function buildHarness(cache: string): Promise<string> {
  const source = await sourceFolder();
  const stamp = createHash('sha256')
    .update(source)
    .update(readFileSync(harnessSource))
    .update(options.join())
    .digest('hex');
  const program = join(cache, `fuzz-opus-${stamp.slice(0, 16)}`);
  if (existsSync(program)) return program;
  const library = join(cache, 'libopus');
  const flags = `-DCMAKE_C_FLAGS=${[...sanitizers, '-fsanitize-coverage=trace-pc'].join(' ')}`;
  await run('cmake', ['-S', source, '-B', library, flags, ...options]);
  await run('cmake', ['--build', library]);
  const unfinished = `${program}.part`;
  const files = [harnessSource, join(library, 'libopus.a'), '-lm', '-o', unfinished];
  await run('gcc', [...sanitizers, '-Wall', '-Wextra', '-Werror', `-I${join(source, 'include')}`, ...files]);
  renameSync(unfinished, program);
  return program;
}
