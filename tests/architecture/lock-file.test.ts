// The lock file names every package for every machine, so that `npm ci` works on all of them and nothing floats.

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

interface LockedPackage {
  readonly version?: string;
  readonly integrity?: string;
  /** Comes inside its parent's archive, under its parent's checksum. */
  readonly inBundle?: boolean;
  readonly optional?: boolean;
  readonly engines?: { readonly node?: string };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
type Packages = Readonly<Record<string, LockedPackage>>;

/** Whether a range such as `^20.19.0 || >=22.12.0` lets in Node 18, the one that `npm ci` runs on in Debian 12. */
function takesNode18(range: string): boolean {
  return range.split('||').some((part) => {
    const [, comparison = '', major = ''] = /^\s*(>=|\^|~|>|)\s*v?(\d+|\*)/.exec(part) ?? [];
    return major === '*' || (comparison.startsWith('>') ? Number(major) <= 18 : Number(major) === 18);
  });
}

const root = resolve(import.meta.dirname, '..', '..');
const lock = JSON.parse(readFileSync(resolve(root, 'package-lock.json'), 'utf8')) as { readonly packages: Packages };
const manifest = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8')) as LockedPackage;

/** Node's own search: beside the package, then beside each package around it. */
function isLocked(packages: Packages, from: string, name: string): boolean {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('node_modules/') - 1))) {
    if (packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`]) return true;
    if (folder === '') return false;
  }
}

function missingFrom(packages: Packages): readonly string[] {
  return Object.entries(packages).flatMap(([path, { dependencies, optionalDependencies }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies })
      .filter((name) => !isLocked(packages, path, name))
      .map((name) => `${name}, needed by ${path}`),
  );
}

describe('the lock file', () => {
  it('has every dependency, those for other machines included', () => {
    // npm drops the latter when it installs one package into a full tree; `npm install --package-lock-only` in an
    // empty folder brings them back.
    expect(missingFrom(lock.packages)).toEqual([]);
  });

  it('would be refused with one package left out', () => {
    const { 'node_modules/@esbuild/linux-arm64': _, ...rest } = lock.packages;
    expect(missingFrom(rest)).toEqual(['@esbuild/linux-arm64, needed by node_modules/esbuild']);
  });

  it('pins a checksum for every package', () => {
    const floating = Object.entries(lock.packages).filter(
      ([path, locked]) => path !== '' && !locked.integrity && !locked.inBundle,
    );
    expect(floating.map(([path]) => path)).toEqual([]);
  });

  it('asks for no newer Node than Debian 12 has where a package is optional', () => {
    // npm leaves such a package out without a word, and the native part of a tool is missing; the tools themselves
    // run on the pinned Node. Mended by deleting `engines` from that entry of the lock file.
    const refused = Object.entries(lock.packages).filter(([, { optional, engines }]) => {
      const wanted = optional === true ? engines?.node : undefined;
      return wanted !== undefined && !takesNode18(wanted);
    });
    expect(refused.map(([path]) => path)).toEqual([]);
    expect(['>= 10', '^18 || >=20', '*'].map(takesNode18)).toEqual([true, true, true]);
    expect(['^20.19.0 || >=22.12.0', '>=20'].map(takesNode18)).toEqual([false, false]);
  });

  it('pins one Node for both kinds of machine, the one that package.json names', () => {
    const version = manifest.devDependencies?.node;
    expect(version).toMatch(/^24\./);
    for (const arch of ['x64', 'arm64'])
      expect(lock.packages[`node_modules/node-linux-${arch}`]?.version).toBe(version);
  });

  it('matches package.json, where every version is exact', () => {
    const { dependencies, devDependencies, optionalDependencies } = manifest;
    const wanted = { ...dependencies, ...devDependencies, ...optionalDependencies };
    for (const [name, version] of Object.entries(wanted)) {
      expect(`${name} ${lock.packages[`node_modules/${name}`]?.version}`).toBe(`${name} ${version}`);
    }
  });
});
