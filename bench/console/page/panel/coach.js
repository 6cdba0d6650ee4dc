// What to do now, one step at a time: the first one that has not been done, with a button that does it.

import { element, heading } from '../dom.js';

/**
 * Steps in order; `open` says from what is known whether it is the one to show, `text` what to do, `button` what it
 * may be done by.
 */
const steps = [
  {
    open: ({ phone }) => phone.status !== 'ready',
    text: () => 'The phone is starting. Its screen shows up in a moment.',
  },
  {
    open: ({ account }) => account === 'signing-in',
    text: () => 'Signing in: watch the first messages appear under SIP.',
  },
  {
    open: ({ account }) => account !== 'signed-in' && account !== 'reconnecting',
    text: ({ phone }) =>
      `Sign in as ${phone.owner.extension} with PIN ${phone.owner.pin}. After each, press the first soft key.`,
    button: { label: 'Type it for me', does: 'signIn' },
  },
  {
    open: ({ locked, call }) => locked && call?.phase !== 'ringing-in' && call?.phase !== 'connected',
    text: ({ phone }) => `The phone locked itself. Its PIN is ${phone.owner.pin}; then press the first soft key.`,
    button: { label: 'Unlock it for me', does: 'unlock' },
  },
  {
    open: ({ call, waiting }) => call?.phase === 'ringing-in' && waiting,
    text: ({ call }) =>
      `${call.party || 'Someone'} is calling too. The first soft key answers and puts the other call on hold.`,
    button: { label: 'Answer', does: 'answer' },
  },
  {
    open: ({ call }) => call?.phase === 'ringing-in',
    text: ({ call }) => `${call.party || 'Someone'} is calling. Lift the handset, or press the first soft key.`,
    button: { label: 'Lift the handset', does: 'lift' },
  },
  {
    open: ({ sound }) => !sound,
    text: () => 'Turn on sound, so that you hear the phone and it hears you.',
    button: { label: 'Turn on sound', does: 'turnOnSound' },
  },
  {
    open: ({ call }) => call?.phase === 'dialling' || call?.phase === 'ringing-out',
    text: ({ call }) => `Calling ${call.party || 'them'}. The ladder shows INVITE going out and what comes back.`,
  },
  {
    open: ({ call, spoiled }) => call?.phase === 'connected' && !spoiled,
    text: ({ call }) =>
      `You are talking to ${call.party || 'them'}. Now let the network lose packets and see what the phone says.`,
    button: { label: 'Lose 15 %', does: 'spoilNetwork' },
  },
  {
    open: ({ call }) => call?.phase === 'connected',
    text: () =>
      'Watch the plots and the phone’s ribbon. Clear the network again, then hang up with the handset or the red soft key.',
  },
  {
    open: ({ called, first }) => !called && first !== undefined,
    text: ({ first }) =>
      `Call ${first.name}: type ${first.extension}, then lift the handset or press the first soft key.`,
    button: { label: 'Dial it for me', does: 'callFirst' },
  },
  {
    open: () => true,
    text: () => 'Ask someone below to ring you, or try Settings › Check Call Quality on the phone.',
  },
];

export class CoachPanel {
  #text = element('p', {});
  #button = element('button', { type: 'button', class: 'button primary' });
  #step;

  /** `deeds` has a function for each `does`. */
  constructor(section, deeds) {
    section.append(
      heading('list-checks', 'What to do now'),
      element('div', { class: 'step' }, this.#text, this.#button),
    );
    this.#button.addEventListener('click', () => this.#step?.button && deeds[this.#step.button.does]());
  }

  show(known) {
    const step = known.phone ? steps.find(({ open }) => open(known)) : undefined;
    const text = step?.text(known) ?? 'Connecting to the bench …';
    this.#step = step;
    // Only a change may be written: the section is read out when it changes.
    if (this.#text.textContent !== text) this.#text.textContent = text;
    this.#button.hidden = !step?.button;
    if (step?.button) this.#button.textContent = step.button.label;
  }
}
