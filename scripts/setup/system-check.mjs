// Refuses a machine that the set-up cannot serve, before anything is changed on it.

import { accessSync, constants, existsSync, readFileSync, statfsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fromRoot } from './root.mjs';
import { SetupStop } from './setup-stop.mjs';

/** What a first build needs, measured: packages, crates, build folder. */
const firstBuildBytes = 3.5e9;

/** @param {{ platform?: string, arch?: string, nodeVersion?: string, osRelease?: Record<string, string> }} machine */
export function checkSystem({
  platform = process.platform,
  arch = process.arch,
  nodeVersion = process.versions.node,
  osRelease,
} = {}) {
  const major = Number.parseInt(nodeVersion, 10);
  if (major < 18) {
    throw new SetupStop(`Node ${nodeVersion} is too old: install Node 18 or later (Debian's package nodejs will do).`);
  }
  const release = osRelease ?? readOsRelease();
  const family = [release.ID, ...(release.ID_LIKE ?? '').split(' ')];
  if (platform !== 'linux' || !family.includes('debian')) {
    const name = release.PRETTY_NAME ?? release.ID ?? platform;
    throw new SetupStop(`Offhook sets itself up on Debian 12 or 13 and systems made from it; this is ${name}.`);
  }
  if (arch !== 'x64' && arch !== 'arm64') {
    throw new SetupStop(`Offhook runs on 64-bit Intel, AMD and ARM machines; this is ${arch}.`);
  }
}

export function checkFreeSpace(freeBytes = freeSpace()) {
  if (freeBytes < firstBuildBytes) {
    const free = (freeBytes / 1e9).toFixed(1);
    throw new SetupStop(
      `The disk is too full: the first build needs ${firstBuildBytes / 1e9} GB and ${free} GB are free.`,
    );
  }
}

function freeSpace() {
  const disk = statfsSync(fromRoot());
  return disk.bavail * disk.bsize;
}

function readOsRelease() {
  if (!existsSync('/etc/os-release')) return {};
  const lines = readFileSync('/etc/os-release', 'utf8').split('\n');
  const pairs = lines.map((line) => /^([A-Z_]+)="?([^"]*)"?$/.exec(line)).filter(Boolean);
  return Object.fromEntries(pairs.map(([, key, value]) => [key, value]));
}

/** The full path of a command, looked for as the shell would, /usr/sbin included. */
export function findCommand(name, path = `${process.env.PATH ?? ''}${delimiter}/usr/bin${delimiter}/usr/sbin`) {
  for (const folder of path.split(delimiter)) {
    if (folder === '') continue;
    const candidate = join(folder, name);
    try {
      accessSync(candidate, constants.X_OK);
      return candidate;
    } catch (error) {
      if (!['ENOENT', 'EACCES', 'ENOTDIR'].includes(error.code)) throw error;
    }
  }
  return undefined;
}
