// The figures of a run as text: a block a case, a line an engine, medians with half the spread over the seeds.

import { type FigureName, groupsOf, type Spread, type Summary } from '../campaign/figures.ts';

export interface Column {
  readonly figure: FigureName;
  readonly title: string;
  readonly unit: string;
  readonly scale: number;
  readonly digits: number;
  /** Which way is better, to mark the best; absent where neither is. */
  readonly better?: 'low' | 'high';
}

export const columns: readonly Column[] = [
  { figure: 'delayP50Ms', title: 'delay p50', unit: 'ms', scale: 1, digits: 0, better: 'low' },
  { figure: 'delayP95Ms', title: 'delay p95', unit: 'ms', scale: 1, digits: 0, better: 'low' },
  { figure: 'visqol', title: 'ViSQOL', unit: 'MOS-LQO', scale: 1, digits: 2, better: 'high' },
  { figure: 'stoi', title: 'STOI', unit: '', scale: 1, digits: 3, better: 'high' },
  { figure: 'correlationP10', title: 'correlation p10', unit: '', scale: 1, digits: 2, better: 'high' },
  { figure: 'distanceDb', title: 'spectral distance', unit: 'dB', scale: 1, digits: 2, better: 'low' },
  { figure: 'lossDistanceDb', title: 'distance at losses', unit: 'dB', scale: 1, digits: 2, better: 'low' },
  { figure: 'concealedShare', title: 'concealed', unit: '%', scale: 100, digits: 2, better: 'low' },
  { figure: 'stretchedShare', title: 'stretched', unit: '%', scale: 100, digits: 2 },
  { figure: 'cpuSecondsPerMinute', title: 'CPU', unit: 's/min', scale: 1, digits: 1, better: 'low' },
  { figure: 'memoryMb', title: 'memory', unit: 'MB', scale: 1, digits: 0, better: 'low' },
  { figure: 'payloadBps', title: 'payload', unit: 'kb/s', scale: 1e-3, digits: 1 },
];

const nameWidth = 18;

export function printTable(summaries: readonly Summary[]): string {
  const heads = columns.map(({ title, unit }) => (unit === '' ? title : `${title} ${unit}`));
  const widths = heads.map((head) => Math.max(head.length, 11));
  const head = [''.padEnd(nameWidth), ...heads.map((text, at) => text.padStart(widths[at] ?? 0))].join('  ');
  const blocks = groupsOf(summaries, (summary) => summary.case).map(([name, group]) => {
    const lines = group.map((summary) => {
      const cells = columns.map((column, at) =>
        cellOf(column, summary.figures[column.figure]).padStart(widths[at] ?? 0),
      );
      return [summary.engine.padEnd(nameWidth), ...cells].join('  ') + failureNote(summary);
    });
    return [name, ...lines].join('\n');
  });
  const notes =
    'Medians over the seeds, ± half of what lies between the least and the most; - is not told by the engine.';
  return `${head}\n${blocks.join('\n')}\n${notes}\n`;
}

/** `98.6±0.9`, without the spread where there is only one value. */
export function cellOf({ scale, digits }: Column, spread: Spread | undefined): string {
  if (!spread) return '-';
  const half = ((spread.most - spread.least) * scale) / 2;
  const median = (spread.median * scale).toFixed(digits);
  return half === 0 ? median : `${median}±${half.toFixed(digits)}`;
}

export function failureNote({ failures, seeds }: Summary): string {
  const [reason] = failures;
  return reason === undefined
    ? ''
    : `  ${failures.length} of ${seeds} calls failed: ${reason.split('\n')[0]?.slice(0, 120)}`;
}
