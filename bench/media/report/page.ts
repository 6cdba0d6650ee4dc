// The page of a run: charts and the whole table, one HTML file that needs nothing from anywhere.

import { groupsOf, type Summary } from '../campaign/figures.ts';
import { colourOf, figureByCase, qualityAgainstDelay } from './charts.ts';
import { escapeText } from './drawing.ts';
import { cellOf, columns, failureNote } from './table.ts';

export interface PageFacts {
  readonly summaries: readonly Summary[];
  /** Name and setting, ours first. */
  readonly engines: readonly { readonly name: string; readonly setting: string; readonly hasCard: boolean }[];
  /** What was spoken and by whom, with its licence. */
  readonly source: string;
  readonly seeds: number;
  readonly measuredAt: Date;
}

const style = `
:root { --paper: #fff; --ink: #1d1d1f; --soft: #6a6a70; --grid: #e6e6ea; }
* { box-sizing: border-box }
body { margin: 0; padding: 28px 32px 40px; background: var(--paper); color: var(--ink); font: 14px/1.5 system-ui, "DejaVu Sans", sans-serif }
h1 { font-size: 22px; margin: 0 0 2px } h2 { font-size: 16px; margin: 30px 0 8px } p { margin: 4px 0; max-width: 72em }
.soft { color: var(--soft) }
.charts { display: flex; flex-wrap: wrap; gap: 14px 16px }
svg { display: block } svg text { font: 11px system-ui, "DejaVu Sans", sans-serif; fill: var(--ink) }
svg .title { font-size: 13px; font-weight: 600 } svg .case { font-size: 11.5px; font-weight: 600 } svg .tick, svg .axis { fill: var(--soft); font-size: 10.5px }
svg .own { font-size: 10.5px; font-weight: 700 } svg .grid { stroke: var(--grid); stroke-width: 1 } svg .spread { stroke-width: 2; stroke-linecap: round; opacity: .55 }
.legend { display: flex; flex-wrap: wrap; gap: 4px 18px; align-items: center; margin-bottom: 8px } .legend i { width: 11px; height: 11px; border-radius: 50%; margin-right: -12px }
section { padding: 1px 8px 14px; margin: 0 -8px }
ul.key { list-style: none; padding: 0; margin: 10px 0 } ul.key li { display: flex; gap: 8px; align-items: baseline } ul.key i { flex: none; width: 11px; height: 11px; border-radius: 50% }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: 12.5px } th, td { padding: 3px 9px; text-align: right; border-bottom: 1px solid var(--grid); white-space: nowrap }
th:first-child, td:first-child { text-align: left } thead th { border-bottom: 2px solid var(--ink); vertical-align: bottom; white-space: normal } tbody tr.case th { padding-top: 12px; text-align: left } td.best { font-weight: 700 } tr.own td:first-child { font-weight: 700 }
.wide { overflow-x: auto }
@media (max-width: 700px) { body { padding: 16px } }
`;

export function printPage(facts: PageFacts): string {
  const { summaries, source, seeds, measuredAt } = facts;
  const engines = facts.engines.map(({ name }) => name);
  const cases = groupsOf(summaries, (summary) => summary.case);
  const scatters = cases.map(([name, group]) => qualityAgainstDelay(name, group, engines));
  const shown = columns.filter(({ figure }) => summaries.some(({ figures }) => figures[figure]));
  const figures = shown.map((column) => figureByCase(column, summaries, engines));
  const key = facts.engines.map(
    ({ name, setting, hasCard }) =>
      `<li><i style="background:${colourOf(name, engines)}"></i><span><b>${escapeText(name)}</b> ${escapeText(setting)}${hasCard ? '' : ' <b>(its delay is without a sound card)</b>'}</span></li>`,
  );
  const legend = `<p class="legend">${facts.engines.map(({ name, hasCard }) => `<i style="background:${colourOf(name, engines)}"></i>${escapeText(name)}${hasCard ? '' : ' (no sound card)'}`).join('')}</p>`;
  const body = [
    '<h1>Voice engines, side by side</h1>',
    `<p class="soft">${escapeText(measuredAt.toISOString().slice(0, 16).replace('T', ' '))} UTC, ${seeds} ${seeds === 1 ? 'seed' : 'seeds'} a case, 20 ms network, Opus at 36 kb/s at most. Speech: ${escapeText(source)}.</p>`,
    `<ul class="key">${key.join('')}</ul>`,
    '<section id="quality"><h2>Quality against delay</h2>',
    '<p class="soft">ViSQOL against mouth-to-ear delay; up and to the left is better. Dots are medians, lines span the seeds.</p>',
    `${legend}<div class="charts">${scatters.join('')}</div></section>`,
    '<section id="figures"><h2>Each figure</h2>',
    '<p class="soft">Dots are medians, lines span the seeds.</p>',
    `<div class="charts">${figures.join('')}</div></section>`,
    '<h2>All figures</h2>',
    `<div class="wide">${table(cases, facts.engines[0]?.name)}</div>`,
    '<p class="soft">Medians, ± half of what lies between the least and the most seed; bold is the best of a case; - is not told by the engine. CPU is that of both ends.</p>',
  ].join('\n');
  return `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Voice engines, side by side</title><style>${style}</style></head><body>\n${body}\n</body></html>\n`;
}

function table(cases: readonly (readonly [string, readonly Summary[]])[], own: string | undefined): string {
  const heads = columns.map(
    ({ title, unit }) => `<th>${escapeText(title)}${unit ? `<br>${escapeText(unit)}` : ''}</th>`,
  );
  const bodies = cases.map(([name, group]) => {
    const rows = group.map((summary) => {
      const cells = columns.map((column) => {
        const spread = summary.figures[column.figure];
        const best = spread && column.better && isBest(spread.median, column, group) ? ' class="best"' : '';
        return `<td${best}>${cellOf(column, spread)}</td>`;
      });
      const ownClass = summary.engine === own ? ' class="own"' : '';
      return `<tr${ownClass}><td>${escapeText(summary.engine + failureNote(summary))}</td>${cells.join('')}</tr>`;
    });
    return `<tbody><tr class="case"><th colspan="${columns.length + 1}">${escapeText(name)}</th></tr>${rows.join('')}</tbody>`;
  });
  return `<table><thead><tr><th></th>${heads.join('')}</tr></thead>${bodies.join('')}</table>`;
}

function isBest(median: number, { figure, better }: (typeof columns)[number], group: readonly Summary[]): boolean {
  const medians = group.flatMap(({ figures }) => figures[figure]?.median ?? []);
  return medians.length > 1 && median === (better === 'low' ? Math.min(...medians) : Math.max(...medians));
}
