// This call, as figures over the last three quarters of a minute: how it sounds, what is lost, how late it is, what was made up.

import { element, heading } from '../dom.js';

const shown = 45;
/** Losses come in bursts: a share over this many seconds says more than that of the last one. */
const smoothedOver = 5;
const width = 160;
const height = 40;

/** Measured like a call, but never said to begin or end. */
const testCall = 'test-call';

const plots = [
  {
    name: 'MOS',
    hint: 'How the call sounds, from 1 (bad) to 4.5 (very good), over the last 5 seconds',
    smooth: true,
    of: (figures) => figures.mosEstimate,
    say: (value) => value.toFixed(1),
    range: [1, 4.5],
    colour: 'blue',
  },
  {
    name: 'Loss',
    hint: 'Packets that did not arrive, over the last 5 seconds',
    smooth: true,
    of: (figures) => inPercent(figures.lossShare),
    say: (value) => `${value.toFixed(1)} %`,
    range: [0, 20],
    colour: 'amber',
  },
  {
    name: 'Mouth to ear',
    hint: 'From the other mouth to the ear here: packet, half the round trip, jitter buffer and sound device',
    of: (figures) => figures.endToEndDelayMs,
    say: (value) => `${Math.round(value)} ms`,
    range: [0, 400],
    colour: 'green',
  },
  {
    name: 'Concealed',
    hint: 'Sound that was made up where packets were missing, over the last 5 seconds',
    smooth: true,
    of: (figures) => inPercent(figures.concealedShare),
    say: (value) => `${value.toFixed(1)} %`,
    range: [0, 20],
    colour: 'purple',
  },
];

export class QualityPanel {
  #title = element('span', { class: 'beside' });
  #drawn = plots.map((plot) => makePlot(plot));
  #byPhone = new Map();
  #phone;

  constructor(section) {
    section.append(
      heading('activity', 'This call', this.#title),
      element('div', { class: 'plots' }, ...this.#drawn.map(({ element: card }) => card)),
    );
    this.#draw();
  }

  select(phone) {
    this.#phone = phone;
    this.#draw();
  }

  forget() {
    this.#byPhone.clear();
    this.#draw();
  }

  call(phone, { callId, phase, party }) {
    const calls = this.#callsOf(phone);
    calls.delete(testCall);
    const record = this.#record(phone, callId);
    record.party = party || record.party;
    record.ended = phase === 'ended';
    if (record.ended) this.#forgetAllBut(calls, this.#shown(phone));
    this.#draw();
  }

  figures(phone, { callId, statistics }) {
    const record = this.#record(phone, callId);
    const kbps = Math.round(statistics.bitRateBps / 1000);
    record.codec = `${statistics.sendCodec} ${kbps} kb/s · ${statistics.encrypted ? 'SRTP' : 'not encrypted'}`;
    record.samples.push(statistics);
    if (record.samples.length > shown) record.samples.shift();
    // The call that is talked in is the one that is measured: it comes last.
    this.#callsOf(phone).delete(callId);
    this.#callsOf(phone).set(callId, record);
    this.#draw();
  }

  #callsOf(phone) {
    if (!this.#byPhone.has(phone)) this.#byPhone.set(phone, new Map());
    return this.#byPhone.get(phone);
  }

  #record(phone, callId) {
    const calls = this.#callsOf(phone);
    const known = calls.get(callId);
    if (known) return known;
    const record = { party: callId === testCall ? 'Test call' : '', codec: '', ended: false, samples: [] };
    calls.set(callId, record);
    return record;
  }

  /** The call talked in, else the one that ended last. */
  #shown(phone) {
    const records = [...this.#callsOf(phone).values()];
    return records.findLast(({ ended }) => !ended) ?? records.at(-1);
  }

  #forgetAllBut(calls, shownRecord) {
    for (const [callId, record] of calls) if (record.ended && record !== shownRecord) calls.delete(callId);
  }

  #draw() {
    const record = this.#phone === undefined ? undefined : this.#shown(this.#phone);
    const parts = record ? [record.party, record.codec, record.ended ? 'ended' : ''].filter(Boolean) : [];
    this.#title.textContent = parts.length > 0 ? parts.join(' · ') : 'no call yet';
    const samples = record?.samples ?? [];
    // What was not measured is absent, and leaves out its point.
    for (const { plot, draw } of this.#drawn) {
      draw(
        smooth(
          plot,
          samples.map(plot.of).filter((value) => value !== undefined),
        ),
      );
    }
  }
}

function inPercent(share) {
  return share === undefined ? undefined : share * 100;
}

function smooth(plot, values) {
  if (!plot.smooth) return values;
  return values.map((_, at) => {
    const recent = values.slice(Math.max(0, at + 1 - smoothedOver), at + 1);
    return recent.reduce((sum, value) => sum + value, 0) / recent.length;
  });
}

function makePlot(plot) {
  const value = element('output', { class: 'figure' }, '–');
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
  svg.setAttribute('preserveAspectRatio', 'none');
  svg.setAttribute('aria-hidden', 'true');
  const line = document.createElementNS('http://www.w3.org/2000/svg', 'polyline');
  svg.append(line);
  const card = element(
    'div',
    { class: `plot ${plot.colour}`, title: plot.hint },
    element('span', { class: 'plot-name' }, plot.name),
    value,
    svg,
  );
  const draw = (values) => {
    const last = values.at(-1);
    value.textContent = last === undefined ? '–' : plot.say(last);
    line.setAttribute('points', pointsOf(values, plot.range));
  };
  return { plot, element: card, draw };
}

/** The newest at the right edge; the range grows where a value leaves it. */
function pointsOf(values, [least, most]) {
  const top = Math.max(most, ...values);
  const step = width / (shown - 1);
  const start = width - (values.length - 1) * step;
  return values
    .map((value, at) => {
      const share = (Math.max(least, value) - least) / (top - least);
      return `${(start + at * step).toFixed(1)},${(height - 2 - share * (height - 4)).toFixed(1)}`;
    })
    .join(' ');
}
