// Says in the log, once each time it changes, what is wrong with a sound card and what helps.

import { constants } from 'node:os';
import type { SoundCard, SoundStatistics } from '../native/addon.ts';

const running = 1;
const { EBUSY, ENODEV, ENOENT, EACCES, EPERM, EINVAL, ENXIO } = constants.errno;

export class CardWatch {
  readonly #warn: (sentence: string) => void;
  /** By card and direction: the state that was last spoken of. */
  readonly #told = new Map<string, number>();
  readonly #seen = new Set<string>();
  #isPriorityTold = false;
  #demotions = 0;

  constructor(warn: (sentence: string) => void) {
    this.#warn = warn;
  }

  /** A few times a second. */
  look(cards: readonly SoundCard[], statistics: SoundStatistics): void {
    for (const card of cards) this.#lookAt(card);
    if (!(statistics.realTime && statistics.callerRealTime) && !this.#isPriorityTold) {
      this.#isPriorityTold = true;
      this.#warn(
        'The system does not let sound run in real time, so it may stutter under load: grant rtprio 60 or CAP_SYS_NICE.',
      );
    }
    if (statistics.demotions > this.#demotions) {
      this.#warn('The media thread did not come back for a second and lost its real-time priority until it did.');
      this.#demotions = statistics.demotions;
    }
  }

  #lookAt(card: SoundCard): void {
    const key = `${card.captures ? 'capture' : 'playback'} ${card.name}`;
    const before = this.#told.get(key);
    if (card.state === running) {
      this.#seen.add(key);
      if (before !== undefined) this.#warn(`The ${kindOf(card)} "${card.name}" works again.`);
      this.#told.delete(key);
    } else if (card.state < 0 && card.state !== before) {
      this.#told.set(key, card.state);
      this.#warn(sentence(card, this.#seen.has(key)));
    }
  }
}

function kindOf({ captures }: SoundCard): string {
  return captures ? 'microphone' : 'speaker';
}

function sentence(card: SoundCard, wasThere: boolean): string {
  const device = `The ${kindOf(card)} "${card.name}"`;
  switch (-card.state) {
    case EBUSY:
      return `${device} is in use by another program: end that program; the phone takes it as soon as it is free.`;
    case ENODEV:
    case ENOENT:
    case ENXIO:
      return wasThere
        ? `${device} is gone: plug it in again; calls go on meanwhile.`
        : `${device} is not there: plug it in, or name another in the board file (arecord -L and aplay -L list them).`;
    case EACCES:
    case EPERM:
      return `${device} may not be opened: put the phone's user into the group "audio".`;
    case EINVAL:
      return `${device} offers neither 16-bit nor 32-bit samples as ALSA plays them: name its "hw:" device.`;
    default:
      return `${device} fails with error ${-card.state} of the system; the phone goes on trying.`;
  }
}
