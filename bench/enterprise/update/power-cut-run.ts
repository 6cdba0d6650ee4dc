// Cuts the power at every write of a whole update, and again at each of the writes that follow, and judges what starts.

import { createHash } from 'node:crypto';
import type { SlotName } from '../../../hal/boot-slots.ts';
import { PowerCutDisk } from '../../../hal/sim/power-cut-disk.ts';
import { ReleaseDesk } from './release-desk.ts';
import { factoryVersion, SimulatedBoard } from './simulated-board.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const newVersion = '0.3.0';
const imageBytes = 8 * 1024;
/** Kept by somebody else on the same disk: an update must not cost it. */
const configuration = { language: 'de', volume: 0.4 };

export interface PowerCutCounts {
  /** Writes of one whole update, from the question to the outcome. */
  readonly writes: number;
  /** Cuts at each of them, and second cuts at what is written after the first. */
  readonly cuts: number;
  /** Nothing started, or an image that is not whole. */
  bricks: number;
  /** The new image never came to be kept, though nothing was wrong with it. */
  lostUpdates: number;
  lostConfigurations: number;
}

export interface PowerCutOptions {
  readonly secondCuts: number;
  /** Another disk than the honest one, to see that its fault is found. */
  readonly newDisk?: () => PowerCutDisk;
}

export async function cutEverywhere({
  secondCuts,
  newDisk = () => new PowerCutDisk(),
}: PowerCutOptions): Promise<PowerCutCounts> {
  const desk = new ReleaseDesk();
  const board = newBoard(desk, newDisk());
  const before = board.disk.writes;
  board.start();
  if (!(await board.run(dayMs, isKept(board)))) throw new Error('An update without any cut did not come to its end.');
  await board.run(hourMs);
  const counts = { writes: board.disk.writes - before, cuts: 0, bricks: 0, lostUpdates: 0, lostConfigurations: 0 };
  for (let cut = 0; cut < counts.writes; cut++) {
    for (let second = -1; second < secondCuts; second++) {
      counts.cuts++;
      await cutOnce(newBoard(desk, newDisk()), cut, second, counts);
    }
  }
  return counts;
}

/** `second` below 0: no second cut. */
async function cutOnce(board: SimulatedBoard, cut: number, second: number, counts: PowerCutCounts): Promise<void> {
  board.disk.cutAfter(cut);
  try {
    board.start();
  } catch (error) {
    if (board.disk.powered) throw error;
  }
  if (board.disk.powered) await board.run(dayMs);
  await board.powerBack(second < 0 ? undefined : second);
  if (second >= 0) {
    if (board.disk.powered) await board.run(dayMs, isKept(board));
    if (!board.disk.powered) await board.powerBack();
  }
  board.disk.restorePower();
  if (!isWhole(board)) counts.bricks++;
  else if (!(await board.run(8 * dayMs, isKept(board)))) counts.lostUpdates++;
  if (JSON.stringify(board.store.read('settings')) !== JSON.stringify(configuration)) counts.lostConfigurations++;
}

function newBoard(desk: ReleaseDesk, disk: PowerCutDisk): SimulatedBoard {
  const board = new SimulatedBoard({}, desk, disk);
  board.disk.write('image-A', imageOf(factoryVersion));
  board.release(newVersion, imageOf(newVersion));
  board.store.write('settings', configuration);
  return board;
}

function isKept(board: SimulatedBoard): () => boolean {
  return () => board.running === newVersion && board.slots.list().every(({ state }) => state !== 'trial');
}

/** What runs is an image as it was released, to the last byte. */
function isWhole(board: SimulatedBoard): boolean {
  const slot: SlotName = board.slots.running();
  const bytes = board.disk.read(`image-${slot}`)?.subarray(0, imageBytes) ?? new Uint8Array(0);
  return digest(bytes) === digest(imageOf(board.running ?? ''));
}

function imageOf(version: string): Uint8Array {
  return Uint8Array.from(
    { length: imageBytes },
    (_, at) => (at * 31 + version.length * 7 + (version.codePointAt(2) ?? 0)) & 255,
  );
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
