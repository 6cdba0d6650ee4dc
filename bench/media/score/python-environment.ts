// A Python of the bench's own for the perceptual scores: pinned packages, each file checked by its hash, kept in .offhook.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { err, ok, type Result } from '../../../hal/result.ts';
import { ensureDebian } from '../setup/debian.ts';
import { runCommand } from '../setup/run-command.ts';

const parent = resolve(import.meta.dirname, '../../../.offhook');
const requirements = join(import.meta.dirname, 'requirements.txt');
const commandLimitMs = 60_000;
/** About 200 MB are fetched. */
const installLimitMs = 900_000;

/** The path of the Python program to run, made on first use; an error is a sentence for a person. */
export async function openPythonEnvironment(say: (line: string) => void): Promise<Result<string>> {
  const name = `scores-${createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12)}`;
  const folder = join(parent, name);
  const python = join(folder, 'bin', 'python');
  if (existsSync(join(folder, 'complete'))) return ok(python);
  const canMake = { packages: ['python3-venv'], present: async () => (await askPython('import ensurepip, venv')).ok };
  const debian = await ensureDebian([canMake], say);
  if (!debian.ok) return debian;
  say('installing the perceptual scores (ViSQOL, STOI) into .offhook');
  mkdirSync(parent, { recursive: true });
  // Made beside its place and then renamed, so that nothing half done is ever used.
  const scratch = mkdtempSync(join(parent, `${name}-`));
  try {
    const made = await makeEnvironment(scratch);
    if (!made.ok) return err(`The perceptual scores could not be installed: ${made.error}`);
    if (existsSync(join(folder, 'complete'))) return ok(python);
    rmSync(folder, { recursive: true, force: true });
    renameSync(scratch, folder);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return ok(python);
}

async function makeEnvironment(folder: string): Promise<Result<void>> {
  const made = await runCommand('python3', ['-m', 'venv', folder], { limitMs: commandLimitMs });
  if (!made.ok) return made;
  const python = join(folder, 'bin', 'python');
  const options = ['--quiet', '--disable-pip-version-check', '--only-binary', ':all:', '--no-deps', '--require-hashes'];
  const installed = await runCommand(python, ['-m', 'pip', 'install', ...options, '--requirement', requirements], {
    limitMs: installLimitMs,
  });
  if (!installed.ok) return installed;
  writeFileSync(join(folder, 'complete'), '');
  return ok(undefined);
}

function askPython(program: string): Promise<Result<string>> {
  return runCommand('python3', ['-c', program], { limitMs: commandLimitMs });
}
