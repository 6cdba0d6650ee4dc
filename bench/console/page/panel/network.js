// Sliders that make the network between the phones worse, and one press that makes it good again.

import { element, heading } from '../dom.js';

const sliders = [
  { name: 'lossPercent', label: 'Loss', most: 30, step: 1, say: (value) => `${value} %` },
  {
    name: 'burstPackets',
    label: 'In bursts of',
    least: 1,
    most: 10,
    step: 1,
    say: (value) => (value === 1 ? 'one' : `${value}`),
  },
  { name: 'delayMs', label: 'Delay', most: 500, step: 10, say: (value) => `${value} ms` },
  { name: 'jitterMs', label: 'Jitter', most: 150, step: 5, say: (value) => `${value} ms` },
  {
    name: 'bandwidthKbps',
    label: 'Bandwidth',
    most: 200,
    step: 10,
    say: (value) => (value === 0 ? 'no limit' : `${value} kb/s`),
  },
];

export class NetworkPanel {
  #bench;
  #inputs = new Map();
  #clear;
  /** Of the last wish. */
  #change = 0;
  /** The bench has not answered the last wish: whatever it says until then is older than what the sliders show. */
  #waits = false;

  constructor(section, bench) {
    this.#bench = bench;
    this.#clear = element(
      'button',
      { type: 'button', class: 'link', onclick: () => this.#choose({}) },
      'Clear network',
    );
    section.append(
      heading('wifi', 'Make the network worse', this.#clear),
      ...sliders.map((slider) => this.#makeSlider(slider)),
    );
    this.#set({});
    bench.on('impairment', ({ impairment, change }) => {
      if (change === this.#change) this.#waits = false;
      if (!this.#waits) this.#follow(impairment);
    });
  }

  /** As the bench has it when the line to it is new; what was asked before went with the old one. */
  show(impairment) {
    this.#waits = false;
    this.#follow(impairment);
  }

  /** One press for the tour: enough loss to hear and to see. */
  spoil() {
    this.#choose({ lossPercent: 15, burstPackets: 3 });
  }

  #makeSlider({ name, label, least = 0, most, step, say }) {
    const output = element('output', { class: 'slider-value' });
    const input = element('input', { type: 'range', id: `network-${name}`, min: least, max: most, step });
    const draw = () => {
      output.textContent = say(Number(input.value));
      input.style.setProperty('--filled', `${((input.value - least) / (most - least)) * 100}%`);
    };
    input.addEventListener('input', () => {
      draw();
      this.#mark();
      this.#ask();
    });
    this.#inputs.set(name, { input, draw, least });
    return element('div', { class: 'slider' }, element('label', { for: input.id }, label), input, output);
  }

  #choose(settings) {
    this.#set(settings);
    this.#ask();
  }

  #ask() {
    this.#waits = true;
    this.#bench.ask({ type: 'impair', impairment: this.#settings(), change: ++this.#change });
  }

  /** A hand on a slider wins over what comes from the bench. */
  #follow(settings) {
    this.#set(settings, (input) => document.activeElement === input && input.matches(':active'));
  }

  #set(settings, isHeld = () => false) {
    for (const [name, { input, draw, least }] of this.#inputs) {
      if (isHeld(input)) continue;
      input.value = settings[name] ?? least;
      draw();
    }
    this.#mark();
  }

  #settings() {
    return Object.fromEntries([...this.#inputs].map(([name, { input }]) => [name, Number(input.value)]));
  }

  #mark() {
    this.#clear.hidden = [...this.#inputs.values()].every(({ input, least }) => Number(input.value) === least);
  }
}
