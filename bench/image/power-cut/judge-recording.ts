// Judges every cut of a recorded update: after each write, in the middle of it, and with any of the unflushed writes missing.

import type { ToolRoot } from '../../../build/debian/root.ts';
import type { SlotName } from '../../../hal/boot-slots.ts';
import { copyOffsets } from '../../../hal/linux/boot-state/boot-disk.ts';
import { sectorBytes } from '../../../hal/linux/boot-state/sector.ts';
import { CardReplay, dataOffset, type SlotContent } from './card-replay.ts';
import { DataCheck } from './data-check.ts';
import { judgeStart, type StartVerdict } from './start-verdict.ts';
import { unflushedStates } from './unflushed-states.ts';
import type { LoggedWrite, Recording } from './write-log.ts';

export interface JudgeOptions {
  readonly recording: Recording;
  /** Copies of the card as it was at the beginning; each is changed. */
  readonly cards: readonly [string, string];
  readonly cardBytes: number;
  readonly images: ReadonlyMap<string, string>;
  readonly tools: ToolRoot;
  /** What must never be lost: the text of the configuration that was put on the card. */
  readonly configuration: string;
  /** At most so many looks at the data partition; 0: none. */
  readonly dataLooks: number;
  /** One fault is enough, as where one was planted. */
  readonly untilFirstFault?: boolean;
  say?(line: string): void;
}

export interface Judgement {
  readonly writes: number;
  readonly flushes: number;
  torn: number;
  subsets: number;
  dataLooks: number;
  bricks: number;
  mixed: number;
  lostUpdates: number;
  lostConfigurations: number;
  /** The first faults, in words. */
  readonly examples: string[];
}

const mostExamples = 12;
/** A write of up to so many sectors is torn at each of them, a longer one at three. */
const allTearsUpTo = 8;

export async function judgeRecording(options: JudgeOptions): Promise<Judgement> {
  const { recording, cards, images } = options;
  const writes = recording.events.filter((event) => event.kind === 'write');
  const result: Judgement = {
    ...{ writes: writes.length, flushes: recording.events.length - writes.length, torn: 0, subsets: 0, dataLooks: 0 },
    ...{ bricks: 0, mixed: 0, lostUpdates: 0, lostConfigurations: 0, examples: [] },
  };
  const card = new CardReplay(cards[0], images);
  try {
    await judgePrefixes(options, writes, card, result);
  } finally {
    card.close();
  }
  for (const { where, sectors, contents } of unflushedStates(recording, cards[1], images)) {
    if (options.untilFirstFault && result.examples.length > 0) break;
    result.subsets++;
    count(result, judgeStart({ sectors, contents }), `unflushed at ${where}`);
  }
  return result;
}

async function judgePrefixes(
  { recording, cards, cardBytes, tools, configuration, dataLooks, untilFirstFault, say }: JudgeOptions,
  writes: readonly LoggedWrite[],
  card: CardReplay,
  result: Judgement,
): Promise<void> {
  const data = dataLooks === 0 ? undefined : new DataCheck(tools, cards[0], dataOffset, cardBytes - dataOffset);
  const every = Math.max(1, Math.ceil(writes.length / Math.max(1, dataLooks)));
  let configured = false;
  let armed: string | undefined;
  try {
    for (const [index, write] of writes.entries()) {
      if (untilFirstFault && result.examples.length > 0) return;
      const bytes = recording.bytesOf(write);
      const old = card.read(write);
      for (const sectors of tears(write.length / sectorBytes)) {
        card.write(write.offset, bytes.subarray(0, sectors * sectorBytes));
        result.torn++;
        count(result, judgeCard(card), `write ${index} torn after ${sectors} sectors`);
        card.write(write.offset, old.subarray(0, sectors * sectorBytes));
      }
      for (const garbled of garble(write)) {
        card.write(garbled.offset, garbled.bytes);
        result.torn++;
        count(result, judgeCard(card), `write ${index} garbled`);
        card.write(
          garbled.offset,
          old.subarray(garbled.offset - write.offset, garbled.offset - write.offset + garbled.bytes.length),
        );
      }
      card.write(write.offset, bytes);
      const verdict = judgeCard(card);
      count(result, verdict, `write ${index}`);
      if (!data?.has(write.offset)) {
        armed = verdict.state?.trial ? card.contentOf(verdict.state.trial) : armed;
        continue;
      }
      data.write(write.offset, bytes);
      if (index % every !== 0) continue;
      result.dataLooks++;
      const found = await data.look();
      const has = found.usable && found.configuration?.trimEnd() === configuration;
      if (configured && !has)
        fault(result, 'lostConfigurations', `write ${index}: configuration ${found.usable ? 'other' : 'unreadable'}`);
      configured ||= has;
      const staged =
        verdict.state?.trial !== undefined || verdict.version === armed || found.record?.includes(`"${armed}"`);
      if (armed !== undefined && !staged) fault(result, 'lostUpdates', `write ${index}: version ${armed} is forgotten`);
      if (result.dataLooks % 100 === 0) say?.(`${index} of ${writes.length} writes judged`);
    }
  } finally {
    data?.close();
  }
  if (data && !configured)
    throw new Error('The configuration never came to the data partition: nothing could be lost.');
}

function judgeCard(card: CardReplay): StartVerdict {
  const contents: Record<SlotName, SlotContent> = { A: card.contentOf('A'), B: card.contentOf('B') };
  return judgeStart({ sectors: card.sectors(), contents });
}

/** After how many sectors a write may end. */
function tears(sectors: number): readonly number[] {
  if (sectors <= 1) return [];
  if (sectors <= allTearsUpTo) return Array.from({ length: sectors - 1 }, (_, at) => at + 1);
  return [1, Math.floor(sectors / 2), sectors - 1];
}

/** A card may make anything of the sector that it was writing; it counts where the boot state is. */
function garble({ offset, length }: LoggedWrite): readonly { readonly offset: number; readonly bytes: Uint8Array }[] {
  return copyOffsets
    .filter((copy) => offset <= copy && copy + sectorBytes <= offset + length)
    .map((copy) => ({ offset: copy, bytes: new Uint8Array(sectorBytes).fill(0xff) }));
}

function count(result: Judgement, { fault: kind, slot, state }: StartVerdict, where: string): void {
  if (kind === undefined) return;
  const words = state ? `last ${state.last}, trial ${state.trial ?? '-'}` : 'no boot state';
  fault(result, kind === 'brick' ? 'bricks' : 'mixed', `${where}: slot ${slot ?? 'none'} (${words})`);
}

function fault(
  result: Judgement,
  kind: 'bricks' | 'mixed' | 'lostUpdates' | 'lostConfigurations',
  words: string,
): void {
  result[kind]++;
  if (result.examples.length < mostExamples) result.examples.push(`${kind}: ${words}`);
}
