// The computer's keyboard on the selected desk set: phone keys, letter shortcuts, and text while the screen has the focus.

import { alwaysKeys, hookLetter, letterKeys } from './layout.js';

const hints = {
  keys: 'Keys: digits, arrows, Enter, Esc, F1–F4 · H handset · M mute',
  text: 'You type text on the screen. Click a key to leave it.',
  field: 'Letters and digits go into the field on the screen.',
};

/** `selected` gives the desk set that the keyboard belongs to now; `hint` is where the page says what keys do. */
export function listenToKeyboard(selected, hint) {
  const held = new Map();
  const explain = () => {
    const deskSet = selected();
    const typing = document.activeElement === deskSet?.screen ? 'text' : 'keys';
    hint.textContent = hints[deskSet?.textExpected ? 'field' : typing];
  };
  for (const type of ['focusin', 'focusout', 'text-expected'])
    document.addEventListener(type, () => queueMicrotask(explain));
  explain();

  document.addEventListener('keydown', (event) => {
    const deskSet = selected();
    if (!deskSet || event.ctrlKey || event.metaKey || event.altKey || belongsToThePage(event)) return;
    const typing = deskSet.textExpected || document.activeElement === deskSet.screen;
    const key = phoneKey(event.key, typing);
    if (key) {
      event.preventDefault();
      held.set(event.code, { deskSet, key });
      deskSet.keys.hold(key);
    } else if (event.key.toLowerCase() === hookLetter && !typing) {
      event.preventDefault();
      if (!event.repeat) deskSet.toggleHook();
    } else {
      const character = event.key === 'Backspace' ? '\b' : event.key;
      if ([...character].length !== 1 || (character === ' ' && !typing)) return;
      event.preventDefault();
      // Whoever begins to write a name goes on writing: from here letters are text.
      if (!typing) deskSet.screen.focus();
      deskSet.link.text(character);
    }
  });

  const release = (code) => {
    const { deskSet, key } = held.get(code) ?? {};
    held.delete(code);
    deskSet?.keys.release(key);
  };
  document.addEventListener('keyup', (event) => release(event.code));
  // A key let go in another window is never heard here.
  window.addEventListener('blur', () => {
    for (const code of [...held.keys()]) release(code);
  });
}

/** Digits are text too while somebody types: in a password they are not pressed repeatedly for letters. */
function phoneKey(key, typing) {
  if (typing) return key.length === 1 ? undefined : alwaysKeys.get(key);
  return alwaysKeys.get(key) ?? letterKeys.get(key.toLowerCase());
}

/** Fields keep all keys; a control that was reached by Tab keeps the keys that work it. */
function belongsToThePage(event) {
  const focused = document.activeElement;
  if (!focused || focused === document.body) return false;
  if (focused.matches('input, select, textarea')) return true;
  return focused.matches('button, summary, a') && ['Enter', ' '].includes(event.key);
}
