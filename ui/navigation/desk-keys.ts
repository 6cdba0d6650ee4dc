// What the keys of the desk set do: first for the screen that is shown, else the same everywhere.

import type { AudioPath, Phone } from '../../firmware/phone.ts';
import type { KeyName } from '../../hal/keypad.ts';
import type { Direction, Focus } from '../lvgl/index.ts';
import { isDigit, type KeyRouter } from './key-router.ts';
import type { Navigator } from './navigator.ts';
import { shownScreen } from './routes.ts';
import type { VolumeNotice } from './volume-notice.ts';

interface DeskKeysParts {
  readonly phone: Phone;
  readonly navigator: Navigator;
  readonly keys: KeyRouter;
  readonly focus: Focus;
  readonly volume: VolumeNotice;
}

export class DeskKeys {
  readonly #parts: DeskKeysParts;

  constructor(parts: DeskKeysParts) {
    this.#parts = parts;
  }

  pressed(key: KeyName): void {
    const { phone, keys, focus } = this.#parts;
    phone.commands.touch();
    if (isArrow(key)) focus.move(key);
    else if (key === 'ok') focus.activate();
    else if (key === 'volume-up' || key === 'volume-down') this.#changeVolume(key === 'volume-up' ? 1 : -1);
    else if (!keys.key(key)) this.#otherwise(key);
  }

  typed(character: string): void {
    const { phone, keys, navigator } = this.#parts;
    phone.commands.touch();
    if (keys.text(character) || character === '\b' || character.trim() === '') return;
    if (this.#atHome()) navigator.push({ screen: 'dial', typed: character });
  }

  #changeVolume(steps: number): void {
    this.#parts.phone.commands.changeVolume(steps);
    this.#parts.volume.show();
  }

  #otherwise(key: KeyName): void {
    const { phone, navigator } = this.#parts;
    const { state, commands } = phone;
    if (isDigit(key) && this.#atHome()) navigator.push({ screen: 'dial', typed: key });
    else if (key === 'back') navigator.back();
    else if (key === 'home') navigator.home();
    else if (key === 'mute') commands.setMuted(!state.muted);
    else if (key === 'redial' && this.#usable()) commands.redial();
    else if (key === 'message' && this.#usable()) navigator.push({ screen: 'messages' });
    else if (key === 'speaker' || key === 'headset') this.#switchPath(key);
  }

  /** In a call the key goes there and back; at rest it is like lifting the handset. */
  #switchPath(path: AudioPath): void {
    const { phone, navigator } = this.#parts;
    const { state, commands } = phone;
    const talking = state.calls.some((call) => call.phase !== 'ended') || state.testCall.step !== 'idle';
    if (talking) {
      const ringing = state.calls.find((call) => call.phase === 'ringing-in');
      commands.setAudioPath(state.audioPath === path && !ringing ? 'handset' : path);
      if (ringing) commands.answer(ringing.id);
      return;
    }
    const shown = shownScreen(state, navigator.route).screen;
    commands.setAudioPath(path);
    if (this.#usable() && shown !== 'dial') navigator.push({ screen: 'dial', typed: '' });
  }

  #atHome(): boolean {
    const { phone, navigator } = this.#parts;
    return shownScreen(phone.state, navigator.route).screen === 'home';
  }

  #usable(): boolean {
    const { status } = this.#parts.phone.state.account;
    return status === 'signed-in' || status === 'reconnecting';
  }
}

function isArrow(key: KeyName): key is Direction {
  return key === 'up' || key === 'down' || key === 'left' || key === 'right';
}
