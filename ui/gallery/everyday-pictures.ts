// Pictures of a phone at rest: home, people, calls, dialling and settings.

import type { PersonMatch, PhoneState } from '../../firmware/phone.ts';
import { everybodyPictured, mara, otto } from './fixtures/people.ts';
import { someFaults } from './fixtures/set-up.ts';
import { atRest } from './fixtures/state.ts';
import type { Picture } from './picture.ts';

const matches: readonly PersonMatch[] = [
  { person: mara, matched: [{ start: 0, end: 3 }] },
  { person: otto, matched: [{ start: 5, end: 8 }] },
];

function searching(query: string, found: readonly PersonMatch[]): PhoneState {
  return { ...atRest, search: { query, matches: found } };
}

export const everydayPictures: readonly Picture[] = [
  { name: 'home', caption: 'Home', state: atRest },
  {
    name: 'home-quiet',
    caption: 'Home, nothing missed, no favourites',
    state: { ...atRest, missedCount: 0, messagesWaiting: 0, callLog: [], contacts: [], presence: 'do-not-disturb' },
  },
  { name: 'home-no-audio', caption: 'Home, no handset', state: { ...atRest, deviceProblems: ['no-audio-device'] } },
  {
    name: 'home-no-microphone',
    caption: 'Home, no microphone',
    state: { ...atRest, deviceProblems: ['no-microphone'] },
  },
  { name: 'home-sound-off', caption: 'Home, sound not turned on', state: { ...atRest, deviceProblems: ['sound-off'] } },
  {
    name: 'home-sound-stopped',
    caption: 'Home, sound stopped working',
    state: { ...atRest, deviceProblems: ['media-engine-died'] },
  },
  { name: 'home-nothing-saved', caption: 'Home, nothing can be saved', state: { ...atRest, troubles: ['storage'] } },
  {
    name: 'home-no-keys',
    caption: 'Home, the keys do not work',
    state: { ...atRest, parts: someFaults },
  },
  { name: 'volume-overlay', caption: 'A volume key was pressed', state: atRest, keys: ['volume-up'], afterMs: 100 },
  { name: 'presence', caption: 'Choosing presence', state: atRest, route: { screen: 'presence' } },
  { name: 'messages', caption: 'Messages', state: atRest, route: { screen: 'messages' } },
  { name: 'dial-empty', caption: 'Dial pad', state: atRest, route: { screen: 'dial', typed: '' } },
  {
    name: 'dial-search',
    caption: 'Finding a name by digits',
    state: searching('627', matches),
    route: { screen: 'dial', typed: '627' },
  },
  {
    name: 'dial-letters',
    caption: 'Finding a name by letters',
    state: searching('mar', matches.slice(0, 1)),
    route: { screen: 'dial', typed: 'mar' },
  },
  {
    name: 'dial-number',
    caption: 'A number nobody has',
    state: searching('03055500142', []),
    route: { screen: 'dial', typed: '03055500142' },
  },
  {
    name: 'dial-nobody',
    caption: 'A name nobody has',
    state: searching('zzz', []),
    route: { screen: 'dial', typed: 'zzz' },
  },
  { name: 'contacts', caption: 'People', state: atRest, route: { screen: 'contacts' } },
  {
    name: 'contacts-pictured',
    caption: 'People, some with pictures',
    state: { ...atRest, contacts: everybodyPictured },
    route: { screen: 'contacts' },
  },
  {
    name: 'contacts-search',
    caption: 'People, narrowed by letters',
    state: searching('627', matches),
    route: { screen: 'contacts' },
    keys: ['6', '2', '7'],
  },
  {
    name: 'contacts-nobody',
    caption: 'People, nobody found',
    state: searching('zzz', []),
    route: { screen: 'contacts' },
    typed: 'zzz',
  },
  {
    name: 'contacts-empty',
    caption: 'No people yet',
    state: { ...atRest, contacts: [] },
    route: { screen: 'contacts' },
  },
  { name: 'contact', caption: 'A person', state: atRest, route: { screen: 'contact', personId: mara.id } },
  {
    name: 'contact-long-name',
    caption: 'A person with a long name',
    state: atRest,
    route: { screen: 'contact', personId: '4408' },
  },
  { name: 'calls', caption: 'Calls', state: atRest, route: { screen: 'calls', missedOnly: false } },
  { name: 'calls-missed', caption: 'Missed calls', state: atRest, route: { screen: 'calls', missedOnly: true } },
  {
    name: 'calls-empty',
    caption: 'No calls yet',
    state: { ...atRest, callLog: [] },
    route: { screen: 'calls', missedOnly: false },
  },
  {
    name: 'calls-missed-empty',
    caption: 'Nothing missed',
    state: { ...atRest, callLog: [] },
    route: { screen: 'calls', missedOnly: true },
  },
  { name: 'settings', caption: 'Settings', state: atRest, route: { screen: 'settings' } },
  {
    name: 'settings-end',
    caption: 'Settings, scrolled to the end',
    state: atRest,
    route: { screen: 'settings' },
    keys: ['down', 'down', 'down', 'down', 'down', 'down', 'down'],
  },
  { name: 'language', caption: 'Language', state: atRest, route: { screen: 'language' } },
  { name: 'theme', caption: 'Theme', state: atRest, route: { screen: 'theme' } },
  { name: 'text-size', caption: 'Text size', state: atRest, route: { screen: 'text-size' } },
  { name: 'ringer', caption: 'Ringtone', state: atRest, route: { screen: 'ringer' } },
  {
    name: 'ringer-fixed',
    caption: 'Ringtone chosen by the company',
    state: { ...atRest, allowed: { testCall: true, changeRinger: false } },
    route: { screen: 'ringer' },
  },
  { name: 'volume', caption: 'Volume', state: atRest, route: { screen: 'volume' } },
  {
    name: 'lock-pin',
    caption: 'A new lock PIN',
    state: atRest,
    route: { screen: 'lock-pin' },
    keys: ['1', '2', '3', '4'],
  },
  {
    name: 'lock-pin-short',
    caption: 'A lock PIN that is too short',
    state: atRest,
    route: { screen: 'lock-pin' },
    keys: ['1', '2', 'soft1'],
  },
  { name: 'sign-out', caption: 'Signing out', state: atRest, route: { screen: 'sign-out' } },
  { name: 'about', caption: 'About', state: atRest, route: { screen: 'about' } },
  {
    name: 'about-update',
    caption: 'About, with an update that waits',
    state: { ...atRest, update: { ...atRest.update, step: 'waiting', version: '0.3.0' } },
    route: { screen: 'about' },
  },
];
