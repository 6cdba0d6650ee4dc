// The guide asks one thing at a time: an answer to an older question counts for nothing, and skipping wants a reason.

import { expect, it } from 'vitest';
import { Guide } from '../../../../bench/prototype/guide.ts';
import { byAnswer, byFigures, type Desk, failed, passed, type Step } from '../../../../bench/prototype/steps/step.ts';

/** None of these steps touches a phone. */
const deskOf = (guide: Guide): Desk => ({ ask: guide.ask, say: guide.say, hand: undefined }) as unknown as Desk;
const lamp: Step = {
  ...{ id: 'lamp', title: 'Lamp', group: 'Eyes' },
  run: async ({ ask }) => byAnswer(await ask('Is it lit?').answer, 'it is dark'),
};

async function answered(guide: Guide, button: string, reason = ''): Promise<void> {
  await expect.poll(() => guide.view.buttons.some(({ id }) => id === button)).toBe(true);
  expect(guide.answer(guide.view.turn, button, reason)).toBe(true);
}

it('shows what is left out as not tested, with its reason, and never as passed', async () => {
  const guide = new Guide([lamp]);
  const run = guide.run([lamp], deskOf(guide), () => undefined);
  await expect.poll(() => guide.view.words).toBe('Is it lit?');
  expect(guide.answer(guide.view.turn, 'skip', '  ')).toBe(false);
  expect(guide.answer(guide.view.turn - 1, 'yes', '')).toBe(false);
  expect(guide.answer(guide.view.turn, 'maybe', '')).toBe(false);
  await answered(guide, 'skip', 'no light here');
  expect(await run).toMatchObject([{ verdict: 'not-tested', judgedBy: 'nobody', reason: 'no light here' }]);
  expect(guide.view.steps).toMatchObject([{ verdict: 'not-tested', reason: 'no light here' }]);
});

it('lets a person try again what failed, and goes on when they want', async () => {
  const guide = new Guide([lamp]);
  const run = guide.run([lamp], deskOf(guide), () => undefined);
  await answered(guide, 'no', 'loose wire');
  await answered(guide, 'again');
  await answered(guide, 'no');
  await answered(guide, 'on');
  expect(await run).toMatchObject([{ verdict: 'failed', judgedBy: 'person', reason: 'it is dark' }]);
});

it('keeps what was found when the bench itself stumbles over a step', async () => {
  const broken: Step = { ...lamp, id: 'broken', run: () => Promise.reject(new Error('out of sockets')) };
  const fine: Step = { ...lamp, id: 'fine', run: async () => passed('measurement') };
  const guide = new Guide([broken, fine]);
  const results = await guide.run([broken, fine], deskOf(guide), () => undefined);
  expect(results.map(({ verdict }) => verdict)).toEqual(['not-tested', 'passed']);
  expect(results[0]?.reason).toBe('the bench itself failed: out of sockets');
});

it('judges figures by their limits, and says which lies outside', () => {
  const delay = { name: 'Delay', value: 260, unit: 'ms', most: 250 };
  expect(byFigures([delay])).toMatchObject({ verdict: 'failed', reason: 'Delay is 260 ms, at most 250 wanted' });
  expect(byFigures([{ ...delay, value: 250 }])).toMatchObject({ verdict: 'passed', reason: '' });
  expect(byFigures([{ ...delay, value: Number.NaN }]).verdict).toBe('failed');
  expect(failed('person', 'dark').verdict).toBe('failed');
});
