// Brings one of Debian's packages of recorded prompts into a cache outside the tree: by apt, which checks what it brings.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const cache = resolve(import.meta.dirname, '../../../.offhook/speech');
const limitMs = 120_000;
/** The packages have 10 to 11 MB; what is much larger is something else. */
const mostBytes = 40e6;

/**
 * The folder with the unpacked package's files, fetched on first use (about 10 MB) and kept.
 * Throws one sentence that a person can act on where apt cannot bring it.
 */
export function openSpeechPackage(name: string): string {
  const folder = join(cache, name);
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  // Unpacked beside its place and then renamed: a run that was stopped, or one beside this, leaves nothing half done.
  const scratch = mkdtempSync(join(cache, `${name}-`));
  try {
    run('apt-get', ['download', '--quiet', name], scratch);
    const archive = readdirSync(scratch).find((file) => file.startsWith(`${name}_`) && file.endsWith('.deb'));
    if (!archive) throw new Error(`apt-get brought no package ${name}.`);
    const bytes = statSync(join(scratch, archive)).size;
    if (bytes > mostBytes)
      throw new Error(`The package ${name} has ${bytes} bytes, more than the ${mostBytes} allowed.`);
    run('dpkg-deb', ['--extract', archive, 'unpacked'], scratch);
    if (!existsSync(folder)) renameSync(join(scratch, 'unpacked'), folder);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return folder;
}

function run(command: string, args: readonly string[], folder: string): void {
  const { status, signal, stderr, error } = spawnSync(command, args, {
    cwd: folder,
    encoding: 'utf8',
    timeout: limitMs,
  });
  if (status === 0) return;
  const why = error?.message ?? (stderr.trim() || `it ended with ${signal ?? status}`);
  throw new Error(
    `The recorded speech could not be fetched (${command}: ${why}): connect this machine to the internet, run "apt-get update", and try again.`,
  );
}
