// The report of one prototype as a page: who it is, what passed, what failed, what was left out, and the plots.

import { escapeText } from '../../media/report/drawing.ts';
import { plot, plotStyle } from './plots.ts';
import { type BenchReport, type Figure, isWithin, type StepResult, type Verdict } from './result.ts';

export const verdictWords: Readonly<Record<Verdict, string>> = {
  passed: 'passed',
  failed: 'failed',
  'not-tested': 'not tested',
};

const judges = { measurement: 'measured', person: 'by a person', nobody: '' } as const;

export const pageStyle = `
:root { --paper: #fff; --ink: #10151c; --soft: #4a5666; --grid: #dfe4ea; --good: #15703b; --bad: #b3261e; --open: #8a5a00 }
* { box-sizing: border-box }
body { margin: 0 auto; padding: 28px 24px 48px; max-width: 1080px; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, "DejaVu Sans", sans-serif }
h1 { margin: 0 0 4px; font-size: 24px } h2 { margin: 34px 0 10px; font-size: 18px } h3 { margin: 0; font-size: 15px } p { margin: 4px 0 } .soft { color: var(--soft) }
dl.plate { display: grid; grid-template-columns: repeat(auto-fill, minmax(200px, 1fr)); gap: 10px 20px; margin: 18px 0 } dt { color: var(--soft); font-size: 13px } dd { margin: 0; overflow-wrap: anywhere }
.mark { display: inline-block; padding: 1px 10px; border-radius: 99px; font-size: 13px; font-weight: 600; white-space: nowrap }
.passed { background: #e2f4e9; color: var(--good) } .failed { background: #fbe4e2; color: var(--bad) } .not-tested { background: #fdf0d8; color: var(--open) }
h1 .mark { margin-left: 10px; font-size: 15px; vertical-align: 3px }
.step { padding: 14px 0; border-top: 1px solid var(--grid) } .step header { display: flex; flex-wrap: wrap; gap: 4px 12px; align-items: center }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: 14px; margin-top: 6px } th, td { padding: 4px 16px 4px 0; text-align: left; border-bottom: 1px solid var(--grid); vertical-align: top }
td.number, th.number { text-align: right } td.outside { color: var(--bad); font-weight: 600 } .wide { overflow-x: auto }
.plots { display: flex; flex-wrap: wrap; gap: 12px 20px; margin-top: 10px }
${plotStyle}
@media (max-width: 600px) { body { padding: 18px 14px } .wide table { font-size: 13px } }
`;

export function printReport(report: BenchReport): string {
  const { phone, steps, verdict } = report;
  const count = (wanted: Verdict) => steps.filter((step) => step.verdict === wanted).length;
  const plate = [
    ['Serial number', phone.serialNumber],
    ['Model', `${phone.vendor} ${phone.model}, revision ${phone.revision}`],
    ['Board', phone.board],
    ['Image', `${phone.image}, slot ${phone.slot}`],
    ['MAC address', phone.macAddress],
    ['Tested', `${minutes(report.startedAt)} to ${minutes(report.endedAt)} UTC`],
    ['By', report.unattended ? 'a program in place of a person' : 'a person at the bench'],
  ] as const;
  const body = [
    `<h1>${escapeText(phone.serialNumber)} ${mark(verdict, verdict === 'not-tested' ? 'not wholly tested' : undefined)}</h1>`,
    `<p class="soft">${count('passed')} steps passed, ${count('failed')} failed, ${count('not-tested')} not tested.</p>`,
    `<dl class="plate">${plate.map(([name, value]) => `<div><dt>${name}</dt><dd>${escapeText(value)}</dd></div>`).join('')}</dl>`,
    '<h2>Steps</h2>',
    ...steps.map(stepSection),
  ];
  return page(`Bench test of ${phone.serialNumber}`, body);
}

export function page(title: string, body: readonly string[]): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeText(title)}</title><style>${pageStyle}</style></head>
<body>${body.join('\n')}</body></html>
`;
}

export function mark(verdict: Verdict, words: string = verdictWords[verdict]): string {
  return `<span class="mark ${verdict}">${words}</span>`;
}

export function figureText({ value, unit }: Pick<Figure, 'value' | 'unit'>): string {
  const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : 2;
  return `${value.toFixed(digits)}${unit === '' ? '' : ` ${unit}`}`;
}

export function limitText({ least, most, unit }: Figure): string {
  const unitText = unit === '' ? '' : ` ${unit}`;
  if (least !== undefined && most !== undefined) return `${least} to ${most}${unitText}`;
  if (least !== undefined) return `at least ${least}${unitText}`;
  return most === undefined ? '' : `at most ${most}${unitText}`;
}

export function minutes(at: string): string {
  return at.slice(0, 16).replace('T', ' ');
}

function stepSection({ title, verdict, judgedBy, reason, figures, curves }: StepResult): string {
  const rows = figures.map((figure) => {
    const outside = isWithin(figure) ? '' : ' outside';
    return `<tr><td>${escapeText(figure.name)}</td><td class="number${outside}">${figureText(figure)}</td><td class="soft">${limitText(figure)}</td></tr>`;
  });
  const table =
    rows.length === 0
      ? ''
      : `<div class="wide"><table><thead><tr><th>figure</th><th class="number">value</th><th>limit</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
  return [
    '<section class="step">',
    `<header><h3>${escapeText(title)}</h3>${mark(verdict)}<span class="soft">${judges[judgedBy]}</span></header>`,
    reason === '' ? '' : `<p>${escapeText(reason)}</p>`,
    table,
    curves.length === 0 ? '' : `<div class="plots">${curves.map((curve) => plot(curve)).join('')}</div>`,
    '</section>',
  ].join('');
}
