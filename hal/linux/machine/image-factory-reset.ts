// Asks the image to make its data partition anew at the next start, and to start now (docs/image.md).

import { writeFileSync } from 'node:fs';
import type { FactoryReset } from '../../machine/factory-reset.ts';

/** The system looks for it in the phone's own folder in memory. */
const wishFile = '/run/offhook/factory-reset';

export class ImageFactoryReset implements FactoryReset {
  readonly isPossible = true;
  readonly #warn: (sentence: string) => void;
  readonly #wishFile: string;

  constructor(warn: (sentence: string) => void, file = wishFile) {
    this.#warn = warn;
    this.#wishFile = file;
  }

  reset(): void {
    try {
      writeFileSync(this.#wishFile, '');
    } catch (error) {
      this.#warn(`The phone cannot ask for its reset: ${error instanceof Error ? error.message : String(error)}.`);
    }
  }
}
