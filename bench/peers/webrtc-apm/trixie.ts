// WebRTC's audio processing as Debian trixie packs it, with all it stands on: fetched by apt, unpacked, never installed.

import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { err, ok, type Result } from '../../../hal/result.ts';
import { runCommand } from '../../media/setup/run-command.ts';

const cache = resolve(import.meta.dirname, '../../../.offhook');
const name = 'webrtc-apm-1.3';
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
const limitMs = 300_000;
/** With trixie's own C and C++ libraries: this machine's may be older than the library asks for. */
const packages = [
  'libwebrtc-audio-processing-1-3',
  'libwebrtc-audio-processing-dev',
  'libabsl20240722',
  'libabsl-dev',
  'libc6',
  'libgcc-s1',
  'libstdc++6',
];

/** The folder that trixie's packages are unpacked in, made on first use (6 MB fetched, 30 MB kept). */
export async function openTrixie(say: (line: string) => void): Promise<Result<string>> {
  const folder = join(cache, name);
  if (existsSync(folder)) return ok(folder);
  if (process.arch !== 'x64') return err('The reference is only fetched for amd64 machines.');
  say('fetching WebRTC audio processing 1.3 of Debian trixie into .offhook');
  mkdirSync(cache, { recursive: true });
  const scratch = mkdtempSync(join(cache, `${name}-`));
  try {
    const unpacked = await unpack(scratch);
    if (!unpacked.ok) return err(`WebRTC's audio processing could not be fetched: ${unpacked.error}`);
    // Another run may have been faster.
    if (!existsSync(folder)) renameSync(join(scratch, 'root'), folder);
    return ok(folder);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Apt with a state of its own: the machine's sources, lists and packages are neither read nor changed. */
async function unpack(scratch: string): Promise<Result<void>> {
  for (const folder of ['state/lists/partial', 'cache/archives/partial', 'packages', 'root'])
    mkdirSync(join(scratch, folder), { recursive: true });
  writeFileSync(join(scratch, 'sources.list'), `deb [signed-by=${keyring}] http://deb.debian.org/debian trixie main\n`);
  writeFileSync(join(scratch, 'status'), '');
  const settings = [
    `Dir::Etc::SourceList=${scratch}/sources.list`,
    'Dir::Etc::SourceParts=/nonexistent',
    `Dir::State=${scratch}/state`,
    `Dir::State::status=${scratch}/status`,
    `Dir::Cache=${scratch}/cache`,
    'APT::Architecture=amd64',
    'APT::Sandbox::User=root',
  ].flatMap((setting) => ['-o', setting]);
  const folder = join(scratch, 'packages');
  for (const words of [['update'], ['download', ...packages]]) {
    const done = await runCommand('apt-get', ['--quiet', ...settings, ...words], { limitMs, folder });
    if (!done.ok) return done;
  }
  for (const archive of readdirSync(folder)) {
    const done = await runCommand('dpkg-deb', ['--extract', archive, '../root'], { limitMs, folder });
    if (!done.ok) return done;
  }
  return ok(undefined);
}
