// A published figure that anybody can measure again: what it is, its goal, and how it is measured.

export interface Goal {
  readonly operator: '<=' | '>=';
  readonly value: number;
}

export interface Figure {
  /** What is measured, e.g. `p95`; one figure alone carries the claim's own name. */
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly goal: Goal;
}

export interface ClaimRun {
  /** The counts of a long run, for a night rather than for a coffee. */
  readonly long: boolean;
  /** Working notes: what is being measured, and figures that carry no goal. */
  say(line: string): void;
}

export interface Claim {
  readonly name: string;
  readonly what: string;
  /** Measures afresh; throws where it cannot be measured, which is never a figure. */
  measure(run: ClaimRun): Promise<readonly Figure[]>;
}

export function isMet({ value, goal }: Figure): boolean {
  // NaN meets nothing.
  return goal.operator === '<=' ? value <= goal.value : value >= goal.value;
}

/** The lines that end a measurement, and whether the claim holds. */
export function verdict(
  claim: string,
  figures: readonly Figure[],
): { readonly lines: readonly string[]; met: boolean } {
  const missed = figures.filter((figure) => !isMet(figure)).length;
  const [only] = figures;
  if (!only) throw new Error(`${claim} measured nothing.`);
  if (figures.length === 1) return { lines: [line(claim, only)], met: missed === 0 };
  const parts = figures.map((figure) => line(`${claim}.${figure.name}`, figure));
  return { lines: [...parts, `${claim} ${missed} missed (goal <= 0)`], met: missed === 0 };
}

function line(name: string, { value, unit, goal }: Figure): string {
  return `${name} ${round(value)} ${unit} (goal ${goal.operator} ${goal.value})`;
}

/** Four figures are more than any of these measurements can tell apart. */
function round(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(4))) : String(value);
}

/** The smallest value that at least the given share of values does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
