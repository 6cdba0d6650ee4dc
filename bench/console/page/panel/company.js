// The people at the other end: call them from the selected phone, or have them call it.

import { element, heading } from '../dom.js';

export class CompanyPanel {
  #list = element('ul', { class: 'company' });
  #notice = element('p', { class: 'notice', role: 'status' });

  constructor(section) {
    section.append(heading('users', 'Company'), this.#notice, this.#list);
  }

  /** Why something that was asked for did not happen. */
  say(text) {
    this.#notice.textContent = text;
  }

  /** `call` and `ring` are given an extension. */
  show(company, { call, ring }) {
    this.#list.replaceChildren(
      ...company.map(({ name, extension, title, behaviour, canRing }) =>
        element(
          'li',
          {},
          element(
            'div',
            { class: 'who' },
            element('span', { class: 'name' }, name),
            element('span', { class: 'detail' }, [extension, behaviour, title].filter(Boolean).join(' · ')),
          ),
          element(
            'button',
            { type: 'button', class: 'button', 'aria-label': `Call ${name}`, onclick: () => call(extension) },
            'Call',
          ),
          canRing
            ? element(
                'button',
                {
                  type: 'button',
                  class: 'button primary',
                  'aria-label': `Have ${name} ring me`,
                  onclick: () => {
                    this.say('');
                    ring(extension);
                  },
                },
                'Ring me',
              )
            : undefined,
        ),
      ),
    );
  }
}
