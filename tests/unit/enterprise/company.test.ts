// The seeded company: a dozen people who can be told apart, and their cards with pictures.

import { PNG } from 'pngjs';
import { expect, test } from 'vitest';
import { AVATAR_SIZE, drawAvatar } from '../../../bench/enterprise/company/avatar.ts';
import { printContacts } from '../../../bench/enterprise/company/contacts-file.ts';
import { DOMAIN, PEOPLE } from '../../../bench/enterprise/company/people.ts';
import { LINES } from '../../../bench/enterprise/company/staff.ts';
import { Accounts } from '../../../bench/enterprise/proxy/accounts.ts';

test('a dozen people, no two with the same number, address or secret', () => {
  expect(PEOPLE).toHaveLength(12);
  for (const key of ['user', 'extension', 'mobile', 'displayName', 'password', 'pin'] as const) {
    expect(new Set(PEOPLE.map((person) => person[key])).size).toBe(12);
  }
});

test('somebody is found by name, extension and mobile number however written', () => {
  const accounts = new Accounts(DOMAIN, PEOPLE);
  for (const name of ['mara', 'MARA', '4402', '+44 7700 900402', '+447700900402', '+44-7700-900402']) {
    expect(accounts.find(name)?.displayName).toBe('Mara Kovács');
  }
  expect(accounts.find('')).toBeUndefined();
  expect(accounts.find('constructor')).toBeUndefined();
});

test('pictures are small, always the same, and different for different people', () => {
  const pictures = PEOPLE.map((person) => drawAvatar(person.displayName));
  for (const picture of pictures) {
    expect(picture.length).toBeLessThan(8192);
    const { width, height } = PNG.sync.read(picture);
    expect([width, height]).toEqual([AVATAR_SIZE, AVATAR_SIZE]);
  }
  expect(new Set(pictures.map((picture) => picture.toString('base64'))).size).toBe(12);
  expect(drawAvatar('Dana Novak')).toEqual(drawAvatar('Dana Novak'));
});

test('lines that anybody may call have a card without a picture', () => {
  const text = printContacts([], LINES);
  expect(text.match(/^FN:.*$/gm)).toEqual(['FN:Audio Test Service', 'FN:Echo']);
  expect(text).toContain('TEL;TYPE="work,voice":4901');
  expect(text).not.toContain('PHOTO');
});

test('cards hold what RFC 6350 asks for, in lines of at most 75 bytes', () => {
  const text = printContacts(PEOPLE);
  const lines = text.split('\r\n');
  expect(Math.max(...lines.map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75);
  const unfolded = text.replace(/\r\n /g, '');
  expect(unfolded.match(/^BEGIN:VCARD$/gm)).toHaveLength(12);
  expect(unfolded).toContain('FN:Ελένη Παππά');
  expect(unfolded.match(/^CATEGORIES:Favourites$/gm)).toHaveLength(5);
  expect(unfolded).toContain('TITLE:Hardware\\, building 4');
  expect(unfolded).toContain('TEL;TYPE="work,voice":4402');
  const picture = /PHOTO:data:image\/png;base64,([A-Za-z0-9+/=]+)\r\n/.exec(unfolded)?.[1] ?? '';
  expect(PNG.sync.read(Buffer.from(picture, 'base64')).width).toBe(AVATAR_SIZE);
});
