// Builds the Rust crates and puts each addon at dist/native/NAME.node; run by itself or as a step of the set-up.

import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Addon name and the library that cargo makes of its crate. */
const addons = [
  { name: 'ui', library: 'liboffhook_ui.so' },
  { name: 'media', library: 'liboffhook_media.so' },
  { name: 'hal', library: 'liboffhook_hal.so' },
];

export function buildNative({ cargo = process.env.CARGO ?? 'cargo' } = {}) {
  // The build script of the ui crate compiles LVGL from a crate that is only fetched, never built as Rust.
  runCargo(cargo, ['fetch', '--locked']);
  runCargo(cargo, ['build', '--release', '--locked', '--workspace']);
  const folder = join(root, 'dist', 'native');
  mkdirSync(folder, { recursive: true });
  for (const addon of addons) {
    const library = join(process.env.CARGO_TARGET_DIR ?? join(root, 'target'), 'release', addon.library);
    if (!existsSync(library)) throw new Error(`cargo built no ${addon.library}.`);
    // Rename over the old one: a running phone keeps the library it has mapped.
    const target = join(folder, `${addon.name}.node`);
    copyFileSync(library, `${target}.new`);
    renameSync(`${target}.new`, target);
  }
}

function runCargo(cargo, args) {
  const run = spawnSync(cargo, args, { cwd: root, stdio: 'inherit' });
  if (run.error) throw run.error;
  if (run.status !== 0) throw new Error(`cargo ${args[0]} failed: see its messages above.`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) buildNative();
