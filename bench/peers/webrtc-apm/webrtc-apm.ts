// WebRTC's own audio processing beside ours: over the same samples, in the same frames, with the same stages on.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok, type Result } from '../../../hal/result.ts';
import { withScratchFolder } from '../../claims/scratch-folder.ts';
import { runCommand } from '../../media/setup/run-command.ts';
import { openTrixie } from './trixie.ts';

export interface ProcessedSound {
  readonly out: Int16Array;
  /** CPU for each 10 ms frame. */
  readonly frameMicroseconds: number;
}

export interface WebrtcApm {
  /** Echo canceller and high pass are on. `far` and `near` are 48 kHz mono, equally long. */
  process(
    far: Int16Array,
    near: Int16Array,
    stages: { readonly noise: boolean; readonly gain: boolean },
  ): Promise<Result<ProcessedSound>>;
}

const source = join(import.meta.dirname, 'driver.cc');
const limitMs = 120_000;

export async function openWebrtcApm(say: (line: string) => void): Promise<Result<WebrtcApm>> {
  const trixie = await openTrixie(say);
  if (!trixie.ok) return trixie;
  const driver = await build(trixie.value);
  if (!driver.ok) return driver;
  return ok({ process: (far, near, stages) => run(trixie.value, driver.value, far, near, stages) });
}

const libraries = (root: string) => join(root, 'usr/lib/x86_64-linux-gnu');

async function build(root: string): Promise<Result<string>> {
  const version = createHash('sha256').update(readFileSync(source)).digest('hex').slice(0, 16);
  const folder = join(root, 'driver');
  const program = join(folder, version);
  if (existsSync(program)) return ok(program);
  mkdirSync(folder, { recursive: true });
  const include = join(root, 'usr/include');
  const unfinished = `${program}.${process.pid}`;
  // The library's own needs are met at run time, by trixie's loader.
  const built = await runCommand(
    'g++',
    [
      ...['-O2', '-std=c++17', '-DWEBRTC_LIBRARY_IMPL', '-DWEBRTC_POSIX'],
      ...[`-I${include}/webrtc-audio-processing-1`, `-I${include}`, source, '-o', unfinished],
      ...[`-L${libraries(root)}`, '-lwebrtc-audio-processing-1', '-Wl,--allow-shlib-undefined'],
    ],
    { limitMs },
  );
  if (!built.ok) return err(`The driver of WebRTC's audio processing was not built: ${built.error}`);
  renameSync(unfinished, program);
  return ok(program);
}

function run(
  root: string,
  driver: string,
  far: Int16Array,
  near: Int16Array,
  stages: { readonly noise: boolean; readonly gain: boolean },
): Promise<Result<ProcessedSound>> {
  return withScratchFolder(async (folder) => {
    const files = ['far', 'near', 'out'].map((name) => join(folder, `${name}.raw`));
    const [farFile = '', nearFile = '', outFile = ''] = files;
    writeFileSync(farFile, bytesOf(far));
    writeFileSync(nearFile, bytesOf(near));
    const switches = [stages.noise, stages.gain].map((on) => (on ? '1' : '0'));
    const loader = join(libraries(root), 'ld-linux-x86-64.so.2');
    const printed = await runCommand(loader, ['--library-path', libraries(root), driver, ...files, ...switches], {
      limitMs,
    });
    if (!printed.ok) return printed;
    const frameMicroseconds = Number(printed.value);
    if (!(frameMicroseconds > 0)) return err(`WebRTC's driver printed "${printed.value.slice(0, 100)}".`);
    const out = new Int16Array(near.length);
    new Uint8Array(out.buffer).set(readFileSync(outFile).subarray(0, out.byteLength));
    return ok({ out, frameMicroseconds });
  });
}

function bytesOf(samples: Int16Array): Uint8Array {
  return new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
}
