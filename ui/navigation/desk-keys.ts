// What the keys of the desk set do: first for the screen that is shown, else the same everywhere.

import type { Phone } from '../../firmware/phone.ts';
import type { AudioPath } from '../../hal/audio.ts';
import type { KeyName, NavigationKey } from '../../hal/keypad.ts';
import type { Focus } from '../lvgl/index.ts';
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
    const { phone, keys, focus, volume } = this.#parts;
    phone.commands.touch();
    switch (key) {
      case 'up':
      case 'down':
      case 'left':
      case 'right':
        return focus.move(key);
      case 'ok':
        return focus.activate();
      case 'volume-up':
      case 'volume-down':
        phone.commands.changeVolume(key === 'volume-up' ? 1 : -1);
        return volume.show();
      default:
        if (!keys.key(key)) this.#otherwise(key);
    }
  }

  typed(character: string): void {
    const { phone, keys, navigator } = this.#parts;
    phone.commands.touch();
    if (keys.text(character) || character === '\b' || character.trim() === '') return;
    if (this.#atHome()) navigator.push({ screen: 'dial', typed: character });
  }

  #otherwise(key: Exclude<KeyName, NavigationKey> | 'back' | 'home'): void {
    const { phone, navigator } = this.#parts;
    const { state, commands } = phone;
    if (isDigit(key)) return this.#atHome() ? navigator.push({ screen: 'dial', typed: key }) : undefined;
    switch (key) {
      case 'back':
        return navigator.back();
      case 'home':
        return navigator.home();
      case 'mute':
        return commands.setMuted(!state.muted);
      case 'redial':
        return this.#usable() ? commands.redial() : undefined;
      case 'message':
        return navigator.push({ screen: 'messages' });
      case 'speaker':
      case 'headset':
        return this.#switchPath(key);
    }
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
