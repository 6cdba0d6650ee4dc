// SIP messages of the selected phone as a ladder: one line a message, the whole text behind it, all of it to save.

import { element, heading } from '../dom.js';

const mostMessages = 200;

export class LadderPanel {
  #list = element('ol', { class: 'ladder' });
  #empty = element(
    'p',
    { class: 'empty' },
    'Nothing yet. The first message is the phone’s REGISTER when someone signs in.',
  );
  #save;
  #byPhone = new Map();
  #phone;

  constructor(section) {
    this.#save = element('button', { type: 'button', class: 'link', onclick: () => this.#download() }, 'Save as text');
    section.append(heading('arrow-right-left', 'SIP', this.#save), this.#empty, this.#list);
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

  add(phone, trace) {
    const messages = this.#byPhone.get(phone) ?? [];
    this.#byPhone.set(phone, messages);
    messages.push(trace);
    if (messages.length > mostMessages) messages.shift();
    if (phone !== this.#phone) return;
    const atEnd = this.#list.scrollTop + this.#list.clientHeight >= this.#list.scrollHeight - 8;
    this.#list.append(drawMessage(trace));
    if (this.#list.children.length > mostMessages) this.#list.firstElementChild.remove();
    this.#mark();
    if (atEnd) this.#list.scrollTop = this.#list.scrollHeight;
  }

  #draw() {
    this.#list.replaceChildren(...(this.#byPhone.get(this.#phone) ?? []).map(drawMessage));
    this.#mark();
    this.#list.scrollTop = this.#list.scrollHeight;
  }

  #mark() {
    const none = this.#list.children.length === 0;
    this.#empty.hidden = !none;
    this.#list.hidden = none;
    this.#save.hidden = none;
  }

  #download() {
    const text = (this.#byPhone.get(this.#phone) ?? [])
      .map(({ atMs, direction, peer, text: message }) => `--- ${timeOf(atMs)} ${direction} ${peer}\r\n${message}\r\n`)
      .join('\r\n');
    const address = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
    element('a', { href: address, download: `sip-phone-${this.#phone}.txt` }).click();
    setTimeout(() => URL.revokeObjectURL(address), 1_000);
  }
}

function drawMessage({ atMs, direction, peer, text }) {
  const sent = direction === 'sent';
  return element(
    'li',
    { class: sent ? 'sent' : 'received' },
    element(
      'details',
      {},
      element(
        'summary',
        {},
        element('span', { class: 'way', role: 'img', 'aria-label': sent ? 'sent' : 'received' }, sent ? '→' : '←'),
        element('span', { class: 'what' }, summaryOf(text)),
        element('time', { title: timeOf(atMs) }, timeOf(atMs).slice(3)),
      ),
      element('pre', { tabindex: 0 }, `${sent ? 'to' : 'from'} ${peer}\n\n${text.replaceAll('\r\n', '\n')}`),
    ),
  );
}

/** `INVITE sip:4402@fernleigh.test`, or `180 Ringing`, with the method it answers and a word where it describes media. */
function summaryOf(text) {
  const [first = ''] = text.split('\r\n', 1);
  const described = /^content-type\s*:\s*application\/sdp/im.test(text) ? ' (SDP)' : '';
  const answer = /^SIP\/2\.0 (\d{3} ?.*)$/.exec(first);
  if (!answer) return first.replace(/ SIP\/2\.0$/, '') + described;
  const method = /^cseq\s*:\s*\d+\s+(\S+)/im.exec(text)?.[1];
  return `${answer[1]}${method ? ` · ${method}` : ''}${described}`;
}

function timeOf(atMs) {
  const date = new Date(atMs);
  return `${date.toTimeString().slice(0, 8)}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}
