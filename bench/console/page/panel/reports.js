// What the quality collector has got: a line a call, with how it sounded each way, and the report itself behind it.

import { element, heading } from '../dom.js';

const mostShown = 30;

export class ReportsPanel {
  #list = element('ol', { class: 'reports' });
  #empty = element('p', { class: 'empty' }, 'None yet. A phone sends one when a call ends.');
  #count = element('span', { class: 'beside' });
  #reports = [];

  constructor(section) {
    section.append(heading('list-checks', 'Quality reports', this.#count), this.#empty, this.#list);
    this.#draw();
  }

  /** All that the collector kept, oldest first. */
  show(reports) {
    this.#reports = reports.slice(-mostShown);
    this.#draw();
  }

  add(report) {
    this.#reports.push(report);
    if (this.#reports.length > mostShown) this.#reports.shift();
    this.#draw();
  }

  #draw() {
    const open = this.#list.querySelector('details[open]')?.dataset.key;
    this.#list.replaceChildren(...this.#reports.toReversed().map((report) => drawReport(report, open)));
    this.#empty.hidden = this.#reports.length > 0;
    this.#list.hidden = this.#reports.length === 0;
    this.#count.textContent = this.#reports.length > 0 ? 'at the collector' : '';
  }
}

function drawReport(report, open) {
  const { atMs, from, to, seconds, codec, heard, sent, roundTripMs, final, text } = report;
  const key = `${atMs} ${from} ${to}`;
  const figures = [
    percent('lost', heard.lossPercent),
    milliseconds('jitter', heard.jitterMs),
    milliseconds('round trip', roundTripMs),
    codec,
    final ? undefined : 'so far',
  ].filter(Boolean);
  return element(
    'li',
    {},
    element(
      'details',
      { 'data-key': key, open: key === open },
      element(
        'summary',
        {},
        grade(heard.mos, `${from} heard ${to}`),
        element(
          'span',
          { class: 'who' },
          element('span', { class: 'name' }, `${from} → ${to}`),
          element('span', { class: 'detail' }, [clock(atMs), lasted(seconds), ...figures].filter(Boolean).join(' · ')),
          sent.mos === undefined
            ? undefined
            : element('span', { class: 'detail' }, `${to} heard ${sent.mos.toFixed(1)}${lossOf(sent)}`),
        ),
      ),
      element('pre', {}, text),
    ),
  );
}

/** A MOS as a number in the colour of what it means; nothing measured is a dash, never a zero. */
function grade(mos, what) {
  const kind = mos === undefined ? 'unknown' : mos >= 4 ? 'good' : mos >= 3.4 ? 'fair' : 'poor';
  const words = { unknown: 'not measured', good: 'good', fair: 'fair', poor: 'poor' }[kind];
  const shown = mos === undefined ? '–' : mos.toFixed(1);
  return element(
    'span',
    { class: `grade ${kind}`, title: `How ${what}: ${words}`, 'aria-label': `${shown}, ${words}` },
    shown,
  );
}

function lossOf({ lossPercent }) {
  return lossPercent === undefined ? '' : `, ${lossPercent.toFixed(1)} % lost`;
}

function percent(name, value) {
  return value === undefined ? undefined : `${value.toFixed(1)} % ${name}`;
}

function milliseconds(name, value) {
  return value === undefined ? undefined : `${name} ${Math.round(value)} ms`;
}

function lasted(seconds) {
  if (seconds === undefined) return undefined;
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')} min`;
}

function clock(atMs) {
  return new Date(atMs).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
}
