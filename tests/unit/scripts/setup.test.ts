// The set-up's judgements: which machine it serves, which failure it explains how, which step is due.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { lineToRun } from '../../../scripts/setup/debian/packages.mjs';
import { Progress } from '../../../scripts/setup/progress.mjs';
import { fromRoot } from '../../../scripts/setup/root.mjs';
import { neededRust } from '../../../scripts/setup/rust.mjs';
import { explain } from '../../../scripts/setup/setup-stop.mjs';
import { hashOf } from '../../../scripts/setup/stamp.mjs';
import { checkFreeSpace, checkSystem, findCommand } from '../../../scripts/setup/system-check.mjs';

const debian = { ID: 'debian', PRETTY_NAME: 'Debian GNU/Linux 12 (bookworm)' };
const machine = { platform: 'linux', arch: 'x64', nodeVersion: '18.20.4', osRelease: debian };

describe('the machine', () => {
  it.each([
    ['Debian on amd64', {}],
    ['Debian on arm64', { arch: 'arm64' }],
    ['Raspberry Pi OS', { arch: 'arm64', osRelease: { ID: 'raspbian', ID_LIKE: 'debian' } }],
    ['Ubuntu', { osRelease: { ID: 'ubuntu', ID_LIKE: 'debian' } }],
  ])('may be %s', (_, change) => {
    expect(() => checkSystem({ ...machine, ...change })).not.toThrow();
  });

  it.each([
    ['macOS', { platform: 'darwin', osRelease: {} }, 'Debian 12 or 13 and systems made from it; this is darwin.'],
    ['Fedora', { osRelease: { ID: 'fedora', PRETTY_NAME: 'Fedora Linux 43' } }, 'this is Fedora Linux 43.'],
    ['a 32-bit ARM', { arch: 'arm' }, '64-bit Intel, AMD and ARM machines; this is arm.'],
    ['an old Node', { nodeVersion: '16.20.2' }, 'Node 16.20.2 is too old: install Node 18 or later'],
  ])('is refused by one sentence when it is %s', (_, change, sentence) => {
    expect(() => checkSystem({ ...machine, ...change })).toThrow(sentence);
  });

  it('needs room on its disk', () => {
    expect(() => checkFreeSpace(10e9)).not.toThrow();
    expect(() => checkFreeSpace(0.4e9)).toThrow('0.4 GB are free');
  });

  it('has a shell, and has not what is not there', () => {
    expect(findCommand('sh')).toMatch(/\/sh$/);
    expect(findCommand('a-command-that-nobody-has')).toBeUndefined();
  });
});

describe('a failure', () => {
  it.each([
    ['npm error ENOTFOUND request to the registry failed', 'The network cannot be reached'],
    ['E: Failed to fetch http://mirror.example/x  Temporary failure resolving', 'The network cannot be reached'],
    ['error: failed to download from `https://crates.io`', 'The network cannot be reached'],
    ['error: could not write: No space left on device (os error 28)', 'The disk is full'],
    ['npm error code ENOSPC', 'The disk is full'],
    ['E: Could not get lock /var/lib/dpkg/lock-frontend', 'Another program is installing packages'],
  ])('%s: is explained', (printed, sentence) => {
    expect(explain(printed, 'testing')).toContain(sentence);
  });

  it('is left to its own words when it is none of the usual ones', () => {
    expect(explain('error[E0308]: mismatched types', 'testing')).toBeUndefined();
  });
});

describe('a person without root', () => {
  it('is told the one apt line for what a build needs', () => {
    expect(lineToRun(['cmake', 'rustc-web'])).toBe(
      "sudo sh -c 'apt-get update && apt-get install -y --no-install-recommends cmake rustc-web'",
    );
  });

  it('is told a line that keeps services off for what only tests need', () => {
    expect(lineToRun(['kamailio'])).toMatch(/^sudo \/\S+ \S+install-for-tests\.mjs kamailio$/);
  });
});

describe('a stamp', () => {
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });

  it('changes with a name, a content or a file that goes, and with nothing else', () => {
    const folder = mkdtempSync(join(tmpdir(), 'offhook-stamp-'));
    folders.push(folder);
    const path = relative(fromRoot(), folder);
    writeFileSync(join(folder, 'a'), 'one');
    const first = hashOf([path]);
    mkdirSync(join(folder, 'node_modules'));
    writeFileSync(join(folder, 'node_modules', 'x'), 'ignored');
    expect(hashOf([path])).toBe(first);
    writeFileSync(join(folder, 'a'), 'two');
    const second = hashOf([path]);
    writeFileSync(join(folder, 'b'), '');
    const third = hashOf([path]);
    rmSync(join(folder, 'a'));
    expect(new Set([first, second, third, hashOf([path])]).size).toBe(4);
    expect(hashOf([path], ['another version'])).not.toBe(hashOf([path]));
  });
});

describe('progress without a terminal', () => {
  it('is plain lines, a step at its begin and its end', () => {
    const written: string[] = [];
    const out = { isTTY: false, write: (text: string) => written.push(text) };
    const progress = new Progress(out, {});
    progress.begin('npm', 'installing');
    progress.detail('npm', 'fetching');
    progress.finish('npm', 'installed');
    expect(written.join('')).toMatch(/^… installing\n✓ installed \(\d+\.\d s\)\n$/);
  });
});

it('takes the needed Rust from the workspace', () => {
  expect(neededRust()).toMatchObject({ major: 1, minor: expect.any(Number) });
});
