// The keys as buttons: down while a finger, a mouse or the computer's key holds them, and a press by Enter or Space.

import { element, icon } from '../dom.js';

/** All keys of one desk set, so that the keyboard can show what it presses. */
export class KeyBoard {
  #link;
  #buttons = new Map();
  #held = new Set();

  constructor(link) {
    this.#link = link;
    link.addEventListener('typed', ({ detail }) => this.#flash(detail));
  }

  make({ key, name, icon: iconName, shortcut, say, lamp, wide, letters, style }) {
    const label = say ?? name ?? key;
    const button = element(
      'button',
      {
        type: 'button',
        class: ['key', style, wide && 'wide'].filter(Boolean).join(' '),
        'data-key': key,
        'aria-label': letters ? `${label} ${letters}` : label,
        title: shortcut ? `${label} (${shortcut})` : label,
      },
      lamp ? element('span', { class: 'lamp', 'data-lamp': lamp, 'aria-hidden': 'true' }) : undefined,
      iconName ? icon(iconName) : undefined,
      element('span', { class: 'legend' }, name ?? key),
      letters ? element('span', { class: 'letters' }, letters) : undefined,
    );
    button.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return;
      button.setPointerCapture(event.pointerId);
      // Whoever goes to the keys is done with typing on the screen.
      if (document.activeElement?.classList.contains('screen')) document.activeElement.blur();
      this.hold(key);
    });
    for (const type of ['pointerup', 'pointercancel']) button.addEventListener(type, () => this.release(key));
    // Focus stays where it was, so that Enter goes on meaning OK after a click; Tab still reaches every key.
    button.addEventListener('mousedown', (event) => event.preventDefault());
    button.addEventListener('click', (event) => {
      // By mouse or finger the pointer events have done it; detail 0 is a press by keyboard or assistive device.
      if (event.detail !== 0) return;
      this.#flash(key);
      this.#link.press(key);
    });
    button.addEventListener('contextmenu', (event) => event.preventDefault());
    this.#buttons.set(key, button);
    return button;
  }

  hold(key) {
    if (this.#held.has(key)) return;
    this.#held.add(key);
    this.#buttons.get(key)?.classList.add('down');
    this.#link.key(key, true);
  }

  release(key) {
    if (!this.#held.delete(key)) return;
    this.#buttons.get(key)?.classList.remove('down');
    this.#link.key(key, false);
  }

  releaseAll() {
    for (const key of [...this.#held]) this.release(key);
  }

  #flash(key) {
    const button = this.#buttons.get(key);
    button?.classList.add('down');
    setTimeout(() => this.#held.has(key) || button?.classList.remove('down'), 120);
  }
}
