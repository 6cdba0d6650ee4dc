// The steps of the set-up: what each is made from, how to see that it is done, and how to do it.

import { existsSync, linkSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { installPackages, missingPackages } from './debian/packages.mjs';
import { fromRoot, pinnedNode } from './root.mjs';
import { runCommand } from './run-command.mjs';
import { findRust } from './rust.mjs';
import { SetupStop } from './setup-stop.mjs';

/** Folders that go into the bundle. */
const sources = ['hal', 'media', 'firmware', 'ui'];

function runPinned(script, command) {
  return runCommand(pinnedNode(), [fromRoot(...script)], command);
}

/**
 * The npm package `node` fetches its program in an install script, outside the lock file. Install scripts are
 * off here; the program comes from `node-linux-*` in the lock file and is put where `node` would have put it.
 */
function linkPinnedNode() {
  const program = fromRoot('node_modules', `node-linux-${process.arch}`, 'bin', 'node');
  if (!existsSync(program))
    throw new SetupStop(`npm brought no Node for ${process.arch}: remove node_modules and try again.`);
  mkdirSync(dirname(pinnedNode()), { recursive: true });
  rmSync(pinnedNode(), { force: true });
  linkSync(program, pinnedNode());
}

const npmPackages = {
  name: 'npm',
  doing: 'installing the npm packages of the lock file',
  done: 'npm packages installed',
  after: [],
  inputs: ['package.json', 'package-lock.json', '.npmrc'],
  outputs: ['node_modules/node/bin/node', 'node_modules/.package-lock.json'],
  async run(command) {
    await runCommand('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=http'], command);
    linkPinnedNode();
  },
};

/** Any Node that can run the build script will do, so that crates and npm packages are fetched side by side. */
const nativeCrates = {
  name: 'native',
  doing: 'building the native crates (LVGL, Opus, sound)',
  done: 'native crates built',
  after: [],
  inputs: ['Cargo.toml', 'Cargo.lock', 'ui/native', 'media/native', 'hal/native', 'scripts/build/native.mjs'],
  outputs: ['dist/native/ui.node', 'dist/native/media.node', 'dist/native/hal.node'],
  async run(command) {
    const rust = findRust();
    if (!rust) throw new SetupStop('Debian brought no Rust that is new enough; see the rust-version in Cargo.toml.');
    // Both tools of one chain, and before the person's own PATH: cargo starts rustc by its name.
    const env = {
      ...process.env,
      PATH: `${dirname(rust.cargo)}:${process.env.PATH}`,
      CARGO: rust.cargo,
      RUSTC: rust.rustc,
    };
    await runCommand(process.execPath, [fromRoot('scripts', 'build', 'native.mjs')], { ...command, env });
  },
};

const fonts = {
  name: 'fonts',
  doing: 'making the fonts of the screen',
  done: 'fonts made',
  after: ['npm'],
  inputs: ['scripts/build/fonts.mjs', 'ui/lvgl/icons.json', 'package-lock.json'],
  outputs: ['dist/assets'],
  run: (command) => runPinned(['scripts', 'build', 'fonts.mjs'], command),
};

const bundle = {
  name: 'bundle',
  doing: 'bundling the phone',
  done: 'phone bundled',
  after: ['npm'],
  inputs: [...sources, 'scripts/build/bundle.mjs', 'package-lock.json', 'tsconfig.json'],
  outputs: ['dist/firmware/main.mjs', 'dist/media/worker.mjs'],
  run: (command) => runPinned(['scripts', 'build', 'bundle.mjs'], command),
};

export const builtSteps = [npmPackages, nativeCrates, fonts, bundle];

/** Debian's packages are looked at each time (others may remove them), but tools to build only when a build is due. */
export async function ensureDebianPackages({ needsBuild, forTests, progress }) {
  const missing = missingPackages({ needsBuild, forTests });
  if (missing.length === 0) return;
  progress.begin('debian', `installing Debian packages: ${missing.join(', ')}`);
  await installPackages(missing, progress);
  progress.finish('debian', 'Debian packages installed');
  const still = missingPackages({ needsBuild, forTests });
  if (still.length > 0)
    throw new SetupStop(`Debian installed ${still.join(', ')}, and what they bring is still not found.`);
}

/** The Node version that the lock file pins, part of every stamp: another one may need another build. */
export function pinnedVersion() {
  return JSON.parse(readFileSync(fromRoot('package.json'), 'utf8')).devDependencies.node;
}
