// The page of a bench test: shows the step at hand and the list of all, and carries a person's answers to the bench.

import { element, icon } from '../../console/page/dom.js';
import { drawPanel } from './panels.js';

const reconnectMs = 1_000;
const marks = { passed: 'check', failed: 'x', 'not-tested': 'minus', running: 'arrow-right', waiting: '' };
const spoken = { passed: 'passed', failed: 'failed', 'not-tested': 'not tested', running: 'now', waiting: 'to do' };

const find = (id) => document.getElementById(id);

let socket;
let view;
let shownTurn = -1;
let shownSteps = '';

function connect() {
  socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/guide`);
  socket.onmessage = ({ data }) => {
    view = JSON.parse(data);
    show();
  };
  socket.onclose = () => {
    find('phone').className = 'chip';
    find('phone').textContent = 'The bench does not answer; is it still running?';
    setTimeout(connect, reconnectMs);
  };
}

function show() {
  showPhone();
  showSteps();
  find('title').textContent = view.title;
  find('words').textContent = view.words;
  find('shown').replaceChildren(...(view.reports.length > 0 ? [summary()] : drawPanel(view.panel)));
  showButtons();
}

function showPhone() {
  const { connected, serialNumber, board, image } = view.phone;
  const chip = find('phone');
  const isKnown = serialNumber !== '';
  chip.className = `chip ${connected ? 'good' : isKnown ? 'lost' : ''}`;
  if (!isKnown) chip.textContent = 'No phone yet';
  else chip.textContent = connected ? serialNumber : `${serialNumber}: no connection, the test goes on when it is back`;
  find('plate').textContent = isKnown ? `${board} · image ${image}` : '';
}

function showSteps() {
  const done = view.steps.filter(({ verdict }) => verdict !== 'waiting' && verdict !== 'running').length;
  find('count').textContent = `${done} of ${view.steps.length} steps`;
  const running = view.steps.findIndex(({ verdict }) => verdict === 'running');
  const step = view.steps[running];
  find('place').textContent = step ? `Step ${running + 1} of ${view.steps.length} · ${step.group}` : '';
  const told = JSON.stringify(view.steps);
  if (told === shownSteps) return;
  shownSteps = told;
  let group = '';
  const items = view.steps.flatMap((each) => {
    const head = each.group === group ? [] : [element('li', { class: 'group' }, each.group)];
    group = each.group;
    return [...head, stepItem(each)];
  });
  find('steps').replaceChildren(...items);
  find('steps').querySelector('.running')?.scrollIntoView({ block: 'nearest', inline: 'center' });
}

function stepItem({ title, verdict, reason }) {
  const mark = element('span', { class: 'dot' }, ...(marks[verdict] === '' ? [] : [icon(marks[verdict])]));
  const text = element('span', { class: 'step-title' }, title);
  const attributes = { class: `step ${verdict}`, title: reason, 'aria-current': verdict === 'running' && 'step' };
  return element('li', attributes, mark, text, element('span', { class: 'verdict' }, spoken[verdict]));
}

/** What the person is writing stays while the step shows something new. */
function showButtons() {
  const { turn, buttons } = view;
  if (turn === shownTurn) return;
  shownTurn = turn;
  find('answer').hidden = buttons.length === 0;
  find('reason').value = '';
  find('reason-wanted').hidden = true;
  find('reason-row').hidden = !buttons.some(({ kind }) => kind === 'no' || kind === 'skip');
  find('buttons').replaceChildren(
    ...buttons.map((button) =>
      element(
        'button',
        { type: 'button', class: `button big ${button.kind}`, onclick: () => press(button) },
        button.label,
      ),
    ),
  );
}

function press({ id, kind }) {
  const reason = find('reason').value;
  const isWanting = kind === 'skip' && reason.trim() === '';
  find('reason-wanted').hidden = !isWanting;
  if (isWanting) find('reason').focus();
  else if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ turn: view.turn, button: id, reason }));
}

function summary() {
  const count = (wanted) => view.steps.filter(({ verdict }) => verdict === wanted).length;
  const figures = [
    ['passed', 'passed'],
    ['failed', 'failed'],
    ['not-tested', 'not tested'],
  ].map(([verdict, words]) =>
    element('p', { class: `total ${verdict}` }, element('strong', {}, String(count(verdict))), ` ${words}`),
  );
  const open = view.steps.filter(({ verdict }) => verdict !== 'passed');
  const list = element(
    'ul',
    { class: 'open' },
    ...open.map(({ title, verdict, reason }) =>
      element('li', { class: verdict }, element('strong', {}, title), ` ${spoken[verdict]}: ${reason}`),
    ),
  );
  const files = view.reports.map((file) => element('li', {}, element('code', {}, file)));
  return element(
    'div',
    { class: 'summary' },
    element('div', { class: 'totals' }, ...figures),
    list,
    element('h3', {}, 'The report'),
    element('ul', { class: 'files' }, ...files),
  );
}

find('answer').addEventListener('submit', (event) => event.preventDefault());
connect();
