// `npm run fuzz`: everything that reads bytes of a call against arbitrary ones, for as long as told; what breaks one is kept to become a fixture.

import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { nearestName } from '../../../hal/boards/nearest-name.ts';
import { runCommand } from '../setup/run-command.ts';
import { buildHarness } from './opus/build.ts';

const root = resolve(import.meta.dirname, '../../..');
const folder = join(root, '.offhook/fuzz');
const fixtures = join(root, 'tests/data/fuzz/opus');
/** A build of libopus takes minutes; fuzzing itself ends by its own clock, which counts CPU time only. */
const slack = 20;

interface Run {
  readonly seconds: number;
  readonly seed: number;
}

/** Answers a line for the report; throws what was found. */
type Part = (run: Run) => Promise<string>;

const parts: Readonly<Record<string, Part>> = {
  /** libopus in C, under gcc's sanitizers, guided by coverage. */
  libopus: async ({ seconds, seed }) => {
    const harness = await buildHarness(folder);
    const [corpus, crash] = [join(folder, 'corpus'), join(folder, `crash-${seed}.script`)];
    mkdirSync(corpus, { recursive: true });
    const kept = readdirSync(fixtures).filter((name) => name.endsWith('.script'));
    const files = kept.map((name) => join(fixtures, name));
    const replayed = await runCommand(harness, ['replay', ...files], { limitMs: slack * 60_000 });
    if (!replayed.ok) throw new Error(`a kept input breaks it again: ${replayed.error}`);
    const args = [`${seconds}`, `${seed}`, corpus, crash];
    const ran = await runCommand(harness, args, { limitMs: (seconds * slack + 60) * 1_000 });
    if (ran.ok) return ran.value.trim();
    throw new Error(`${ran.error}${keep(crash, 'opus')}`);
  },
  /** All decoders as a call uses them, the addon, and the jitter buffer in front of them. */
  decoders: (run) => runChild('decoders', run),
  /** RTP, RTCP with extended reports, SRTP, the gate before a call, and descriptions with their keys. */
  packets: (run) => runChild('packets', run),
  /** The crate's own tests, with overflow checks and debug assertions in optimised code. */
  rust: async ({ seconds }) => {
    const args = ['test', '--profile', 'fuzz', '--locked', '--package', 'offhook-media', '--', 'any_bytes'];
    const ran = await runCommand('cargo', args, {
      limitMs: (seconds * slack + 1_800) * 1_000,
      folder: root,
      environment: { OFFHOOK_FUZZ_SECONDS: `${seconds}`, CARGO_TERM_COLOR: 'never' },
    });
    if (!ran.ok) throw new Error(ran.error);
    return ran.value.split('\n').find((line) => line.startsWith('test result')) ?? 'no test ran';
  },
};

/** A child, so that a crash of native code is found as well; it notes each round before it begins. */
async function runChild(part: 'decoders' | 'packets', { seconds, seed }: Run): Promise<string> {
  const note = join(folder, `${part}-round-${seed}`);
  mkdirSync(folder, { recursive: true });
  const script = join(import.meta.dirname, part, 'child.ts');
  const args = [script, `${seconds}`, `${seed * 1_000_000}`, note];
  const ran = await runCommand(process.execPath, args, { limitMs: (seconds * slack + 60) * 1_000 });
  if (ran.ok) return ran.value.trim();
  throw new Error(`round ${readFileSync(note, 'utf8').trim()} (add it to tests/fuzz): ${ran.error}`);
}

function keep(path: string, kind: string): string {
  if (!existsSync(path)) return '';
  const found = join(folder, 'found', `${kind}-${Date.now()}.script`);
  mkdirSync(join(folder, 'found'), { recursive: true });
  copyFileSync(path, found);
  return `\nThe input is ${found}: mend the cause and keep it as tests/data/fuzz/${kind}/.`;
}

async function main(words: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: { seconds: { type: 'string', default: '60' }, seed: { type: 'string' } },
  });
  const run = {
    seconds: Number(values.seconds),
    seed: Number(values.seed ?? Math.floor(Date.now() / 1_000) % 1_000_000),
  };
  const chosen = positionals.length > 0 ? positionals : Object.keys(parts);
  const unknown = chosen.find((name) => !Object.hasOwn(parts, name));
  if (unknown !== undefined || !(run.seconds > 0) || !Number.isSafeInteger(run.seed)) {
    const nearest = unknown && nearestName(unknown, Object.keys(parts));
    console.error(
      unknown === undefined
        ? 'Seconds and seed are numbers.'
        : `There is no part "${unknown}"; ${nearest ? `did you mean "${nearest}"?` : `there are ${Object.keys(parts).join(', ')}.`}`,
    );
    return 1;
  }
  let found = 0;
  for (const name of chosen) {
    try {
      console.log(`${name}: nothing found in ${run.seconds} s of CPU, seed ${run.seed}: ${await parts[name]?.(run)}`);
    } catch (error) {
      found++;
      console.error(`${name}: ${error instanceof Error ? error.message : error}`);
    }
  }
  return found === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
