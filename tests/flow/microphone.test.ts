// A microphone or speaker that dies: the screen says so with what to do, and says no more once it is back.

import { afterEach, expect, test } from 'vitest';
import { englishDeviceProblems } from '../../ui/text/english-reasons.ts';
import { Desk } from './fakes/desk.ts';

const { what, remedy } = englishDeviceProblems['no-microphone'];

let desk: Desk;
afterEach(() => desk.close());

test('a dead microphone is said in the call, with what to do, until it works again', async () => {
  desk = await Desk.signedIn();
  await desk.phone.talkTo('4402');
  await desk.pass(100);
  expect(desk.text).not.toContain(what);
  desk.phone.media.setMicrophone('gone');
  await desk.pass(100);
  expect(desk.phone.state.deviceProblems).toEqual(['no-microphone']);
  expect(desk.phone.call?.phase).toBe('connected');
  expect(desk.text).toContain(what);
  expect(desk.text).toContain(remedy);
  desk.phone.media.setMicrophone('works');
  await desk.pass(100);
  expect(desk.phone.state.deviceProblems).toEqual([]);
  expect(desk.text).not.toContain(what);
});

test('an engine that dies takes the trouble of its microphone with it', async () => {
  desk = await Desk.signedIn();
  await desk.phone.talkTo('4402');
  desk.phone.media.setMicrophone('gone');
  desk.phone.media.fail({ kind: 'engine-died', detail: 'as scripted' });
  await desk.pass(100);
  expect(desk.phone.state.deviceProblems).toEqual(['media-engine-died']);
});

test('a dead speaker is said, and a handset that is gone as a whole is said as one thing', async () => {
  desk = await Desk.signedIn();
  await desk.phone.talkTo('4402');
  desk.phone.media.setSpeaker('gone');
  await desk.pass(100);
  expect(desk.phone.state.deviceProblems).toEqual(['no-speaker']);
  expect(desk.text).toContain(englishDeviceProblems['no-speaker'].what);
  desk.phone.media.setMicrophone('gone');
  await desk.pass(100);
  expect(desk.phone.state.deviceProblems).toEqual(['no-audio-device']);
  expect(desk.text).toContain(englishDeviceProblems['no-audio-device'].remedy);
  expect(desk.phone.call?.phase).toBe('connected');
  desk.phone.media.setSpeaker('works');
  desk.phone.media.setMicrophone('works');
  await desk.pass(100);
  expect(desk.phone.state.deviceProblems).toEqual([]);
});

test('sound that waits to be turned on is said as that: there is nothing to plug in', async () => {
  desk = await Desk.signedIn();
  await desk.phone.talkTo('4402');
  desk.phone.media.setMicrophone('turned-off');
  await desk.pass(100);
  expect(desk.phone.state.deviceProblems).toEqual(['sound-off']);
  expect(desk.text).toContain(englishDeviceProblems['sound-off'].what);
  expect(desk.text).toContain('Turn on sound');
  expect(desk.text).not.toContain('Plug in');
  desk.phone.media.setMicrophone('gone');
  await desk.pass(100);
  expect(desk.phone.state.deviceProblems).toEqual(['no-microphone']);
});
