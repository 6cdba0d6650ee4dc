// The native crates for the phone's processor, compiled in a root of Debian's tools, from crates that cargo has fetched.

import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { hashOf } from '../../scripts/setup/stamp.mjs';
import { ToolRoot } from '../debian/root.ts';
import { cached, projectRoot } from '../workshop.ts';
import { crossCompiler, notForCrossCompiling } from './package-sets.ts';

const target = 'aarch64-unknown-linux-gnu';
const compiler = 'aarch64-linux-gnu-gcc';
const crates = ['ui', 'media', 'hal'];
const inputs = ['Cargo.toml', 'Cargo.lock', ...crates.map((crate) => `${crate}/native`)];

/** A folder with NAME.node for each crate. */
export async function buildNativeCrates(): Promise<string> {
  const root = await ToolRoot.open(crossCompiler, notForCrossCompiling);
  return cached('native', [hashOf(inputs), root.locked], async (folder) => {
    // Afresh each time: cargo goes by the time of files, and what it finds of another tree it takes for its own.
    const targetFolder = join(folder, 'target');
    mkdirSync(targetFolder);
    const settings = {
      CARGO_HOME: '/cargo',
      CARGO_TARGET_DIR: '/work',
      CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_LINKER: compiler,
      CC_aarch64_unknown_linux_gnu: compiler,
      CXX_aarch64_unknown_linux_gnu: 'aarch64-linux-gnu-g++',
      AR_aarch64_unknown_linux_gnu: 'aarch64-linux-gnu-ar',
      PKG_CONFIG_ALLOW_CROSS: '1',
      PKG_CONFIG_LIBDIR: '/usr/lib/aarch64-linux-gnu/pkgconfig:/usr/share/pkgconfig',
    };
    const variables = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
    const [first = '', ...words] = [
      ...variables,
      ...['cargo', 'build', '--release', '--locked', '--offline', '--workspace', '--target', target],
      ...['--manifest-path', '/project/Cargo.toml'],
    ];
    await root.run(first, words, {
      folders: {
        [projectRoot]: '/project',
        [targetFolder]: '/work',
        [process.env.CARGO_HOME ?? join(homedir(), '.cargo')]: '/cargo',
      },
    });
    for (const crate of crates) {
      const library = join(targetFolder, target, 'release', `liboffhook_${crate}.so`);
      copyFileSync(library, join(folder, `${crate}.node`));
    }
    rmSync(targetFolder, { recursive: true });
  });
}
