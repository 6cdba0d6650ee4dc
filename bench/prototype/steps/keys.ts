// Every key and the hook: press it, and it lights up on the page.

import type { HookPosition } from '../../../hal/hook-switch.ts';
import { type KeyName, keyNames } from '../../../hal/keypad.ts';
import { type Desk, failed, type KeyMark, leftOut, noAndSkip, type Outcome, passed, type Step } from './step.ts';

export const keysStep: Step = { id: 'keys', title: 'Every key', group: 'Hands', run: tryKeys };
export const hookStep: Step = { id: 'hook', title: 'Hook switch', group: 'Hands', run: tryHook };

const handLimitMs = 20_000;
const hookMoves = 4;

async function tryKeys(desk: Desk): Promise<Outcome> {
  const { phone, hand } = desk;
  const marks = new Map<KeyName, KeyMark>(keyNames.map((key) => [key, 'waiting']));
  let doubled = 0;
  const { promise: allDone, resolve } = Promise.withResolvers<'done'>();
  phone.keep({ type: 'capture', on: true });
  const show = () =>
    desk.say('Press each key once, for a moment. A key that the phone notices lights up here.', {
      kind: 'keys',
      keys: [...marks].map(([key, state]) => ({ key, state })),
    });
  const stop = phone.listen((event) => {
    if (event.type !== 'key') return;
    // Two times down without up is a key that bounces, or one that was lost.
    if (event.down && marks.get(event.key) === 'down') doubled++;
    marks.set(event.key, event.down ? 'down' : 'done');
    show();
    if ([...marks.values()].every((mark) => mark === 'done')) resolve('done');
  });
  const question = desk.ask('', undefined, noAndSkip('The others do nothing'));
  show();
  if (hand) for (const key of keyNames) hand.press(key);
  const ended = await Promise.race([allDone, question.answer, ...limitFor(desk)]);
  question.withdraw();
  stop();
  phone.giveBack();
  const missing = [...marks].filter(([, mark]) => mark !== 'done').map(([key]) => key);
  const count = { name: 'Keys that answered', value: keyNames.length - missing.length, unit: '' };
  const figures = [
    { ...count, least: keyNames.length },
    { name: 'Keys that went down twice without going up', value: doubled, unit: '', most: 0 },
  ];
  if (ended === 'done') {
    return doubled === 0
      ? { ...passed('measurement'), figures }
      : { ...failed('measurement', `${doubled} times a key went down twice without going up`), figures };
  }
  const nothing = `nothing came from ${missing.join(', ')}`;
  if (ended === 'too-late') return { ...failed('measurement', nothing), figures };
  const { button, reason } = ended;
  if (button === 'skip') return { ...leftOut(`${reason} (${nothing})`), figures: [count] };
  return { ...failed('person', reason === '' ? nothing : `${nothing}: ${reason}`), figures };
}

async function tryHook(desk: Desk): Promise<Outcome> {
  const { phone, hand } = desk;
  let moves = 0;
  let position: HookPosition | undefined;
  const { promise: done, resolve } = Promise.withResolvers<'done'>();
  const show = () => desk.say('Lift the handset and put it down again, two times.', { kind: 'hook', position, moves });
  const stop = phone.listen((event) => {
    if (event.type !== 'hook') return;
    if (position !== undefined && event.position !== position) moves++;
    position = event.position;
    show();
    if (moves >= hookMoves && position === 'on-hook') resolve('done');
  });
  position = 'on-hook';
  phone.keep({ type: 'capture', on: true });
  const question = desk.ask('', undefined, noAndSkip('The phone does not notice'));
  show();
  if (hand) for (let time = 0; time < 2; time++) for (const to of ['off-hook', 'on-hook'] as const) hand.hook(to);
  const ended = await Promise.race([done, question.answer, ...limitFor(desk)]);
  question.withdraw();
  stop();
  phone.giveBack();
  const figures = [{ name: 'Times that the hook moved', value: moves, unit: '', least: hookMoves }];
  if (ended === 'done') return { ...passed('measurement'), figures };
  if (ended === 'too-late') return { ...failed('measurement', `the hook moved ${moves} times`), figures };
  if (ended.button === 'skip') return leftOut(ended.reason);
  return { ...failed('person', ended.reason || 'the hook does not move'), figures };
}

/** A person has all the time they want; what stands in for them has not. */
export function limitFor({ hand }: Desk): readonly Promise<'too-late'>[] {
  return hand ? [new Promise((resolve) => setTimeout(() => resolve('too-late'), handLimitMs))] : [];
}
