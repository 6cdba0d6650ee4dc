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
  #inputs = new Map();
  #clear;

  constructor(section, bench) {
    const change = () => bench.ask({ type: 'impair', impairment: this.#settings() });
    this.#clear = element(
      'button',
      { type: 'button', class: 'link', onclick: () => this.#set({}, change) },
      'Clear network',
    );
    section.append(
      heading('wifi', 'Make the network worse', this.#clear),
      ...sliders.map((slider) => this.#makeSlider(slider, change)),
    );
    this.#set({});
    bench.on('impairment', ({ impairment }) => this.#set(impairment));
  }

  show(impairment) {
    this.#set(impairment);
  }

  /** One press for the tour: enough loss to hear and to see. */
  spoil(bench) {
    this.#set({ lossPercent: 15, burstPackets: 3 }, () => bench.ask({ type: 'impair', impairment: this.#settings() }));
  }

  #makeSlider({ name, label, least = 0, most, step, say }, change) {
    const output = element('output', { class: 'slider-value' });
    const input = element('input', { type: 'range', id: `network-${name}`, min: least, max: most, step });
    const draw = () => {
      output.textContent = say(Number(input.value));
      input.style.setProperty('--filled', `${((input.value - least) / (most - least)) * 100}%`);
    };
    input.addEventListener('input', () => {
      draw();
      this.#mark();
      change();
    });
    this.#inputs.set(name, { input, draw, least });
    return element('div', { class: 'slider' }, element('label', { for: input.id }, label), input, output);
  }

  #set(settings, then) {
    for (const [name, { input, draw, least }] of this.#inputs) {
      // A hand on the slider wins over what comes back from the bench.
      if (!then && document.activeElement === input && input.matches(':active')) continue;
      input.value = settings[name] ?? least;
      draw();
    }
    this.#mark();
    then?.();
  }

  #settings() {
    return Object.fromEntries([...this.#inputs].map(([name, { input }]) => [name, Number(input.value)]));
  }

  #mark() {
    this.#clear.hidden = [...this.#inputs.values()].every(({ input, least }) => Number(input.value) === least);
  }
}
