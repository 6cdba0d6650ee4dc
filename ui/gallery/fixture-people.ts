// The people of the gallery's pictures.

import type { Party, Person, Presence } from '../../firmware/phone.ts';
import { drawPortrait, type Portrait } from './portrait.ts';

interface Sketch {
  readonly name: string;
  readonly title: string;
  readonly extension: string;
  readonly presence?: Presence;
  readonly favourite?: boolean;
  readonly mobile?: string;
}

function person({ name, title, extension, presence, favourite = false, mobile }: Sketch): Person {
  const numbers: Person['numbers'] = mobile
    ? [
        { kind: 'extension', number: extension },
        { kind: 'mobile', number: mobile },
      ]
    : [{ kind: 'extension', number: extension }];
  return {
    id: extension,
    name,
    title,
    organization: 'Fernleigh',
    numbers,
    address: `${extension}@fernleigh.test`,
    presence,
    picture: undefined,
    favourite,
  };
}

export const mara = person({
  name: 'Mara Kovács',
  title: 'Head of Design',
  extension: '4402',
  presence: 'available',
  favourite: true,
  mobile: '+36 30 555 0143',
});
export const amir = person({
  name: 'Amir Rao',
  title: 'Power supplies',
  extension: '4403',
  presence: 'busy',
  favourite: true,
  mobile: '+44 7700 900 214',
});
export const sofia = person({
  name: 'Sofia Ortega',
  title: 'Acoustics lead',
  extension: '4404',
  presence: 'away',
  favourite: true,
});
export const tomas = person({
  name: 'Tomas Berg',
  title: 'Purchasing',
  extension: '4405',
  presence: 'offline',
  favourite: true,
});
export const jun = person({
  name: 'Jun Lee',
  title: 'Hardware, building 4',
  extension: '4218',
  presence: 'do-not-disturb',
  favourite: true,
});
export const otto = person({ name: 'Otto Napel', title: 'Firmware', extension: '4131', presence: 'busy' });
const eleni = person({ name: 'Ελένη Παππά', title: 'Legal', extension: '4406', presence: 'available' });
const oleg = person({ name: 'Олег Иванов', title: 'Logistics', extension: '4407', presence: 'away' });
const maximiliane = person({
  name: 'Maximiliane von Hohenstein-Birkenfeld',
  title: 'Head of Customer Relations and Regional Partnerships',
  extension: '4408',
  presence: 'available',
});

/** In order of name, as the phone gives them. */
export const everybody: readonly Person[] = [amir, jun, mara, maximiliane, otto, sofia, tomas, eleni, oleg];

const portraits = new Map<Person, Portrait>([
  [mara, { wall: [190, 214, 224], skin: [233, 190, 160], hair: [86, 48, 32], clothes: [45, 95, 140] }],
  [amir, { wall: [226, 208, 176], skin: [176, 122, 84], hair: [32, 26, 24], clothes: [70, 84, 62] }],
  [jun, { wall: [206, 222, 200], skin: [238, 200, 166], hair: [24, 22, 26], clothes: [150, 62, 58] }],
  [eleni, { wall: [222, 202, 216], skin: [222, 176, 142], hair: [58, 40, 30], clothes: [96, 70, 130] }],
]);

/** Some have a picture and some have none, as in any company. */
export const everybodyPictured: readonly Person[] = everybody.map((somebody) => {
  const portrait = portraits.get(somebody);
  return portrait ? { ...somebody, picture: drawPortrait(portrait) } : somebody;
});

export function partyOf(somebody: Person): Party {
  return { name: somebody.name, number: somebody.numbers[0]?.number ?? '', anonymous: false, person: somebody };
}

export const stranger: Party = { name: '', number: '+49 30 5550 0142', anonymous: false, person: undefined };
export const withheld: Party = { name: '', number: '', anonymous: true, person: undefined };
export const longName: Party = partyOf(maximiliane);
