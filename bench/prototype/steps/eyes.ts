// What a person looks at and touches: lamps one by one, test pictures, and the whole of the touch panel.

import { fieldAt, gridColumns, gridRows, type PatternName } from '../../../firmware/admin/bench-test/index.ts';
import { type LampName, lampNames } from '../../../hal/indicators.ts';
import { limitFor } from './keys.ts';
import {
  type Button,
  byAnswer,
  type Desk,
  failed,
  leftOut,
  noAndSkip,
  type Outcome,
  passed,
  type Step,
  yesNoSkip,
} from './step.ts';

export const lampsStep: Step = { id: 'lamps', title: 'Lamps', group: 'Eyes', run: tryLamps };
export const screenStep: Step = { id: 'screen', title: 'Screen', group: 'Eyes', run: tryScreen };
export const touchStep: Step = { id: 'touch', title: 'Touch', group: 'Hands', run: tryTouch };

const handLooksMs = 10_000;
const absent: Button = { id: 'absent', label: 'This phone has none', kind: 'plain' };

const pictures: Readonly<Record<Exclude<PatternName, 'touch-grid'>, string>> = {
  red: 'Is the whole screen red, without a dot or stripe of another colour?',
  green: 'Is the whole screen green, without a dot or stripe of another colour?',
  blue: 'Is the whole screen blue, without a dot or stripe of another colour?',
  white: 'Is the whole screen white, evenly bright to the corners, without a dark dot?',
  black: 'Is the whole screen black, without a bright dot?',
  'grey-steps': 'Do you see 16 steps from black to white above, and back from white to black below?',
  frame: 'Does a thin white line run along all four edges, with a cross in the middle?',
};

async function tryLamps(desk: Desk): Promise<Outcome> {
  const { phone, hand } = desk;
  const done: LampName[] = [];
  const dark: string[] = [];
  const none: LampName[] = [];
  for (const lamp of lampNames) {
    for (const each of lampNames) phone.order({ type: 'lamp', lamp: each, state: 'off' });
    phone.order({ type: 'lamp', lamp, state: 'on' });
    const panel = { kind: 'lamps', lit: lamp, done: [...done] } as const;
    const words = `Is the lamp “${lamp}” lit, and no other?`;
    if (hand) {
      desk.say(words, panel);
      const isRight = () => lampNames.every((each) => hand.lamp(each) === (each === lamp ? 'on' : 'off'));
      if (!(await holdsSoon(isRight, handLooksMs))) dark.push(lamp);
    } else {
      const { button, reason } = await desk.ask(words, panel, [...yesNoSkip, absent]).answer;
      if (button === 'skip') {
        phone.giveBack();
        return leftOut(`${reason} (from “${lamp}” on)`);
      }
      if (button === 'absent') none.push(lamp);
      if (button === 'no') dark.push(reason === '' ? lamp : `${lamp} (${reason})`);
    }
    done.push(lamp);
  }
  phone.giveBack();
  const note = none.length === 0 ? '' : `this phone has no lamp for ${none.join(', ')}`;
  if (dark.length > 0) return failed(hand ? 'measurement' : 'person', `not as ordered: ${dark.join(', ')}`);
  if (none.length === lampNames.length) return leftOut('this phone has no lamps');
  return passed(hand ? 'measurement' : 'person', note);
}

async function tryScreen(desk: Desk): Promise<Outcome> {
  const { phone, hand } = desk;
  for (const [name, words] of Object.entries(pictures)) {
    const pattern = name as PatternName;
    phone.keep({ type: 'pattern', pattern });
    const panel = { kind: 'picture', pattern } as const;
    if (hand) desk.say(words, panel);
    const answer = hand
      ? { button: (await hand.sees(pattern)) ? 'yes' : 'no', reason: '' }
      : await desk.ask(words, panel).answer;
    if (answer.button === 'yes') continue;
    phone.giveBack();
    const outcome = byAnswer(answer, `the picture “${name}” is not shown as it should`);
    return hand && outcome.judgedBy === 'person' ? { ...outcome, judgedBy: 'measurement' } : outcome;
  }
  phone.giveBack();
  return passed(hand ? 'measurement' : 'person');
}

async function tryTouch(desk: Desk): Promise<Outcome> {
  const { phone, hand } = desk;
  const marked = new Set<number>();
  const { promise: done, resolve } = Promise.withResolvers<'done'>();
  const show = () => {
    const panel = { kind: 'grid', columns: gridColumns, rows: gridRows, marked: [...marked] } as const;
    desk.say(
      'Touch every field on the screen, or draw over them with a finger. Each turns green, there and here.',
      panel,
    );
    phone.keep({ type: 'pattern', pattern: 'touch-grid', marked: [...marked] });
  };
  const stop = phone.listen((event) => {
    const size = phone.facts?.screen;
    if (event.type !== 'touch' || !event.down || !size) return;
    const field = fieldAt(event.x, event.y, size);
    if (marked.has(field)) return;
    marked.add(field);
    show();
    if (marked.size === gridColumns * gridRows) resolve('done');
  });
  phone.keep({ type: 'capture', on: true });
  const question = desk.ask('', undefined, [...noAndSkip('The others do nothing'), absent]);
  show();
  const size = phone.facts?.screen;
  for (let field = 0; hand && size && field < gridColumns * gridRows; field++) {
    const x = (((field % gridColumns) + 0.5) * size.width) / gridColumns;
    const y = ((Math.floor(field / gridColumns) + 0.5) * size.height) / gridRows;
    hand.touch(Math.round(x), Math.round(y), true);
    hand.touch(Math.round(x), Math.round(y), false);
  }
  const ended = await Promise.race([done, question.answer, ...limitFor(desk)]);
  question.withdraw();
  stop();
  phone.giveBack();
  const fields = gridColumns * gridRows;
  const figures = [{ name: 'Fields of the screen that felt a touch', value: marked.size, unit: '', least: fields }];
  if (ended === 'done') return { ...passed('measurement'), figures };
  if (ended === 'too-late') return { ...failed('measurement', `${fields - marked.size} fields feel nothing`), figures };
  if (ended.button === 'absent') return leftOut('this phone has no touch panel');
  if (ended.button === 'skip') return leftOut(ended.reason);
  return { ...failed('person', ended.reason || `${fields - marked.size} fields feel nothing`), figures };
}

/** Looked at again and again, as an eye does. */
export async function holdsSoon(condition: () => boolean, limitMs: number): Promise<boolean> {
  const endMs = performance.now() + limitMs;
  while (!condition()) {
    if (performance.now() > endMs) return false;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return true;
}
