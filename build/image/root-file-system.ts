// The tree of a slot: Debian's packages, the kernel, Node, our bundle and crates, our units, and nothing to log in with.

import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { launch } from '../../firmware/launch.ts';
import { copySerialBinding } from '../../scripts/build/bundle.mjs';
import { lockPackages } from '../debian/apt.ts';
import { mergeUsr, type ToolRoot, unpack } from '../debian/root.ts';
import { BuildStop, cached, projectRoot, run } from '../workshop.ts';
import type { ImageBoard } from './image-board.ts';
import { userland } from './package-sets.ts';
import { busyboxPrograms, enabledUnits, maskedUnits, neverOnAnImage, raucConfig } from './system.ts';

export interface SlotParts {
  readonly board: ImageBoard;
  readonly version: string;
  /** The commit, as the image names itself in support. */
  readonly build: string;
  readonly epoch: number;
  readonly tools: ToolRoot;
  readonly kernel: string;
  readonly node: string;
  readonly native: string;
  /** Certificate under which updates must be signed; without one the phone takes none. */
  readonly keyring: string | undefined;
  /** Bill of materials and licence notices, by the name of their file. */
  readonly papers: Readonly<Record<string, string>>;
}

/** Fills `tree`, which is empty. */
export async function fillTree(tree: string, parts: SlotParts): Promise<void> {
  const debian = await unpackUserland();
  // Hard links stay cheap and whole: nothing below changes a file in place.
  await run('cp', ['-a', '-l', `${debian}/.`, tree]);
  addKernel(tree, parts);
  addPhone(tree, parts);
  await addSystem(tree, parts);
  addNames(tree, parts);
  await parts.tools.run('systemd-sysusers', ['--root=/work'], { folders: { [tree]: '/work' } });
  for (const leftover of ['etc/passwd-', 'etc/group-', 'etc/shadow-', 'etc/gshadow-', 'etc/.pwd.lock'])
    rmSync(join(tree, leftover), { force: true });
  for (const [file, text] of Object.entries(parts.papers)) writeNew(join(tree, 'usr', 'share', 'offhook', file), text);
}

async function unpackUserland(): Promise<string> {
  const locked = await lockPackages(userland);
  return cached('userland', [locked, neverOnAnImage], async (folder) => {
    mergeUsr(folder);
    for (const one of locked) await unpack(one, folder, { excluded: neverOnAnImage });
    const docs = join(folder, 'usr', 'share', 'doc');
    for (const name of readdirSync(docs)) {
      // Licences stay; some packages point to another one's.
      const place = join(docs, name);
      if (!statSync(place, { throwIfNoEntry: false })?.isDirectory()) continue;
      for (const file of readdirSync(place))
        if (file !== 'copyright') rmSync(join(place, file), { recursive: true, force: true });
    }
  });
}

function addKernel(tree: string, { kernel }: SlotParts): void {
  mkdirSync(join(tree, 'boot', 'firmware'), { recursive: true });
  for (const file of ['Image', 'initrd.img']) cpSync(join(kernel, file), join(tree, 'boot', file));
  cpSync(join(kernel, 'modules'), join(tree, 'usr', 'lib', 'modules'), { recursive: true });
}

/** The bundle's layout below /usr/lib/offhook, with the crates where the bundle looks for them. */
function addPhone(tree: string, { board, node, native }: SlotParts): void {
  const phone = join(tree, 'usr', 'lib', 'offhook');
  for (const part of ['firmware', 'media', 'hal', 'chunks', 'assets']) {
    const source = join(projectRoot, 'dist', part);
    cpSync(source, join(phone, part), { recursive: true, filter: (file) => !file.endsWith('.map') });
  }
  cpSync(native, join(phone, 'native'), { recursive: true });
  copySerialBinding(phone, 'arm64');
  const description = join(projectRoot, 'hal', 'boards', board.board);
  checkWatchdog(description);
  cpSync(description, join(phone, 'boards', 'board.json'));
  cpSync(join(node, 'node'), join(tree, 'usr', 'bin', 'node'));
}

