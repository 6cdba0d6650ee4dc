// One picture of the gallery: a state of the phone, where the person went, and what they pressed.

import type { PhoneState } from '../../firmware/phone.ts';
import type { KeyName } from '../../hal/keypad.ts';
import type { Route } from '../navigation/routes.ts';

export interface Picture {
  /** kebab-case: the file's name. */
  readonly name: string;
  /** What a person browsing the gallery reads. */
  readonly caption: string;
  readonly state: PhoneState;
  readonly route?: Route;
  /** Keys pressed before the picture is taken. */
  readonly keys?: readonly KeyName[];
  /** Characters typed before the picture is taken. */
  readonly typed?: string;
  /** How long the phone has been showing it. Default: long enough for every wait to explain itself. */
  readonly afterMs?: number;
}
