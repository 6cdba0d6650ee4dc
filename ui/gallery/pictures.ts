// Every picture of the gallery: a name, a state of the phone, and where the person went.

import type { PhoneState } from '../../firmware/phone.ts';
import type { Route } from '../navigation/routes.ts';
import { accountPictures } from './account-pictures.ts';
import { callPictures } from './call-pictures.ts';
import { everydayPictures } from './everyday-pictures.ts';
import { testCallPictures } from './test-call-pictures.ts';

export interface Picture {
  /** kebab-case: the file's name. */
  readonly name: string;
  /** What a person browsing the gallery reads. */
  readonly caption: string;
  readonly state: PhoneState;
  readonly route?: Route;
  /** Keys pressed before the picture is taken. */
  readonly keys?: readonly import('../../hal/keypad.ts').KeyName[];
  /** Characters typed before the picture is taken. */
  readonly typed?: string;
  /** How long the phone has been showing it. Default: long enough for every wait to explain itself. */
  readonly afterMs?: number;
}

export interface PictureGroup {
  readonly title: string;
  readonly pictures: readonly Picture[];
}

export const pictureGroups: readonly PictureGroup[] = [
  { title: 'Every day', pictures: everydayPictures },
  { title: 'Calls', pictures: callPictures },
  { title: 'Check Call Quality', pictures: testCallPictures },
  { title: 'Signing in and the lock', pictures: accountPictures },
];

export const pictures: readonly Picture[] = pictureGroups.flatMap((group) => group.pictures);