/** The phone's unit waits for the word that only this driver gives. */
function checkWatchdog(description: string): void {
  const { watchdog } = JSON.parse(readFileSync(description, 'utf8')) as {
    readonly watchdog: { readonly driver: string };
  };
  if (watchdog.driver !== 'systemd') throw new BuildStop(`${description}: on an image the watchdog is "systemd".`);
}

async function addSystem(tree: string, { board, tools, kernel, keyring }: SlotParts): Promise<void> {
  const files = join(import.meta.dirname, 'files');
  cpSync(files, tree, { recursive: true, force: true });
  const unit = join(tree, 'usr', 'lib', 'systemd', 'system', 'offhook.service');
  const variables = Object.entries(launch.environment).map(([name, value]) => `Environment=${name}=${value}`);
  const text = readFileSync(unit, 'utf8')
    .replace('@NODE_FLAGS@', launch.nodeFlags.join(' '))
    .replace('@ENVIRONMENT@', variables.join('\n'));
  writeNew(unit, text);
  const system = join(tree, 'etc', 'systemd', 'system');
  for (const [target, units] of Object.entries(enabledUnits)) {
    for (const name of units) link(join(system, `${target}.wants`, name), `/usr/lib/systemd/system/${name}`);
  }
  for (const name of maskedUnits) link(join(system, name), '/dev/null');
  link(join(system, 'default.target'), '/usr/lib/systemd/system/multi-user.target');
  writeNew(join(tree, 'etc', 'modules-load.d', 'offhook.conf'), `${board.loadedModules.join('\n')}\n`);
  for (const program of busyboxPrograms) {
    const path = join(tree, 'usr', 'bin', program);
    if (!existsSync(path) && !existsSync(join(tree, 'usr', 'sbin', program))) symlinkSync('busybox', path);
  }
  writeNew(join(tree, 'etc', 'rauc', 'system.conf'), raucConfig(board.id));
  if (keyring !== undefined) writeNew(join(tree, 'etc', 'rauc', 'keyring.pem'), readFileSync(keyring, 'utf8'));
  const version = readdirSync(join(kernel, 'modules'))[0] ?? '';
  await tools.run('depmod', ['-b', '/work', version], { folders: { [tree]: '/work' } });
}

/** What maintainer scripts would have made, and who this system says it is. */
function addNames(tree: string, { board, version, build }: SlotParts): void {
  const etc = (name: string, text: string): void => writeNew(join(tree, 'etc', name), text);
  etc(
    'os-release',
    [
      'NAME="Offhook"',
      'ID=offhook',
      'ID_LIKE=debian',
      `PRETTY_NAME="Offhook ${version}"`,
      `VERSION_ID="${version}"`,
      `BUILD_ID="${build}"`,
      `VARIANT_ID=${board.id}`,
      '',
    ].join('\n'),
  );
  etc('hostname', 'offhook\n');
  etc('hosts', '127.0.0.1 localhost\n::1 localhost\n127.0.1.1 offhook\n');
  etc(
    'nsswitch.conf',
    'passwd: files\ngroup: files\nshadow: files\nhosts: files dns\nservices: files\nprotocols: files\n',
  );
  etc('machine-id', '');
  link(join(tree, 'etc', 'resolv.conf'), '../run/systemd/resolve/resolv.conf');
  link(join(tree, 'etc', 'mtab'), '../proc/self/mounts');
  const certificates = join(tree, 'usr', 'share', 'ca-certificates', 'mozilla');
  const bundle = readdirSync(certificates).sort();
  etc(
    join('ssl', 'certs', 'ca-certificates.crt'),
    bundle.map((file) => readFileSync(join(certificates, file), 'utf8').trimEnd()).join('\n'),
  );
  for (const place of ['data', 'dev', 'proc', 'sys', 'run', 'tmp', 'var', 'root', 'mnt'])
    mkdirSync(join(tree, place), { recursive: true });
}

/** Never through a hard link into the cache. */
function writeNew(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  rmSync(path, { force: true });
  writeFileSync(path, text);
}

function link(path: string, target: string): void {
  mkdirSync(dirname(path), { recursive: true });
  rmSync(path, { force: true });
  symlinkSync(target, path);
}
