// What a step shows beside its words: the keys, the hook, the touch grid, lamps, test pictures, a table, a plot.

import { element, icon } from '../../console/page/dom.js';
import { plot } from './plot.js';

const labels = {
  soft1: 'Soft 1',
  soft2: 'Soft 2',
  soft3: 'Soft 3',
  soft4: 'Soft 4',
  up: '▲',
  down: '▼',
  left: '◀',
  right: '▶',
  ok: 'OK',
  back: 'Back',
  home: 'Home',
  speaker: 'Speaker',
  headset: 'Headset',
  mute: 'Mute',
  'volume-up': 'Vol +',
  'volume-down': 'Vol −',
  redial: 'Redial',
  message: 'Messages',
};
const blocks = [
  ['softkeys', ['soft1', 'soft2', 'soft3', 'soft4']],
  ['digits', ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#']],
  ['navigation', ['back', 'up', 'home', 'left', 'ok', 'right', '', 'down', '']],
  ['functions', ['speaker', 'headset', 'mute', 'redial', 'message', 'volume-up', 'volume-down']],
];

const drawings = { keys, hook, grid, lamps, picture, table, curves, wait };

export function drawPanel(panel) {
  return panel ? [drawings[panel.kind](panel)] : [];
}

function keys({ keys }) {
  const states = new Map(keys.map(({ key, state }) => [key, state]));
  const done = keys.filter(({ state }) => state === 'done').length;
  const drawn = blocks.map(([name, names]) =>
    element(
      'div',
      { class: `block ${name}` },
      ...names.map((key) =>
        key === '' ? element('span', {}) : element('span', { class: `key ${states.get(key)}` }, labels[key] ?? key),
      ),
    ),
  );
  return element('div', { class: 'keys-panel' }, element('div', { class: 'set' }, ...drawn), tally(done, keys.length));
}

function tally(done, all) {
  return element('p', { class: 'tally' }, element('strong', {}, `${done}`), ` of ${all}`);
}

function hook({ position, moves }) {
  const isUp = position === 'off-hook';
  return element(
    'div',
    { class: `hook-panel ${isUp ? 'up' : ''}` },
    element('span', { class: 'handset' }, icon('phone')),
    element('p', { class: 'tally' }, isUp ? 'lifted' : 'on the hook'),
    element('p', { class: 'pips' }, ...[1, 2, 3, 4].map((at) => element('i', { class: moves >= at ? 'on' : '' }))),
  );
}

function grid({ columns, rows, marked }) {
  const touched = new Set(marked);
  const fields = Array.from({ length: columns * rows }, (_, at) =>
    element('i', { class: touched.has(at) ? 'touched' : '' }),
  );
  return element(
    'div',
    { class: 'grid-panel' },
    element('div', { class: `touch-grid of-${columns}` }, ...fields),
    tally(touched.size, columns * rows),
  );
}

function lamps({ lit, done }) {
  const names = ['message-waiting', 'mute', 'speaker', 'headset', 'presence-free', 'presence-busy', 'ringing'];
  const state = (name) => (name === lit ? 'lit' : done.includes(name) ? 'done' : '');
  return element(
    'ul',
    { class: 'lamps' },
    ...names.map((name) => element('li', { class: state(name) }, element('i', {}), name.replace('-', ' '))),
  );
}

function picture({ pattern }) {
  const greys = Array.from({ length: 32 }, (_, at) => element('i', { class: `g${at < 16 ? at : 31 - at}` }));
  return element(
    'figure',
    { class: 'picture' },
    element('div', { class: `screen ${pattern}` }, ...(pattern === 'grey-steps' ? greys : [])),
    element('figcaption', {}, 'as it should look'),
  );
}

function table({ head, rows }) {
  const line = (cells, tag) => element('tr', {}, ...cells.map((cell) => element(tag, {}, cell)));
  const body = rows.toReversed().map((cells) => line(cells, 'td'));
  return element(
    'div',
    { class: 'table-panel' },
    element('table', {}, element('thead', {}, line(head, 'th')), element('tbody', {}, ...body)),
  );
}

function curves({ curves }) {
  return element('div', { class: 'plots' }, ...curves.map(plot));
}

function wait({ share }) {
  const bar = share === undefined ? { class: 'bar-wait' } : { class: 'bar-wait', value: share, max: 1 };
  return element('progress', { ...bar, 'aria-label': 'It goes on by itself' });
}
