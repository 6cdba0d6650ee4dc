// Brings WebRTC's engine for Node into .offhook, pinned by a lock file of its own: it has no place in the phone's.

import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { err, ok, type Result } from '../../../hal/result.ts';
import { runCommand } from '../../media/setup/run-command.ts';

const source = join(import.meta.dirname, 'package');
const root = resolve(import.meta.dirname, '../../..');
const limitMs = 300_000;

export function neteqFolder(): string {
  const version = createHash('sha256')
    .update(readFileSync(join(source, 'package-lock.json')))
    .digest('hex');
  return join(root, '.offhook', `neteq-${version.slice(0, 12)}`);
}

export async function installNeteq(say: (line: string) => void): Promise<Result<void>> {
  const folder = neteqFolder();
  if (existsSync(folder)) return ok(undefined);
  say('installing WebRTC for Node (@roamhq/wrtc) into .offhook');
  mkdirSync(join(root, '.offhook'), { recursive: true });
  const scratch = mkdtempSync(`${folder}-`);
  try {
    for (const name of ['package.json', 'package-lock.json']) copyFileSync(join(source, name), join(scratch, name));
    copyFileSync(join(root, '.npmrc'), join(scratch, '.npmrc'));
    const installed = await runCommand('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
      folder: scratch,
      limitMs,
    });
    if (!installed.ok) return err(`WebRTC could not be installed: ${installed.error}`);
    if (!existsSync(folder)) renameSync(scratch, folder);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return ok(undefined);
}
