// The charts of a run: quality against delay for each case, and each figure by case and engine.

import { groupsOf, type Summary } from '../campaign/figures.ts';
import { dot, line, type Place, scaleOf, svg, text, tickText } from './drawing.ts';
import { type Column, cellOf } from './table.ts';

/** Okabe and Ito's colours, which nobody's eyes confuse; ours is the strongest. */
const colours = ['#d55e00', '#0072b2', '#009e73', '#56b4e9', '#cc79a7', '#8a6d00', '#5b5b5b'];

export function colourOf(engine: string, engines: readonly string[]): string {
  return colours[engines.indexOf(engine) % colours.length] ?? '#000';
}

const panel = { width: 300, height: 220, left: 40, right: 12, top: 26, bottom: 34 };

/** One case: to the upper left is better. Crosses span the seeds. */
export function qualityAgainstDelay(name: string, group: readonly Summary[], engines: readonly string[]): string {
  const { width, height, left, right, top, bottom } = panel;
  const delays = group.flatMap(({ figures }) => figures.delayP50Ms?.most ?? []);
  const x = scaleOf(delays, left, width - right);
  const y = scaleOf([], height - bottom, top, [1, 5]);
  const shapes = [text({ x: left, y: 15 }, name, 'title')];
  for (const tick of x.ticks) {
    shapes.push(line({ x: x.at(tick), y: top }, { x: x.at(tick), y: height - bottom }, 'grid'));
    shapes.push(text({ x: x.at(tick), y: height - bottom + 13 }, tickText(tick), 'tick', 'middle'));
  }
  for (const tick of y.ticks) {
    shapes.push(line({ x: left, y: y.at(tick) }, { x: width - right, y: y.at(tick) }, 'grid'));
    shapes.push(text({ x: left - 6, y: y.at(tick) + 3.5 }, tickText(tick), 'tick', 'end'));
  }
  shapes.push(text({ x: (left + width - right) / 2, y: height - 5 }, 'delay p50, ms', 'axis', 'middle'));
  shapes.push(text({ x: 2, y: 15 }, 'MOS', 'axis'));
  for (const { engine, figures } of group) {
    const { delayP50Ms: delay, visqol } = figures;
    if (!delay || !visqol) continue;
    const colour = colourOf(engine, engines);
    const at: Place = { x: x.at(delay.median), y: y.at(visqol.median) };
    shapes.push(line({ x: x.at(delay.least), y: at.y }, { x: x.at(delay.most), y: at.y }, 'spread', colour));
    shapes.push(line({ x: at.x, y: y.at(visqol.least) }, { x: at.x, y: y.at(visqol.most) }, 'spread', colour));
    const title = `${engine}: ${delay.median.toFixed(0)} ms, ${visqol.median.toFixed(2)}`;
    shapes.push(dot(at, colour, engine === engines[0] ? 5.5 : 4, title));
  }
  return svg(width, height, `${name}: quality against delay`, shapes);
}

const rowHeight = 13;
const caseGap = 14;
const dots = { width: 445, left: 112, right: 66, top: 30, bottom: 22 };

/** One figure: a row for each engine within each case, a line from least to most, a dot at the median. */
export function figureByCase(column: Column, summaries: readonly Summary[], engines: readonly string[]): string {
  const rows = summaries.filter(({ figures }) => figures[column.figure]);
  const cases = groupsOf(rows, (summary) => summary.case);
  const { width, left, right, top, bottom } = dots;
  const height = top + rows.length * rowHeight + cases.length * caseGap + bottom;
  const values = rows.flatMap(({ figures }) => (figures[column.figure]?.most ?? 0) * column.scale);
  const x = scaleOf(values, left, width - right, rangeOf(column));
  const unit = column.unit === '' ? '' : `, ${column.unit}`;
  const better = column.better ? ` (${column.better === 'low' ? 'less' : 'more'} is better)` : '';
  const shapes = [text({ x: 2, y: 15 }, `${column.title}${unit}${better}`, 'title')];
  for (const tick of x.ticks) {
    shapes.push(line({ x: x.at(tick), y: top - 4 }, { x: x.at(tick), y: height - bottom }, 'grid'));
    shapes.push(text({ x: x.at(tick), y: height - 8 }, tickText(tick), 'tick', 'middle'));
  }
  let y = top;
  for (const [name, group] of cases) {
    y += caseGap;
    shapes.push(text({ x: 2, y: y - 3 }, name, 'case'));
    for (const { engine, figures } of group) {
      y += rowHeight;
      const spread = figures[column.figure];
      if (!spread) continue;
      const colour = colourOf(engine, engines);
      const middle = y - rowHeight / 2;
      const at = (value: number): Place => ({ x: x.at(value * column.scale), y: middle });
      const cell = cellOf(column, spread);
      shapes.push(text({ x: left - 8, y: middle + 3.5 }, engine, engine === engines[0] ? 'own' : 'tick', 'end'));
      shapes.push(line(at(spread.least), at(spread.most), 'spread', colour));
      shapes.push(dot(at(spread.median), colour, engine === engines[0] ? 4.5 : 3.5, `${engine}, ${name}: ${cell}`));
      shapes.push(text({ x: width - 2, y: middle + 3.5 }, cell, 'tick', 'end'));
    }
  }
  return svg(width, height, column.title, shapes);
}

/** Scores have scales of their own; everything else begins at nothing. */
function rangeOf({ figure }: Column): readonly [number, number] | undefined {
  if (figure === 'visqol') return [1, 5];
  if (figure === 'stoi' || figure === 'correlationP10') return [0, 1];
  return undefined;
}
