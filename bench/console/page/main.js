// The page: desk sets on the left, what goes on at the right, sound above, and what ties them together.

import { BenchLink } from './bench-link.js';
import { DeskSet } from './desk-set/desk-set.js';
import { listenToKeyboard } from './desk-set/keyboard.js';
import { CoachPanel } from './panel/coach.js';
import { CompanyPanel } from './panel/company.js';
import { LadderPanel } from './panel/ladder.js';
import { NetworkPanel } from './panel/network.js';
import { QualityPanel } from './panel/quality.js';
import { ReportsPanel } from './panel/reports.js';
import { Sound } from './sound/sound.js';
import { SoundBar } from './sound/sound-bar.js';
import * as tour from './tour.js';

const at = (id) => document.getElementById(id);

const bench = new BenchLink();
const sound = new Sound();
const quality = new QualityPanel(at('quality'));
const ladder = new LadderPanel(at('ladder'));
const reports = new ReportsPanel(at('reports'));
const network = new NetworkPanel(at('network'), bench);
const company = new CompanyPanel(at('company'));
const soundBar = new SoundBar(document, sound);

const unlockWithinMs = 5_000;
/** How the phone may call the line that sends one's voice back. */
const echoNames = new Set(['Echo', '4901']);

/** By phone: its desk set, and what is known of its account and its last call. */
const phones = new Map();
let selected;
let colleagues = [];
let spoiled = false;

const coach = new CoachPanel(at('coach'), {
  signIn: () => tour.signIn(selected.deskSet),
  unlock: () => tour.unlock(selected.deskSet),
  answer: () => selected.deskSet.link.press('soft1'),
  lift: () => selected.deskSet.link.hook('off-hook'),
  turnOnSound: () => sound.turnOn(),
  callFirst: () => dial(firstToCall().extension),
  spoilNetwork: () => network.spoil(),
});

bench.on('hello', (hello) => {
  at('enterprise').textContent = `${hello.domain} is running`;
  at('enterprise').classList.add('good');
  // All of it is told again.
  ladder.forget();
  quality.forget();
  for (const known of phones.values()) known.calls.clear();
  colleagues = hello.company.filter(
    ({ extension }) => !hello.phones.some(({ owner }) => owner.extension === extension),
  );
  for (const phone of hello.phones) showPhone(phone);
  document.body.classList.toggle('many', hello.phones.length > 1);
  const others = hello.phones.map(({ owner }) => ({
    name: owner.name,
    extension: owner.extension,
    behaviour: 'sits at the other phone',
  }));
  company.show([...(others.length > 1 ? others : []), ...colleagues], {
    call: dial,
    ring: (extension) => selected && bench.ask({ type: 'ring', extension, phone: selected.deskSet.phone.id }),
  });
  reports.show(hello.reports);
  network.show(hello.impairment);
  noteNetwork(hello.impairment);
});
bench.on('phone', ({ phone }) => showPhone(phone));
bench.on('report', ({ report }) => reports.add(report));
bench.on('impairment', ({ impairment }) => noteNetwork(impairment));
bench.on('event', ({ phone, atMs, event }) => note(phone, atMs, event));
bench.on('notice', ({ text }) => company.say(text));
bench.on('lost', () => {
  at('enterprise').textContent = 'The bench does not answer. Is it still running?';
  at('enterprise').classList.remove('good');
});
sound.addEventListener('change', () => refresh());

function showPhone(phone) {
  const known = phones.get(phone.id);
  if (known) {
    known.deskSet.update(phone);
  } else {
    const deskSet = new DeskSet(phone);
    phones.set(phone.id, { deskSet, account: undefined, calls: new Map(), called: false });
    at('desks').append(deskSet.element);
    for (const type of ['pointerdown', 'focusin']) {
      deskSet.element.addEventListener(type, () => select(phone.id), { capture: true });
    }
    if (!selected) select(phone.id);
  }
  // Only one person sits here: the other phones speak by themselves.
  sound.attach(phone.id, phone.audio, phone.id === selected.deskSet.phone.id ? 'computer' : 'talker');
  refresh();
}

function select(id) {
  if (selected?.deskSet.phone.id === id) return;
  selected = phones.get(id);
  for (const { deskSet } of phones.values()) deskSet.element.classList.toggle('selected', deskSet === selected.deskSet);
  quality.select(id);
  ladder.select(id);
  soundBar.select(id);
  refresh();
}

function note(id, atMs, event) {
  const known = phones.get(id);
  if (!known) return;
  if (event.type === 'sip') ladder.add(id, { ...event.trace, atMs });
  if (event.type === 'quality') quality.figures(id, event);
  if (event.type === 'account') Object.assign(known, { account: statusOf(event.status), locked: event.locked });
  if (event.type === 'ready') known.calls.clear();
  if (event.type === 'call') noteCall(known, { ...event, phase: statusOf(event.phase) });
  refresh();
}

function noteCall(known, call) {
  if (call.phase === 'ended') known.calls.delete(call.callId);
  else known.calls.set(call.callId, call);
  known.called ||= call.phase === 'connected';
  quality.call(known.deskSet.phone.id, call);
}

/** What a person would look at: a call that rings, else the one made last. */
function callInHand({ calls }) {
  const live = [...calls.values()];
  return live.find(({ phase }) => phase === 'ringing-in') ?? live.at(-1);
}

/** What happened, without the reason that may follow it: `ended` of `ended: busy`. */
function statusOf(told) {
  return told.split(':', 1)[0];
}

async function dial(extension) {
  if (!selected) return;
  const known = selected;
  if (known.locked) {
    await tour.unlock(known.deskSet);
    // Checking the PIN takes the phone a moment; keys pressed meanwhile would still be part of it.
    if (!(await unlocked(known))) return;
  }
  await tour.dial(known.deskSet, extension);
}

/** Whether the phone opens within a few seconds. */
function unlocked(known) {
  return new Promise((resolve) => {
    const finish = (open) => {
      stop();
      clearTimeout(timer);
      resolve(open);
    };
    const timer = setTimeout(() => finish(false), unlockWithinMs);
    const stop = bench.on('event', () => known.locked || finish(true));
    if (!known.locked) finish(true);
  });
}

function firstToCall() {
  return colleagues.find(({ behaviour }) => behaviour === 'answers');
}

function noteNetwork(impairment) {
  spoiled =
    impairment.lossPercent > 0 || impairment.delayMs > 0 || impairment.jitterMs > 0 || impairment.bandwidthKbps > 0;
  refresh();
}

function refresh() {
  const call = selected && callInHand(selected);
  soundBar.setEchoing(call?.phase === 'connected' && echoNames.has(call.party));
  coach.show({
    phone: selected?.deskSet.phone,
    account: selected?.account,
    locked: selected?.locked,
    call,
    waiting: call?.phase === 'ringing-in' && selected.calls.size > 1,
    called: selected?.called,
    first: firstToCall(),
    sound: sound.on,
    spoiled,
  });
}

listenToKeyboard(() => selected?.deskSet, at('typing'));
bench.connect();
