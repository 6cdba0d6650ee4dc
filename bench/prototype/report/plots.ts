// The curves of a bench test as pictures in SVG: what was measured, and the mask that it must keep within.

import { line, type Place, svg, text, tickText } from '../../media/report/drawing.ts';
import type { Curve } from './result.ts';

const frame = { width: 420, height: 230, left: 44, right: 14, top: 30, bottom: 36 };
const decades = [100, 200, 500, 1_000, 2_000, 5_000, 10_000];

interface Axis {
  at(value: number): number;
  readonly ticks: readonly number[];
}

/** Several phones' curves of one name in one picture where `others` are given, the first the strongest. */
export function plot(curve: Curve, others: readonly { readonly name: string; readonly curve: Curve }[] = []): string {
  const { width, height, left, right, top, bottom } = frame;
  const drawn = others.length > 0 ? others.map((other) => other.curve) : [curve];
  const all = drawn.flatMap(({ points, upper = [], lower = [] }) => [...points, ...upper, ...lower]);
  const x = axis(
    all.map(([value]) => value),
    [left, width - right],
    curve.logarithmic,
  );
  const y = axis(
    all.map(([, value]) => value),
    [height - bottom, top],
    false,
  );
  const shapes = [text({ x: 4, y: 15 }, `${curve.title}, ${curve.yName}`, 'title')];
  for (const tick of x.ticks) {
    shapes.push(line({ x: x.at(tick), y: top }, { x: x.at(tick), y: height - bottom }, 'grid'));
    shapes.push(text({ x: x.at(tick), y: height - bottom + 14 }, tickText(tick), 'tick', 'middle'));
  }
  for (const tick of y.ticks) {
    shapes.push(line({ x: left, y: y.at(tick) }, { x: width - right, y: y.at(tick) }, 'grid'));
    shapes.push(text({ x: left - 6, y: y.at(tick) + 3.5 }, tickText(tick), 'tick', 'end'));
  }
  shapes.push(text({ x: (left + width - right) / 2, y: height - 6 }, curve.xName, 'axis', 'middle'));
  const places = (points: Curve['points']) => points.map(([px, py]): Place => ({ x: x.at(px), y: y.at(py) }));
  for (const limit of [curve.upper, curve.lower]) if (limit) shapes.push(path(places(limit), 'limit'));
  for (const [at, each] of drawn.entries()) shapes.push(path(places(each.points), `curve c${at % 8}`));
  if (drawn.length === 1) {
    for (const { x: cx, y: cy } of places(curve.points)) {
      shapes.push(`<circle cx="${cx.toFixed(1)}" cy="${cy.toFixed(1)}" r="2.6" class="point"/>`);
    }
  }
  return svg(width, height, curve.title, shapes);
}

export const plotStyle = `
svg { display: block; max-width: 100%; height: auto }
svg text { font: 11px system-ui, "DejaVu Sans", sans-serif; fill: var(--ink) } svg .title { font-size: 13px; font-weight: 600 }
svg .tick, svg .axis { fill: var(--soft); font-size: 10.5px } svg .grid { stroke: var(--grid) }
svg .limit { fill: none; stroke: #b3261e; stroke-width: 1.5; stroke-dasharray: 5 4 }
svg .curve { fill: none; stroke-width: 2 } svg .point { fill: #1f66d6 }
svg .c0 { stroke: #1f66d6 } svg .c1 { stroke: #d55e00 } svg .c2 { stroke: #009e73 } svg .c3 { stroke: #cc79a7 }
svg .c4 { stroke: #8a6d00 } svg .c5 { stroke: #56b4e9 } svg .c6 { stroke: #5b5b5b } svg .c7 { stroke: #7b3fb5 }
`;

function path(places: readonly Place[], className: string): string {
  const steps = places.map(({ x, y }, at) => `${at === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`);
  return `<path d="${steps.join('')}" class="${className}"/>`;
}

function axis(values: readonly number[], [from, to]: readonly [number, number], logarithmic: boolean): Axis {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  if (logarithmic) {
    const scale = (value: number) => Math.log(value / least) / Math.log(most / least || 2);
    return {
      at: (value) => from + scale(Math.max(value, least)) * (to - from),
      ticks: decades.filter((tick) => tick >= least && tick <= most),
    };
  }
  const step = niceStep(Math.max(most - least, 1e-6) / 5);
  const [begin, end] = [Math.floor(least / step) * step, Math.ceil(most / step) * step || step];
  const ticks = Array.from({ length: Math.round((end - begin) / step) + 1 }, (_, at) => begin + at * step);
  return { at: (value) => from + ((value - begin) / (end - begin || 1)) * (to - from), ticks };
}

function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * ([1, 2, 5, 10].find((factor) => factor * power >= rough - 1e-12) ?? 10);
}
