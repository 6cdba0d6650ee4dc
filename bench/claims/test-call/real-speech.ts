// A person's recorded voice: the loudspeaker test of Debian's alsa-utils (GPL-2), fetched by apt, never part of this.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseWav } from '../../../hal/sim/sound/wav.ts';

const installed = '/usr/share/sounds/alsa';
const cache = resolve(import.meta.dirname, '../../../.offhook/speech');
/** "Front center", "rear left" and so on; Noise is the one that nobody speaks. */
const spoken = /^(Front|Rear|Side)_\w+\.wav$/;

/** All of the words one after another, 48 kHz mono. */
export function readRealSpeech(): Int16Array {
  const folder = existsSync(installed) ? installed : unpack();
  const files = readdirSync(folder).filter((name) => spoken.test(name));
  const words = files.sort().map((name) => {
    const sound = parseWav(readFileSync(join(folder, name)));
    if (!sound.ok) throw new Error(`${name} is ${sound.error}.`);
    return sound.value;
  });
  const whole = new Int16Array(words.reduce((length, word) => length + word.length, 0));
  let at = 0;
  for (const word of words) {
    whole.set(word, at);
    at += word.length;
  }
  return whole;
}

function unpack(): string {
  const folder = join(cache, installed);
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  run('apt-get', ['download', 'alsa-utils']);
  const archive = readdirSync(cache).find((name) => name.endsWith('.deb'));
  if (!archive) throw new Error('apt-get brought no package alsa-utils.');
  run('dpkg-deb', ['--extract', archive, '.']);
  return folder;
}

function run(command: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(command, args, { cwd: cache, encoding: 'utf8', timeout: 60_000 });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${stderr}`);
}
