// The words after `npm run bench:media --`: which cases, engines and seeds; a mistake is named, with what there is.

import { nearestName } from '../../hal/boards/nearest-name.ts';
import { err, ok, type Result } from '../../hal/result.ts';
import { networkCases } from './virtual-call/cases.ts';

export interface BenchOptions {
  readonly cases: readonly string[];
  readonly engines: readonly string[];
  readonly seeds: number;
  readonly jobs: number;
  readonly trace: string | undefined;
  readonly speech: string;
  readonly folder: string | undefined;
  readonly help: boolean;
}

export interface KnownNames {
  readonly engines: readonly string[];
  readonly speeches: readonly string[];
}

export const usage = `npm run bench:media -- [options]
  --case NAMES    cases to run, commas between: ${Object.keys(networkCases).join(', ')}
  --peer NAMES    engines to run, commas between
  --seeds N       seeds a case (5)
  --jobs N        calls at a time (4)
  --trace FILE    replay a recorded network instead of the cases: a line a packet, delay in ms or "lost"
  --speech NAME   who speaks (allison)
  --out FOLDER    where table, plots and figures go (.offhook/bench-media)`;

const most = { seeds: 100, jobs: 16 };

export function readOptions(words: readonly string[], known: KnownNames): Result<BenchOptions> {
  const caseNames = Object.keys(networkCases);
  const options = {
    cases: caseNames as readonly string[],
    engines: known.engines,
    seeds: 5,
    jobs: 4,
    trace: undefined as string | undefined,
    speech: known.speeches[0] ?? '',
    folder: undefined as string | undefined,
    help: false,
  };
  for (let at = 0; at < words.length; at += 2) {
    const [option = '', value] = words.slice(at, at + 2);
    if (option === '--help') return ok({ ...options, help: true });
    const take = Object.hasOwn(takers, option) ? takers[option] : undefined;
    if (!take) return err(`There is no option "${option}"; ${hint(option, Object.keys(takers))}`);
    if (value === undefined || value === '') return err(`${option} needs a value.`);
    const problem = take(options, value, { ...known, cases: caseNames });
    if (problem !== undefined) return err(problem);
  }
  if (options.trace !== undefined) options.cases = ['trace'];
  return ok(options);
}

type Mutable = { -readonly [K in keyof BenchOptions]: BenchOptions[K] };
type Taker = (
  options: Mutable,
  value: string,
  names: KnownNames & { readonly cases: readonly string[] },
) => string | undefined;

const takers: Readonly<Record<string, Taker>> = {
  '--case': (options, value, { cases }) => {
    options.cases = value.split(',');
    return firstUnknown('case', options.cases, cases);
  },
  '--peer': (options, value, { engines }) => {
    options.engines = value.split(',');
    return firstUnknown('engine', options.engines, engines);
  },
  '--seeds': (options, value) => {
    options.seeds = Number(value);
    return wrongCount('--seeds', value, most.seeds);
  },
  '--jobs': (options, value) => {
    options.jobs = Number(value);
    return wrongCount('--jobs', value, most.jobs);
  },
  '--trace': (options, value) => {
    options.trace = value;
    return undefined;
  },
  '--speech': (options, value, { speeches }) => {
    options.speech = value;
    return firstUnknown('speech', [value], speeches);
  },
  '--out': (options, value) => {
    options.folder = value;
    return undefined;
  },
};

function firstUnknown(kind: string, names: readonly string[], known: readonly string[]): string | undefined {
  const unknown = names.find((name) => !known.includes(name));
  return unknown === undefined ? undefined : `There is no ${kind} "${unknown}"; ${hint(unknown, known)}`;
}

function wrongCount(option: string, value: string, limit: number): string | undefined {
  const isCount = /^\d+$/.test(value) && Number(value) >= 1 && Number(value) <= limit;
  return isCount ? undefined : `${option} takes a whole number from 1 to ${limit}, not "${value}".`;
}

function hint(word: string, known: readonly string[]): string {
  const nearest = nearestName(word, known);
  return nearest ? `did you mean "${nearest}"?` : `there are ${known.join(', ')}.`;
}
