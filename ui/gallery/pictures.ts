// Every picture of the gallery: a name, a state of the phone, and where the person went.

import { accountPictures } from './account-pictures.ts';
import { callPictures } from './call-pictures.ts';
import { everydayPictures } from './everyday-pictures.ts';
import type { Picture } from './picture.ts';
import { setUpPictures } from './set-up-pictures.ts';
import { testCallPictures } from './test-call-pictures.ts';

export interface PictureGroup {
  readonly title: string;
  readonly pictures: readonly Picture[];
}

export const pictureGroups: readonly PictureGroup[] = [
  { title: 'Every day', pictures: everydayPictures },
  { title: 'Calls', pictures: callPictures },
  { title: 'Check Call Quality', pictures: testCallPictures },
  { title: 'Signing in and the lock', pictures: accountPictures },
  { title: 'First start, network and factory reset', pictures: setUpPictures },
];

export const pictures: readonly Picture[] = pictureGroups.flatMap((group) => group.pictures);
