// `npm run bench:media`: our engine and its peers over the same speech and the same bad networks, as table and plots.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { err, ok, type Result } from '../../hal/result.ts';
import { type Campaign, runCampaign } from './campaign/campaign.ts';
import { engines, preparedEngines } from './campaign/engines.ts';
import { summarise } from './campaign/figures.ts';
import { parseTrace } from './network/trace.ts';
import { type BenchOptions, readOptions, usage } from './options.ts';
import { printPage } from './report/page.ts';
import { drawPictures } from './report/pictures.ts';
import { printTable } from './report/table.ts';
import { openPythonEnvironment } from './score/python-environment.ts';
import { readSpeech, type SpeechName, speechNames } from './speech/speech.ts';
import { networkCases } from './virtual-call/cases.ts';

const usualFolder = resolve(import.meta.dirname, '../../.offhook/bench-media');
const say = (line: string) => console.log(line);

async function main(words: readonly string[]): Promise<number> {
  const options = readOptions(words, { engines: engines.map(({ name }) => name), speeches: speechNames });
  if (!options.ok) return giveUp(`${options.error}\n${usage}`);
  if (options.value.help) {
    say(`${usage}\nengines: ${engines.map(({ name }) => name).join(', ')}; speech: ${speechNames.join(', ')}`);
    return 0;
  }
  const cases = casesOf(options.value);
  if (!cases.ok) return giveUp(cases.error);
  const python = await openPythonEnvironment(say);
  if (!python.ok) return giveUp(python.error);
  const speech = readSpeech(options.value.speech as SpeechName);
  const wanted = engines.filter(({ name }) => options.value.engines.includes(name));
  const ready = await preparedEngines(wanted, say);
  if (ready.length === 0) return giveUp('No engine can run here.');
  const { seeds, jobs } = options.value;
  const measuredAt = new Date();
  const calls = await runCampaign({ engines: ready, cases: cases.value, seeds, jobs, speech: speech.samples, say });
  const summaries = summarise(calls);
  const folder = resolve(options.value.folder ?? usualFolder);
  mkdirSync(folder, { recursive: true });
  const table = printTable(summaries);
  const page = join(folder, 'index.html');
  writeFileSync(join(folder, 'table.txt'), table);
  const told = ready.map(({ name, setting, hasCard }) => ({ name, setting, hasCard }));
  const facts = { measuredAt, seeds, source: speech.source, engines: told, summaries };
  writeFileSync(join(folder, 'figures.json'), `${JSON.stringify({ ...facts, calls }, undefined, 1)}\n`);
  writeFileSync(page, printPage(facts));
  const pictures = await drawPictures(page, folder);
  say(`\n${table}`);
  say(`Page: ${page}`);
  say(pictures.ok ? `Plots: ${pictures.value.join(', ')}` : `No plots as PNG: ${pictures.error}.`);
  return calls.every(({ outcome }) => outcome.ok) ? 0 : 1;
}

function casesOf({ trace, cases }: BenchOptions): Result<Campaign['cases']> {
  if (trace === undefined) {
    const known = Object.entries(networkCases).filter(([name]) => cases.includes(name));
    return ok(known.map(([name, network]) => ({ name, network })));
  }
  let text: string;
  try {
    text = readFileSync(trace, 'utf8');
  } catch (error) {
    return err(`The trace cannot be read: ${error instanceof Error ? error.message : error}.`);
  }
  const parsed = parseTrace(text);
  if (!parsed.ok) return parsed;
  return ok([{ name: 'trace', network: { delayMs: 0, lossShare: 0, trace: parsed.value } }]);
}

function giveUp(sentence: string): number {
  console.error(sentence);
  return 1;
}

// Ending by a signal goes through `exit`, where calls in progress put away what they started.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));
process.exitCode = await main(process.argv.slice(2));
