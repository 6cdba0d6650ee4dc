// Which rectangle lies nearest in a direction, as a person who presses an arrow would say.
import type { Rectangle } from '../../hal/screen.ts';

export type Direction = 'up' | 'down' | 'left' | 'right';

/** Far to the side counts double: an arrow goes straight before it goes far. Going round, it keeps its line. */
const sidewaysWeight = { straight: 2, round: 100 };

interface Span {
  readonly start: number;
  readonly end: number;
}

function along(box: Rectangle, direction: Direction): Span {
  return direction === 'left' || direction === 'right'
    ? { start: box.x, end: box.x + box.width }
    : { start: box.y, end: box.y + box.height };
}

function across(box: Rectangle, direction: Direction): Span {
  return along(box, direction === 'left' || direction === 'right' ? 'up' : 'left');
}

function isForward(direction: Direction): boolean {
  return direction === 'right' || direction === 'down';
}

/** Distance of two spans: 0 where they overlap. */
function gap(a: Span, b: Span): number {
  return Math.max(0, a.start - b.end, b.start - a.end);
}

function middle(span: Span): number {
  return (span.start + span.end) / 2;
}

/** Smaller is nearer; undefined for what does not lie that way. Ties go to the nearer middle, then to the first. */
function score(from: Rectangle, to: Rectangle, direction: Direction, sideways: number): number | undefined {
  const [a, b] = [along(from, direction), along(to, direction)];
  const [sideA, sideB] = [across(from, direction), across(to, direction)];
  const off = gap(sideA, sideB);
  const ahead = isForward(direction) ? middle(b) - middle(a) : middle(a) - middle(b);
  // What is not in line lies that way only if it begins where this one ends: a wide row above is not to the right.
  const beyond = isForward(direction) ? b.start >= a.end : b.end <= a.start;
  if (ahead <= 0 || (off > 0 && !beyond)) return undefined;
  return gap(a, b) + off * sideways + Math.abs(middle(sideA) - middle(sideB)) / 1000 + ahead / 100_000;
}

function best<T>(
  from: Rectangle,
  candidates: readonly T[],
  boundsOf: (candidate: T) => Rectangle,
  direction: Direction,
  sideways: number,
): T | undefined {
  let found: T | undefined;
  let lowest = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const value = score(from, boundsOf(candidate), direction, sideways);
    if (value === undefined || value >= lowest) continue;
    lowest = value;
    found = candidate;
  }
  return found;
}

/** The nearest that way; past the last one it goes round to the other side, which may be `from` itself. */
export function findNeighbour<T>(
  from: Rectangle,
  candidates: readonly T[],
  boundsOf: (candidate: T) => Rectangle,
  direction: Direction,
): T | undefined {
  const direct = best(from, candidates, boundsOf, direction, sidewaysWeight.straight);
  if (direct !== undefined) return direct;
  // As if the same place came again before the first of all.
  const reach = candidates.map(boundsOf).reduce(
    (most, box) => {
      const span = along(box, direction);
      return { start: Math.min(most.start, span.start), end: Math.max(most.end, span.end) };
    },
    along(from, direction),
  );
  const size = reach.end - reach.start + 1;
  const shift = isForward(direction) ? -size : size;
  const moved =
    direction === 'left' || direction === 'right' ? { ...from, x: from.x + shift } : { ...from, y: from.y + shift };
  return best(moved, candidates, boundsOf, direction, sidewaysWeight.round);
}
