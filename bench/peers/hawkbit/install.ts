// Builds Eclipse hawkBit from Maven Central into .offhook, once for each state of its small project.

import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { err, ok, type Result } from '../../../hal/result.ts';
import { runCommand } from '../../media/setup/run-command.ts';

const source = join(import.meta.dirname, 'server');
const offhook = resolve(import.meta.dirname, '../../../.offhook');
const limitMs = 15 * 60_000;

/** Path of the program. The first time it fetches some 100 MB. */
export async function installHawkbit(): Promise<Result<string>> {
  const jar = join(offhook, `hawkbit-${digestOf(source).slice(0, 12)}.jar`);
  if (existsSync(jar)) return ok(jar);
  mkdirSync(offhook, { recursive: true });
  const scratch = mkdtempSync(join(offhook, 'hawkbit-'));
  try {
    cpSync(source, scratch, { recursive: true });
    const built = await runCommand('mvn', ['-q', '-B', 'package'], { folder: scratch, limitMs });
    if (!built.ok) return err(`hawkBit could not be built (it needs maven and a JDK of 11 or newer): ${built.error}`);
    renameSync(join(scratch, 'target', 'hawkbit.jar'), jar);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return ok(jar);
}

function digestOf(folder: string): string {
  const digest = createHash('sha256');
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    const file = join(folder, name);
    if (statSync(file).isFile()) digest.update(name).update(readFileSync(file));
  }
  return digest.digest('hex');
}
