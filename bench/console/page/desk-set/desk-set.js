// One desk set: handset, screen, keys and lamps of one phone, drawn and wired.

import { element, icon } from '../dom.js';
import { DeskLink } from './desk-link.js';
import { KeyBoard } from './keys.js';
import { arrowKeys, dialKeys, functionKeys, softKeys, wayKeys } from './layout.js';
import { makeScreen } from './screen.js';

const lampNames = {
  'message-waiting': 'Message waiting',
  mute: 'Mute',
  speaker: 'Speaker',
  headset: 'Headset',
  'presence-free': 'Free',
  'presence-busy': 'Busy',
  ringing: 'Ringing',
};

export class DeskSet {
  #offHook = false;
  /** The phone's screen has a field that letters go into. */
  textExpected = false;
  #handset;
  #status;
  #lampReport;
  #lamps = new Map();

  constructor(phone) {
    this.phone = phone;
    this.link = new DeskLink();
    this.keys = new KeyBoard(this.link);
    this.screen = makeScreen(this.link, phone.owner.name);
    this.#handset = this.#makeHandset();
    this.#status = element('p', { class: 'screen-status', role: 'status' }, 'The phone is starting …');
    this.#lampReport = element('p', { class: 'visually-hidden', role: 'status' });
    this.element = this.#draw();
    this.#listen();
    this.update(phone);
  }

  /** The phone started, died, or came back elsewhere. */
  update(phone) {
    this.phone = phone;
    this.link.connect(phone.deskSet);
    if (phone.status === 'restarting') this.#status.textContent = 'The phone stopped and is starting again …';
  }

  toggleHook() {
    this.link.hook(this.#offHook ? 'on-hook' : 'off-hook');
  }

  #draw() {
    const { owner } = this.phone;
    const lamp = (name) => element('span', { class: 'lamp', 'data-lamp': name, title: lampNames[name] });
    return element(
      'article',
      {
        class: 'desk-set',
        'aria-label': `Phone of ${owner.name}, extension ${owner.extension}`,
        'data-phone': this.phone.id,
      },
      element(
        'div',
        { class: 'body' },
        element('p', { class: 'nameplate' }, `${owner.extension} · ${owner.name}`),
        element('div', { class: 'alert-bar lamp', 'data-lamp': 'ringing', title: 'Ringing', 'aria-hidden': 'true' }),
        element('div', { class: 'cradle' }, this.#handset),
        element(
          'div',
          { class: 'front' },
          element(
            'div',
            { class: 'bezel' },
            this.screen,
            this.#status,
            element('div', { class: 'presence' }, lamp('presence-free'), lamp('presence-busy')),
          ),
          element('div', { class: 'soft-keys' }, ...softKeys.map((key) => this.keys.make({ ...key, style: 'soft' }))),
          element(
            'div',
            { class: 'controls' },
            element(
              'div',
              { class: 'navigation' },
              element(
                'div',
                { class: 'ring' },
                ...arrowKeys.map((key) => this.keys.make({ ...key, style: `arrow ${key.key}` })),
              ),
              element('div', { class: 'ways' }, ...wayKeys.map((key) => this.keys.make({ ...key, style: 'small' }))),
            ),
            element('div', { class: 'dial-pad' }, ...dialKeys.map((key) => this.keys.make({ ...key, style: 'digit' }))),
            element(
              'div',
              { class: 'functions' },
              ...functionKeys.map((key) => this.keys.make({ ...key, style: 'function' })),
            ),
          ),
        ),
      ),
      this.#lampReport,
    );
  }

  #makeHandset() {
    return element(
      'button',
      {
        type: 'button',
        class: 'handset',
        'aria-pressed': 'false',
        'aria-label': 'Handset: lift',
        title: 'Lift or put down the handset (H)',
        onmousedown: (event) => event.preventDefault(),
        onclick: () => this.toggleHook(),
      },
      element(
        'span',
        { class: 'grip', 'aria-hidden': 'true' },
        element('span', { class: 'ear' }),
        element('span', { class: 'mouth' }),
      ),
      element(
        'span',
        { class: 'handset-hint' },
        icon('phone'),
        element('span', { class: 'handset-words' }, 'Lift (H)'),
      ),
    );
  }

  #listen() {
    const { link } = this;
    link.addEventListener('frame', () => {
      this.#status.textContent = '';
    });
    link.addEventListener('lost', () => {
      this.keys.releaseAll();
      this.#status.textContent ||= 'Waiting for the phone …';
    });
    link.addEventListener('hook', ({ detail }) => {
      this.#offHook = detail.position === 'off-hook';
      this.element.classList.toggle('off-hook', this.#offHook);
      this.#handset.setAttribute('aria-pressed', String(this.#offHook));
      this.#handset.setAttribute('aria-label', this.#offHook ? 'Handset: put down' : 'Handset: lift');
      this.#handset.querySelector('.handset-words').textContent = this.#offHook ? 'Hang up (H)' : 'Lift (H)';
    });
    link.addEventListener('text-expected', ({ detail }) => {
      this.textExpected = detail.expected;
      this.element.dispatchEvent(new CustomEvent('text-expected', { bubbles: true }));
    });
    link.addEventListener('lamp', ({ detail }) => this.#light(detail.lamp, detail.state));
  }

  #light(name, state) {
    const before = this.#lamps.get(name) ?? 'off';
    this.#lamps.set(name, state);
    for (const lamp of this.element.querySelectorAll(`[data-lamp="${name}"]`)) lamp.dataset.state = state;
    if (before !== state)
      this.#lampReport.textContent = `${lampNames[name]} lamp ${state === 'blink' ? 'blinks' : state}`;
  }
}
