// One bench test from its beginning to its report: waits for the phone, walks through the steps, writes what came of it.

import { tmpdir } from 'node:os';
import { err, ok, type Result } from '../../hal/result.ts';
import { Guide } from './guide.ts';
import { TestedPhone } from './link/tested-phone.ts';
import { type OpenedBench, openBench } from './opened-bench.ts';
import type { TestOptions } from './options.ts';
import { openPageServer } from './page-server.ts';
import { type BenchReport, type PrototypeFacts, reportFormat, verdictOf } from './report/result.ts';
import { writeReport } from './report/write-report.ts';
import { SimulatedPrototype } from './simulated/simulated-prototype.ts';
import { steps } from './steps/all-steps.ts';
import { holdsSoon } from './steps/eyes.ts';
import type { Desk } from './steps/step.ts';
import { whatToCheck } from './what-to-check.ts';

/** A program that waits for a program may give up; a person is waited for. */
const unattendedLimitMs = 30_000;
const adviseEveryMs = 30_000;
const day = 24 * 3_600_000;

export interface TestRun {
  readonly report: BenchReport;
  readonly files: readonly string[];
}

export interface Surroundings {
  readonly print: (line: string) => void;
  /** Resolves when the person has had enough: Ctrl-C. */
  readonly asked: Promise<void>;
}

export async function runTest(options: TestOptions, { print, asked }: Surroundings): Promise<Result<TestRun>> {
  const opened = await openBench(options);
  if (!opened.ok) return opened;
  const bench = opened.value;
  const guide = new Guide(steps);
  const { host, certificate } = bench;
  const lan = options.lan ? { host, ...certificate } : undefined;
  const server = await openPageServer({ guide, port: options.port, lan });
  if (!server.ok) {
    await bench.close();
    return err(`The bench cannot start: ${server.error}. Choose another one: --port ${options.port + 100}`);
  }
  const simulated = options.unattended
    ? new SimulatedPrototype({ folder: options.folder, config: bench.phoneConfig, serialNumber: 'SIM-0001', print })
    : undefined;
  const phone = new TestedPhone(bench.link);
  bench.link.listen((event) => guide.follow(event));
  print(`\nThe bench is running. Open this page:\n\n    ${server.value.address}\n`);
  if (!simulated) print(howToBegin(bench));
  simulated?.start();
  try {
    const ran = await Promise.race([
      runSteps({ options, bench, guide, phone, simulated, print }),
      asked.then(() => err('The test was stopped before its end; there is no report.')),
    ]);
    if (ran.ok && !simulated) {
      print('Ctrl-C stops the bench; the page stays until then.');
      await asked;
    }
    return ran;
  } finally {
    phone.close();
    await simulated?.stop();
    await Promise.all([server.value.close(), bench.close()]);
  }
}

interface Parts {
  readonly options: TestOptions;
  readonly bench: OpenedBench;
  readonly guide: Guide;
  readonly phone: TestedPhone;
  readonly simulated: SimulatedPrototype | undefined;
  readonly print: (line: string) => void;
}

async function runSteps(parts: Parts): Promise<Result<TestRun>> {
  const { options, bench, guide, phone, simulated, print } = parts;
  const came = await waitForPhone(parts);
  if (!came) {
    const advice = whatToCheck(bench, simulated?.warnings);
    return err(`No phone came within ${unattendedLimitMs / 1000} s. ${advice.join(' ')}`);
  }
  const facts = factsOf(phone);
  print(`Testing ${facts.model} ${facts.serialNumber} (${facts.board}, image ${facts.image}).`);
  const startedAt = new Date().toISOString();
  const results = await guide.run(steps, deskOf(parts), ({ title, verdict, reason }) =>
    print(`  ${verdict.replace('-', ' ').padEnd(10)}  ${title}${reason === '' ? '' : `: ${reason}`}`),
  );
  const report: BenchReport = {
    ...{ format: reportFormat, startedAt, endedAt: new Date().toISOString(), unattended: options.unattended },
    // As it is called now: the image may be another one than at the beginning.
    ...{ phone: factsOf(phone), verdict: verdictOf(results), steps: results },
  };
  const written = keepReport(options.reportFolder, report, print);
  if (!written.ok) return written;
  const words = {
    passed: 'It passed.',
    failed: 'It failed.',
    'not-tested': 'Nothing failed, and not all of it was tested.',
  };
  guide.finish(words[report.verdict], written.value);
  print(`\n${words[report.verdict]} The report:\n  ${written.value.join('\n  ')}\n`);
  return ok({ report, files: written.value });
}

/** A folder that filled up meanwhile is no reason to lose an hour of somebody's work. */
function keepReport(folder: string, report: BenchReport, print: (line: string) => void) {
  const written = writeReport(folder, report);
  if (written.ok) return written;
  print(`${written.error} It goes to ${tmpdir()} instead.`);
  return writeReport(tmpdir(), report);
}

async function waitForPhone({ bench, guide, phone, simulated, print }: Parts): Promise<boolean> {
  const isThere = () => phone.connected && bench.enterprise.connectionsOf(bench.person.user) > 0;
  if (simulated) return holdsSoon(() => isThere() && simulated.hand.isReady, unattendedLimitMs);
  guide.say('The test begins when the phone has registered and is on the line.', { kind: 'wait', share: undefined });
  let told = '';
  for (let waitedMs = 0; waitedMs < day; waitedMs += adviseEveryMs) {
    if (await holdsSoon(isThere, adviseEveryMs)) return true;
    const advice = whatToCheck(bench, undefined);
    guide.say(`No phone yet. ${advice.join(' ')}`, { kind: 'wait', share: undefined });
    if (advice.join() !== told) print(`No phone yet:\n  ${advice.join('\n  ')}`);
    told = advice.join();
  }
  return false;
}

function deskOf({ options, bench, guide, phone, simulated }: Parts): Desk {
  const { enterprise, link, line, person, shelf } = bench;
  return {
    ...{ phone, enterprise, line, hand: simulated?.hand, user: person.user, extension: person.extension },
    calls: { count: options.calls, seconds: options.callSeconds },
    setCutOff: (cutOff) => {
      enterprise.setRefusing(cutOff);
      if (cutOff) enterprise.dropConnections(person.user);
      link.setRefusing(cutOff);
    },
    isRegistered: () => enterprise.connectionsOf(person.user) > 0,
    update: shelf,
    whyNoUpdate: options.quick ? 'a quick test leaves it out' : 'no image was given to update to (--update)',
    say: guide.say,
    ask: guide.ask,
  };
}

function factsOf(phone: TestedPhone): PrototypeFacts {
  const facts = phone.facts;
  if (!facts) throw new Error('No phone has told who it is.');
  const running = facts.slots.find((slot) => slot.running);
  return { ...facts.identity, board: facts.board, image: running?.version ?? facts.version, slot: running?.name ?? '' };
}

function howToBegin({ cardFile, person, host }: OpenedBench): string {
  return `Give the phone its configuration for this bench, one of:
  scripts/flash.sh IMAGE DEVICE --config ${cardFile}
  or copy it as offhook.json to the FAT partition of its card.
Then connect the phone to the network of ${host} and switch it on. It registers by itself as extension ${person.extension}.
`;
}
