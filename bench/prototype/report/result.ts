// What came of a bench test: each step's verdict and figures, as the report and the comparison keep it.

import { err, ok, type Result } from '../../../hal/result.ts';

export const reportFormat = 'offhook-bench-test/1';

/** Left out is neither: a report never shows it as passed. */
export type Verdict = 'passed' | 'failed' | 'not-tested';

export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Absent: no limit on that side; without any the figure is told and not judged. */
  readonly least?: number | undefined;
  readonly most?: number | undefined;
}

export interface Curve {
  readonly title: string;
  readonly xName: string;
  readonly yName: string;
  readonly logarithmic: boolean;
  readonly points: readonly (readonly [number, number])[];
  /** Where the curve must lie, point by point of its own. */
  readonly upper?: readonly (readonly [number, number])[] | undefined;
  readonly lower?: readonly (readonly [number, number])[] | undefined;
}

export interface StepResult {
  readonly id: string;
  readonly title: string;
  readonly verdict: Verdict;
  /** Who judged: figures or the phone's own signs, or a person's word. */
  readonly judgedBy: 'measurement' | 'person' | 'nobody';
  /** In words: what failed, or why it was not tested. */
  readonly reason: string;
  readonly figures: readonly Figure[];
  readonly curves: readonly Curve[];
}

export interface PrototypeFacts {
  readonly serialNumber: string;
  readonly vendor: string;
  readonly model: string;
  readonly revision: string;
  readonly macAddress: string;
  readonly board: string;
  /** Version of the image, and the slot it runs from. */
  readonly image: string;
  readonly slot: string;
}

export interface BenchReport {
  readonly format: typeof reportFormat;
  readonly startedAt: string;
  readonly endedAt: string;
  /** Whether a program stood in for the person. */
  readonly unattended: boolean;
  readonly phone: PrototypeFacts;
  readonly verdict: Verdict;
  readonly steps: readonly StepResult[];
}

export function isWithin({ value, least, most }: Figure): boolean {
  return Number.isFinite(value) && (least === undefined || value >= least) && (most === undefined || value <= most);
}

/** One failure fails the prototype; without one, what was left out keeps it from having passed. */
export function verdictOf(steps: readonly { readonly verdict: Verdict }[]): Verdict {
  if (steps.some(({ verdict }) => verdict === 'failed')) return 'failed';
  return steps.length > 0 && steps.every(({ verdict }) => verdict === 'passed') ? 'passed' : 'not-tested';
}

export function parseReport(text: string): Result<BenchReport> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return err('is not JSON');
    throw error;
  }
  return isReport(value) ? ok(value) : err(`is not a report of this bench (${reportFormat})`);
}

function isReport(value: unknown): value is BenchReport {
  if (!isGroup(value) || value.format !== reportFormat || !isGroup(value.phone)) return false;
  const names = ['serialNumber', 'vendor', 'model', 'revision', 'macAddress', 'board', 'image', 'slot'];
  const { phone, steps } = value;
  return (
    names.every((name) => typeof phone[name] === 'string') &&
    [value.startedAt, value.endedAt].every((at) => typeof at === 'string') &&
    typeof value.unattended === 'boolean' &&
    isVerdict(value.verdict) &&
    Array.isArray(steps) &&
    steps.every(isStep)
  );
}

function isStep(value: unknown): boolean {
  return (
    isGroup(value) &&
    [value.id, value.title, value.reason].every((text) => typeof text === 'string') &&
    isVerdict(value.verdict) &&
    ['measurement', 'person', 'nobody'].includes(String(value.judgedBy)) &&
    Array.isArray(value.figures) &&
    value.figures.every(isFigure) &&
    Array.isArray(value.curves) &&
    value.curves.every(isCurve)
  );
}

function isFigure(value: unknown): boolean {
  const isLimit = (limit: unknown) => limit === undefined || typeof limit === 'number';
  return (
    isGroup(value) &&
    [value.name, value.unit].every((text) => typeof text === 'string') &&
    typeof value.value === 'number' &&
    isLimit(value.least) &&
    isLimit(value.most)
  );
}

function isCurve(value: unknown): boolean {
  const isLine = (line: unknown) =>
    Array.isArray(line) &&
    line.every((point) => Array.isArray(point) && point.length === 2 && point.every((at) => typeof at === 'number'));
  return (
    isGroup(value) &&
    [value.title, value.xName, value.yName].every((text) => typeof text === 'string') &&
    typeof value.logarithmic === 'boolean' &&
    isLine(value.points) &&
    (value.upper === undefined || isLine(value.upper)) &&
    (value.lower === undefined || isLine(value.lower))
  );
}

function isVerdict(value: unknown): value is Verdict {
  return value === 'passed' || value === 'failed' || value === 'not-tested';
}

function isGroup(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
