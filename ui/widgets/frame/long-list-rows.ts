// Which rows of a long list are widgets, and how much empty space stands for the others.

/** Enough for what is seen, and a few rows to each side. */
const windowRows = 12;
/** Rows that an arrow can reach before the list has moved. */
const besideFocus = 3;
const seenRows = 5;
const besideSeen = 2;

/** A row, or the space of the rows from `at` up to `end`. */
export type ListPart = { readonly at: number } | { readonly at: number; readonly end: number };

function keepInside(from: number, first: number, last: number, count: number): number {
  const slid = Math.min(first, Math.max(from, last - windowRows + 1));
  return Math.max(0, Math.min(slid, count - windowRows));
}

/** Where the window begins once the focus is at `at`: moved no further than needed. */
export function windowAtFocus(from: number, at: number, count: number): number {
  return keepInside(from, at - besideFocus, at + besideFocus, count);
}

/** Where the window begins once `at` is the first row that is seen. */
export function windowAtScroll(from: number, at: number, count: number): number {
  return keepInside(from, at - besideSeen, at + seenRows + besideSeen, count);
}

/** From top to bottom: the window, the focused row and its neighbours wherever they are, and the spaces between. */
export function partsOf(count: number, from: number, focusedAt: number): readonly ListPart[] {
  const parts: ListPart[] = [];
  let done = 0;
  const rows = new Set<number>();
  for (let at = from; at < from + windowRows; at++) rows.add(at);
  for (let at = focusedAt - 1; at <= focusedAt + 1; at++) rows.add(at);
  for (const at of [...rows].filter((row) => row >= 0 && row < count).sort((a, b) => a - b)) {
    if (at > done) parts.push({ at: done, end: at });
    parts.push({ at });
    done = at + 1;
  }
  if (done < count) parts.push({ at: done, end: count });
  return parts;
}

/** Heights of rows as they were last seen; rows never seen count as the lowest of those. */
export class RowHeights {
  readonly #known = new Map<string, number>();
  #lowest = Number.POSITIVE_INFINITY;

  note(key: string, height: number): void {
    this.#known.set(key, height);
    this.#lowest = Math.min(this.#lowest, height);
  }

  of(key: string, otherwise: number): number {
    return this.#known.get(key) ?? (Number.isFinite(this.#lowest) ? this.#lowest : otherwise);
  }
}
