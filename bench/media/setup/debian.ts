// Debian packages that only the bench needs: installed where they are missing, their services kept off.

import { resolve } from 'node:path';
import { err, ok, type Result } from '../../../hal/result.ts';
import { findCommand } from '../../../scripts/setup/system-check.mjs';
import { runCommand } from './run-command.ts';

const installer = resolve(import.meta.dirname, '../../../scripts/setup/debian/install-for-tests.mjs');
const limitMs = 600_000;

export interface DebianNeed {
  readonly packages: readonly string[];
  present(): boolean | Promise<boolean>;
}

/** A need that is met where the command is found. */
export function commandFrom(command: string, ...packages: string[]): DebianNeed {
  return { packages, present: () => findCommand(command) !== undefined };
}

/** An error says why, and for a person who is not root the line that would install them. */
export async function ensureDebian(needs: readonly DebianNeed[], say: (line: string) => void): Promise<Result<void>> {
  const missing: string[] = [];
  for (const need of needs) if (!(await need.present())) missing.push(...need.packages);
  if (missing.length === 0) return ok(undefined);
  say(`installing Debian packages: ${missing.join(', ')}`);
  const installed = await runCommand(process.execPath, [installer, ...missing], { limitMs });
  if (!installed.ok) return installed;
  for (const need of needs)
    if (!(await need.present())) return err(`Debian installed ${need.packages.join(', ')}, and it is still not found.`);
  return ok(undefined);
}
