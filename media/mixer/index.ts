// Who hears whom: one handset, any number of calls, and a few of them joined.

export { HandsetMixer, type Voice } from './handset-mixer.ts';
