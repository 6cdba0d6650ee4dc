// The answers to RAUC's custom boot loader back end: five questions and orders about the boot state.

import type { SlotName } from '../../boot-slots.ts';
import { err, ok, type Result } from '../../result.ts';
import type { BootDisk } from './boot-disk.ts';
import { arm, confirm, markBad } from './transitions.ts';

/** `words` are RAUC's, as in `set-state B good`; `kernelCommandLine` says which slot runs. The answer is what is printed. */
export function answerRauc(disk: BootDisk, kernelCommandLine: string, words: readonly string[]): Result<string> {
  const [order, first, second] = words;
  const running = /(?:^|\s)rauc\.slot=([AB])(?:\s|$)/.exec(kernelCommandLine)?.[1];
  const slot = first;
  if (order === 'get-current') return isSlot(running) ? ok(running) : err('The kernel was not told which slot runs.');
  if (order === 'get-primary') {
    const read = disk.read();
    return read.ok ? ok(read.value.state.trial ?? read.value.state.last) : read;
  }
  if (!isSlot(slot)) return err(`"${words.join(' ')}" is no order of RAUC's; a slot is A or B.`);
  if (order === 'get-state') {
    const read = disk.read();
    return read.ok ? ok(read.value.state.good[slot] ? 'good' : 'bad') : read;
  }
  if (order === 'set-state' && second === 'bad') return done(disk.change((state) => markBad(state, slot)));
  if (!isSlot(running)) return err('The kernel was not told which slot runs, so nothing is armed or confirmed.');
  if (order === 'set-primary') return done(disk.change((state) => arm(state, slot, running)));
  if (order === 'set-state' && second === 'good') return done(disk.change((state) => confirm(state, slot, running)));
  return err(`"${words.join(' ')}" is no order of RAUC's.`);
}

function isSlot(text: string | undefined): text is SlotName {
  return text === 'A' || text === 'B';
}

function done(result: Result<unknown>): Result<string> {
  return result.ok ? ok('') : result;
}
