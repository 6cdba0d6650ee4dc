// Installs the Debian packages that are missing, or says the one line that would, when it is not run by root.

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fromRoot } from '../root.mjs';
import { runCommand } from '../run-command.mjs';
import { debianRust, findRust } from '../rust.mjs';
import { SetupStop } from '../setup-stop.mjs';
import { findCommand } from '../system-check.mjs';
import { withoutServices } from './services-stay-off.mjs';

const aptEnv = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' };

/** Older packages that Debian's own newer Rust takes the place of; nothing else is ever removed. */
const replaceable = /^(rustc|cargo|libstd-rust-[\w.-]+|rust-\w+)$/;

/** Needed to compile the native crates. */
const buildTools = [
  { packages: ['gcc', 'libc6-dev'], present: () => findCommand('cc') && existsSync('/usr/include/stdio.h') },
  { packages: ['make'], present: () => findCommand('make') },
  { packages: ['cmake'], present: () => findCommand('cmake') },
  { packages: ['pkg-config'], present: () => findCommand('pkg-config') },
  { packages: ['libasound2-dev'], present: () => existsSync('/usr/include/alsa/asoundlib.h') },
  { packages: ['ca-certificates'], present: () => existsSync('/etc/ssl/certs/ca-certificates.crt') },
];

/** Needed by `npm test` only: a browser, and the peers of the interop tests. */
const testTools = [
  { packages: ['chromium'], present: () => findCommand('chromium') },
  { packages: ['kamailio'], present: () => findCommand('kamailio') },
  { packages: ['kamailio-tls-modules'], present: () => hasKamailioModule('tls.so') },
  { packages: ['sip-tester'], present: () => findCommand('sipp') },
  { packages: ['baresip-core'], present: () => findCommand('baresip') },
  { packages: ['nginx'], present: () => findCommand('nginx') },
  { packages: ['dbus-daemon'], present: () => findCommand('dbus-daemon') },
  { packages: ['systemd'], present: () => findCommand('busctl') },
];

function hasKamailioModule(file) {
  const libraries = '/usr/lib';
  return readdirSync(libraries).some((folder) => existsSync(join(libraries, folder, 'kamailio', 'modules', file)));
}

export function missingPackages({ needsBuild, forTests }) {
  const tools = [...(needsBuild ? buildTools : []), ...(forTests ? testTools : [])];
  const missing = tools.filter((tool) => !tool.present()).flatMap((tool) => tool.packages);
  if (needsBuild && findRust() === undefined) missing.push(...debianRust);
  return missing;
}

/** The exact line for a person who is not root. Packages with services go through our installer, which keeps them off. */
export function lineToRun(packages) {
  const plain = packages.every((name) => !testTools.some((tool) => tool.packages.includes(name)));
  if (plain) {
    return `sudo sh -c 'apt-get update && apt-get install -y --no-install-recommends ${packages.join(' ')}'`;
  }
  return `sudo ${process.execPath} ${fromRoot('scripts', 'setup', 'debian', 'install-for-tests.mjs')} ${packages.join(' ')}`;
}

export async function installPackages(packages, progress) {
  if (process.getuid?.() !== 0) {
    throw new SetupStop(
      `Debian packages are missing and only root may install them; run this line, then the same command again:\n  ${lineToRun(packages)}`,
    );
  }
  const command = {
    name: 'debian',
    doing: `installing the Debian packages ${packages.join(', ')}`,
    progress,
    env: aptEnv,
  };
  await runCommand('apt-get', ['update', '-q'], command);
  const install = ['install', '-q', '-y', '--no-install-recommends', ...packages];
  refuseRemovals(install, packages);
  await withoutServices(() => runCommand('apt-get', install, command));
}

function refuseRemovals(install, packages) {
  const plan = spawnSync('apt-get', ['-s', ...install], { encoding: 'utf8', env: aptEnv });
  const removals = [...plan.stdout.matchAll(/^Remv (\S+)/gm)].map(([, name]) => name);
  const precious = removals.filter((name) => !replaceable.test(name.replace(/:.*/, '')));
  if (precious.length > 0) {
    throw new SetupStop(
      `Debian would remove ${precious.join(', ')} to install ${packages.join(', ')}; nothing was changed, please decide that yourself.`,
    );
  }
}
