// Several prototypes side by side: a table for the terminal, and a page with every figure and the curves laid together.

import { escapeText } from '../../media/report/drawing.ts';
import { plot } from './plots.ts';
import { figureText, limitText, mark, minutes, page, verdictWords } from './report-page.ts';
import { type BenchReport, type Curve, type Figure, isWithin } from './result.ts';

interface Row {
  readonly step: string;
  readonly name: string;
  readonly cells: readonly (Figure | undefined)[];
}

export function printTable(reports: readonly BenchReport[]): string {
  const rows = [
    ['', ...reports.map(({ phone }) => phone.serialNumber)],
    ['tested', ...reports.map(({ startedAt }) => minutes(startedAt))],
    ['board', ...reports.map(({ phone }) => phone.board)],
    ['image', ...reports.map(({ phone }) => phone.image)],
    ['verdict', ...reports.map(({ verdict }) => verdictWords[verdict])],
    ...stepsOf(reports).map(({ id, title }) => [
      title,
      ...reports.map(({ steps }) => verdictWords[steps.find((step) => step.id === id)?.verdict ?? 'not-tested']),
    ]),
    ...stepsOf(reports).flatMap(({ title }) => {
      const rows = rowsOf(reports).filter(({ step }) => step === title);
      const lines = rows.map(({ name, cells }) => [
        `  ${name}`,
        ...cells.map((figure) => (figure ? `${figureText(figure)}${isWithin(figure) ? '' : ' !'}` : '–')),
      ]);
      return rows.length === 0 ? [] : [[''], [title], ...lines];
    }),
  ];
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export function printComparison(reports: readonly BenchReport[]): string {
  const heads = reports.map(
    ({ phone, verdict, startedAt }) =>
      `<th>${escapeText(phone.serialNumber)}<br>${mark(verdict)}<br><span class="soft">${escapeText(phone.board)}<br>${escapeText(phone.image)}<br>${minutes(startedAt)}</span></th>`,
  );
  const steps = stepsOf(reports).map(({ id, title }) => {
    const marks = reports.map((report) => {
      const step = report.steps.find((each) => each.id === id);
      return `<td title="${escapeText(step?.reason ?? '')}">${mark(step?.verdict ?? 'not-tested')}</td>`;
    });
    return `<tr><td>${escapeText(title)}</td>${marks.join('')}</tr>`;
  });
  const figures = rowsOf(reports).map(({ name, step, cells }) => {
    const known = cells.find((cell) => cell !== undefined);
    const shown = cells.map((cell) =>
      cell
        ? `<td class="number${isWithin(cell) ? '' : ' outside'}">${figureText(cell)}</td>`
        : '<td class="number">–</td>',
    );
    return `<tr><td>${escapeText(name)}<br><span class="soft">${escapeText(step)}</span></td>${shown.join('')}<td class="soft">${known ? limitText(known) : ''}</td></tr>`;
  });
  const names = reports.map(({ phone }) => phone.serialNumber);
  return page('Prototypes side by side', [
    `<h1>${reports.length} prototypes side by side</h1>`,
    '<h2>Verdicts</h2>',
    `<div class="wide"><table><thead><tr><th></th>${heads.join('')}</tr></thead><tbody>${steps.join('')}</tbody></table></div>`,
    '<h2>Figures</h2>',
    `<div class="wide"><table><thead><tr><th>figure</th>${names.map((name) => `<th class="number">${escapeText(name)}</th>`).join('')}<th>limit</th></tr></thead><tbody>${figures.join('')}</tbody></table></div>`,
    '<h2>Curves</h2>',
    `<p class="soft">${names.map((name, at) => `<span class="mark" style="color:${colours[at % colours.length]}">— ${escapeText(name)}</span>`).join(' ')}</p>`,
    `<div class="plots">${curvesOf(reports).join('')}</div>`,
  ]);
}

/** As in the plots' style. */
const colours = ['#1f66d6', '#d55e00', '#009e73', '#cc79a7', '#8a6d00', '#56b4e9', '#5b5b5b', '#7b3fb5'];

function stepsOf(reports: readonly BenchReport[]): readonly { readonly id: string; readonly title: string }[] {
  const titles = new Map(reports.flatMap(({ steps }) => steps.map(({ id, title }) => [id, title] as const)));
  return [...titles].map(([id, title]) => ({ id, title }));
}

function rowsOf(reports: readonly BenchReport[]): readonly Row[] {
  const rows = new Map<string, Row>();
  for (const { id, title } of stepsOf(reports)) {
    const figuresOf = (report: BenchReport) => report.steps.find((step) => step.id === id)?.figures ?? [];
    for (const { name } of reports.flatMap(figuresOf)) {
      const cells = reports.map((report) => figuresOf(report).find((figure) => figure.name === name));
      rows.set(`${id} ${name}`, { step: title, name, cells });
    }
  }
  return [...rows.values()];
}

function curvesOf(reports: readonly BenchReport[]): readonly string[] {
  const byTitle = new Map<string, { readonly name: string; readonly curve: Curve }[]>();
  for (const { phone, steps } of reports) {
    for (const curve of steps.flatMap(({ curves }) => curves)) {
      byTitle.set(curve.title, [...(byTitle.get(curve.title) ?? []), { name: phone.serialNumber, curve }]);
    }
  }
  return [...byTitle.values()].map((curves) => plot((curves[0] as (typeof curves)[number]).curve, curves));
}
