// From what a touch panel says to places on the panel: six numbers that shift, stretch, turn and shear.

import { err, ok, type Result } from '../../result.ts';

/** A place as shares of the panel's width and height: 0 to 1 inside it. */
export interface PanelPlace {
  readonly x: number;
  readonly y: number;
}

/** x' = a·x + b·y + c and y' = d·x + e·y + f, in this order; as libinput and X take it, too. */
export type Calibration = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/** A panel that speaks of its places as they are. */
export const asItIs: Calibration = [1, 0, 0, 0, 1, 0];

export function calibrated([a, b, c, d, e, f]: Calibration, { x, y }: PanelPlace): PanelPlace {
  return { x: a * x + b * y + c, y: d * x + e * y + f };
}

export interface TouchedPoint {
  readonly said: PanelPlace;
  readonly meant: PanelPlace;
}

/** Twice the area of the smallest triangle, as a share of the panel, that three fingers can be told apart by. */
const smallestArea = 0.02;

/** The one calibration by which three points are said where they were meant. */
export function calibrationFrom(points: readonly [TouchedPoint, TouchedPoint, TouchedPoint]): Result<Calibration> {
  const [p, q, r] = points;
  const area = (q.said.x - p.said.x) * (r.said.y - p.said.y) - (r.said.x - p.said.x) * (q.said.y - p.said.y);
  if (!(Math.abs(area) >= smallestArea))
    return err('The three points lie on one line, or on each other: touch the marks.');
  const solve = (of: (place: PanelPlace) => number): readonly [number, number, number] => {
    const [first, second, third] = [of(p.meant), of(q.meant), of(r.meant)];
    const byX = ((second - first) * (r.said.y - p.said.y) - (third - first) * (q.said.y - p.said.y)) / area;
    const byY = ((third - first) * (q.said.x - p.said.x) - (second - first) * (r.said.x - p.said.x)) / area;
    return [byX, byY, first - byX * p.said.x - byY * p.said.y];
  };
  return ok([...solve(({ x }) => x), ...solve(({ y }) => y)]);
}
