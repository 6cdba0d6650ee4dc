// Two real updates in the emulator, recorded write by write; and what comes of every cut of them.

import { constants, copyFileSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { ToolRoot } from '../../../build/debian/root.ts';
import { bothWays, factoryVersion, UpdateCourse } from '../update-course.ts';
import { bootCuts, cutsToBoot } from './boot-cuts.ts';
import { type Judgement, judgeRecording } from './judge-recording.ts';
import { armedBeforeCopy, withoutFlushes } from './mutations.ts';
import { type Recording, WriteLog } from './write-log.ts';

export interface RecordedUpdates {
  /** Holds `before.img`, and room for copies of it. */
  readonly folder: string;
  readonly log: string;
  readonly images: ReadonlyMap<string, string>;
  readonly tools: ToolRoot;
  readonly configuration: string;
}

/** What the phone writes down when it has kept an image comes a little later. */
const afterwardsMs = 20_000;

export async function recordUpdates(folder: string, say: (line: string) => void): Promise<RecordedUpdates> {
  const machine = join(folder, 'machine');
  const course = await UpdateCourse.start({
    folder: machine,
    cardFolder: folder,
    updates: bothWays,
    record: true,
    say,
  });
  const versions = [factoryVersion, ...bothWays.map(({ version }) => version)];
  const images = new Map(versions.map((version) => [version, course.slotFile(version)]));
  try {
    for (const update of bothWays) await course.update(update);
    await wait(afterwardsMs);
  } finally {
    await course.close();
  }
  const configuration = readFileSync(join(folder, 'config.json'), 'utf8');
  return { folder, log: join(machine, 'writes.log'), images, tools: course.image.tools, configuration };
}

export interface ExamineOptions {
  readonly dataLooks: number;
  readonly boots: number;
  say(line: string): void;
}

export interface Examination extends Judgement {
  /** Of the two planted faults. */
  readonly mutationsMissed: number;
  readonly booted: number;
  readonly bootsThatDisagreed: number;
}

export async function examine(recorded: RecordedUpdates, options: ExamineOptions): Promise<Examination> {
  const { folder, log, images, tools, configuration } = recorded;
  const { say } = options;
  const before = join(folder, 'before.img');
  const { size: cardBytes } = statSync(before);
  const recording = new WriteLog(log);
  const judge = async (of: Recording, dataLooks: number, untilFirstFault: boolean): Promise<Judgement> => {
    const cards = [copyOf(before, join(folder, 'one.img')), copyOf(before, join(folder, 'other.img'))] as const;
    const wish = { recording: of, cards, cardBytes, images, tools, configuration, dataLooks, untilFirstFault, say };
    try {
      return await judgeRecording(wish);
    } finally {
      for (const card of cards) rmSync(card);
    }
  };
  try {
    const judgement = await judge(recording, options.dataLooks, false);
    const { writes, flushes, torn, subsets, dataLooks, examples } = judgement;
    say(`${writes} writes, ${flushes} flushes, ${torn} torn states, ${subsets} with unflushed writes missing`);
    say(`data partition looked at ${dataLooks} times`);
    for (const example of examples) say(example);
    let mutationsMissed = 0;
    for (const [name, planted] of [
      ['flushes removed', withoutFlushes(recording)],
      ['armed before the copy', armedBeforeCopy(recording)],
    ] as const) {
      const { examples: found } = await judge(planted, 0, true);
      say(`planted, ${name}: ${found[0] ?? 'not noticed'}`);
      if (found.length === 0) mutationsMissed++;
    }
    const boots = { booted: 0, bootsThatDisagreed: 0 };
    const cuts = cutsToBoot(recording.writes, options.boots);
    for await (const { writes: cut, foretold, found } of bootCuts({ ...recorded, recording, cuts, before })) {
      boots.booted++;
      if (found !== foretold) boots.bootsThatDisagreed++;
      say(`cut after ${cut} writes: slot ${foretold} foretold, ${found} started`);
    }
    return { ...judgement, mutationsMissed, ...boots };
  } finally {
    recording.close();
  }
}

function copyOf(card: string, target: string): string {
  copyFileSync(card, target, constants.COPYFILE_FICLONE);
  return target;
}
