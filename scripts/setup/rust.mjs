// Finds a Rust that is new enough: the person's own first, then Debian's rustc-web and cargo-web.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fromRoot } from './root.mjs';
import { findCommand } from './system-check.mjs';

export const debianRust = ['rustc-web', 'cargo-web'];

/** The `rust-version` of the workspace, the one place where it stands. */
export function neededRust() {
  const [, major, minor] = /rust-version = "(\d+)\.(\d+)/.exec(readFileSync(fromRoot('Cargo.toml'), 'utf8'));
  return { major: Number(major), minor: Number(minor) };
}

/** A cargo and rustc of one tool chain that are new enough, or undefined. */
export function findRust(needed = neededRust()) {
  const folders = new Set([findCommand('cargo'), '/usr/bin/cargo'].filter(Boolean).map((cargo) => dirname(cargo)));
  for (const folder of folders) {
    const cargo = findCommand('cargo', folder);
    const rustc = findCommand('rustc', folder);
    if (cargo && rustc && isNewEnough(cargo, needed) && isNewEnough(rustc, needed)) return { cargo, rustc };
  }
  return undefined;
}

function isNewEnough(tool, needed) {
  const answer = spawnSync(tool, ['--version'], { encoding: 'utf8', timeout: 20_000, cwd: fromRoot() });
  const version = /(\d+)\.(\d+)\.\d+/.exec(answer.stdout ?? '');
  if (!version) return false;
  const [major, minor] = [Number(version[1]), Number(version[2])];
  return major > needed.major || (major === needed.major && minor >= needed.minor);
}
