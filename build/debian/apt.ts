// Debian's packages by the ordinary client with folders of its own: resolved, checked and fetched, never installed.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BuildStop, keyOf, run, workshop } from '../workshop.ts';

export interface PackageSet {
  /** Also the name of its folder in the cache. */
  readonly name: string;
  /** The first one is that of names without an architecture. */
  readonly architectures: readonly ('amd64' | 'arm64')[];
  readonly packages: readonly string[];
}

/** One package file as the lock names it. */
export interface LockedPackage {
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
  readonly file: string;
  readonly sha256: string;
}

const release = 'trixie';
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
const archives = join(workshop, 'archives');

/**
 * The exact packages of a set. They are chosen afresh only when the set's list changes or the lock is removed, so that
 * a second build is made of the same ones.
 */
export async function lockPackages(set: PackageSet): Promise<readonly LockedPackage[]> {
  const lockFile = join(workshop, 'locks', `${set.name}-${keyOf([release, set])}.json`);
  if (existsSync(lockFile)) {
    const locked = JSON.parse(readFileSync(lockFile, 'utf8')) as LockedPackage[];
    if (locked.every(({ file, sha256 }) => isWhole(file, sha256))) return locked;
  }
  const locked = await fetchPackages(set);
  mkdirSync(join(workshop, 'locks'), { recursive: true });
  writeFileSync(lockFile, `${JSON.stringify(locked, null, 1)}\n`);
  return locked;
}

export function archiveOf({ file }: LockedPackage): string {
  return join(archives, file);
}

function isWhole(file: string, sha256: string): boolean {
  const path = join(archives, file);
  return existsSync(path) && digest(path) === sha256;
}

function digest(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

async function fetchPackages(set: PackageSet): Promise<readonly LockedPackage[]> {
  process.stdout.write(`… fetching the packages of "${set.name}"\n`);
  const config = await privateApt(set);
  const env = { APT_CONFIG: config };
  await run('apt-get', ['update', '-q'], { env });
  const install = ['install', '-q', '-y', '--no-install-recommends', ...set.packages];
  // What lies in the archives already would not be listed, so it is asked as if there were none.
  const empty = ['-o', `Dir::Cache::Archives=${join(workshop, 'apt', set.name, 'none')}`];
  const uris = await run('apt-get', ['--print-uris', '-qq', ...empty, ...install], { env });
  await run('apt-get', ['--download-only', ...install], { env });
  const locked: LockedPackage[] = [];
  for (const line of uris.split('\n').filter(Boolean)) {
    const file = line.split(' ')[1] ?? '';
    const fields = await run('dpkg-deb', ['--field', join(archives, file), 'Package', 'Version', 'Architecture']);
    const field = (name: string) => new RegExp(`^${name}: (.+)$`, 'm').exec(fields)?.[1] ?? '';
    locked.push({
      name: field('Package'),
      version: field('Version'),
      architecture: field('Architecture'),
      file,
      sha256: digest(join(archives, file)),
    });
  }
  return locked.sort((one, other) => (one.file < other.file ? -1 : 1));
}

/** A configuration under which apt sees no installed package, and nothing of the machine's but its mirrors and keys. */
async function privateApt(set: PackageSet): Promise<string> {
  const state = join(workshop, 'apt', set.name);
  for (const folder of ['none/partial', 'lists/partial', 'etc/apt.conf.d', 'etc/preferences.d', 'etc/sources.list.d'])
    mkdirSync(join(state, folder), { recursive: true });
  mkdirSync(join(archives, 'partial'), { recursive: true });
  writeFileSync(join(state, 'status'), '');
  if (!existsSync(keyring)) {
    throw new BuildStop(`Debian's keys are missing (${keyring}): install the package debian-archive-keyring.`);
  }
  const [main, security] = await mirrors();
  const sources = [
    [main, release],
    [main, `${release}-updates`],
    [security, `${release}-security`],
  ];
  writeFileSync(
    join(state, 'sources.list'),
    sources.map(([site, suite]) => `deb [signed-by=${keyring}] ${site} ${suite} main\n`).join(''),
  );
  const settings = {
    'Dir::State': state,
    'Dir::State::status': join(state, 'status'),
    'Dir::State::Lists': join(state, 'lists'),
    'Dir::Cache': state,
    'Dir::Cache::Archives': archives,
    'Dir::Etc': join(state, 'etc'),
    'Dir::Etc::SourceList': join(state, 'sources.list'),
    'APT::Architecture': set.architectures[0] ?? 'amd64',
    'APT::Install-Recommends': 'false',
    'APT::Sandbox::User': 'root',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '3',
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} "${value}";`);
  const file = join(state, 'apt.conf');
  const architectures = set.architectures.map((name) => `"${name}";`).join(' ');
  writeFileSync(file, `${lines.join('\n')}\nAPT::Architectures { ${architectures} };\n`);
  return file;
}

/** Where this machine gets Debian from, and its security updates. */
async function mirrors(): Promise<readonly [string, string]> {
  const format = '$(LABEL)|$(SITE)';
  const targets = (await run('apt-get', ['indextargets', '--format', format, 'Created-By: Packages'])).split('\n');
  const site = (label: string) => targets.find((line) => line.startsWith(`${label}|`))?.split('|')[1];
  const main = site('Debian');
  if (main === undefined) {
    throw new BuildStop('This machine knows no mirror of Debian: run "apt-get update" as root, then try again.');
  }
  return [main, site('Debian-Security') ?? `${main.replace(/\/debian\/?$/, '')}/debian-security`];
}
