// One roll-back and one update of the image: first a trial that gets no answer, then the same image with one.

import { holdsSoon } from './eyes.ts';
import { byFigures, type Desk, failed, leftOut, type Outcome, type Step } from './step.ts';

export const rollBackStep: Step = {
  id: 'roll-back',
  title: 'Roll-back of an update',
  group: 'Endurance',
  run: tryRollBack,
};
export const updateStep: Step = { id: 'update', title: 'Update of the image', group: 'Endurance', run: tryUpdate };

const minuteMs = 60_000;
/** Downloaded, written, a minute without a key, a count-down of ten seconds. */
const restartLimitMs = 20 * minuteMs;
/** The trial gives up after five minutes; then the old image starts. */
const silentMs = 6 * minuteMs;
const backLimitMs = 5 * minuteMs;

async function tryRollBack(desk: Desk): Promise<Outcome> {
  const { phone, update } = desk;
  if (!update) return leftOut(desk.whyNoUpdate);
  const before = runningSlot(desk);
  const words = `Version ${update.version} is on offer. The phone fetches it, waits for a minute without a key and restarts; its server then keeps silent, so that the new image cannot prove itself. All of it takes ten minutes, and nothing is for you to do.`;
  desk.say(words, { kind: 'wait', share: undefined });
  // A line that breaks at another time is only a line that breaks.
  const left = phone.waitFor((event) => event.type === 'left' && phone.update?.step === 'restarting', restartLimitMs);
  update.offer();
  phone.order({ type: 'look-for-update' });
  const stop = phone.listen((event) => {
    // Before the new image asks for the first time.
    if (event.type === 'update' && event.update.step === 'restarting') desk.say(`${words} It restarts now.`);
  });
  const isGone = await left;
  stop();
  if (!isGone) return failed('measurement', notTaken(desk));
  desk.setCutOff(true);
  const startedAtMs = performance.now();
  await countDown(desk, words, silentMs);
  desk.setCutOff(false);
  if (!(await holdsSoon(() => phone.connected && desk.isRegistered(), backLimitMs))) {
    return failed('measurement', 'the phone did not come back after the image that could not prove itself');
  }
  if (runningSlot(desk) !== before) {
    return failed('measurement', 'the phone kept an image that never got an answer from its server');
  }
  const seconds = (performance.now() - startedAtMs) / 1000;
  return byFigures([{ name: 'Until the old image was back', value: seconds, unit: 's' }]);
}

async function tryUpdate(desk: Desk): Promise<Outcome> {
  const { phone, update } = desk;
  if (!update) return leftOut(desk.whyNoUpdate);
  const before = runningSlot(desk);
  const words = `Version ${update.version} again, and this time its server answers. The phone waits for a minute without a key, restarts, and keeps what proves itself.`;
  desk.say(words, { kind: 'wait', share: undefined });
  update.offer();
  phone.order({ type: 'look-for-update' });
  const startedAtMs = performance.now();
  const isKept = () =>
    phone.connected && desk.isRegistered() && runningSlot(desk) !== before && phone.update?.step === 'resting';
  const kept = await holdsSoon(isKept, restartLimitMs);
  update.withdraw();
  if (!kept) return failed('measurement', notTaken(desk));
  const running = phone.facts?.slots.find((slot) => slot.running);
  if (running?.version !== update.version) {
    return failed('measurement', `version ${running?.version ?? 'unknown'} runs, not ${update.version}`);
  }
  const seconds = (performance.now() - startedAtMs) / 1000;
  return byFigures([{ name: 'Until the new image was kept', value: seconds, unit: 's' }]);
}

function runningSlot({ phone }: Desk): string | undefined {
  return phone.facts?.slots.find(({ running }) => running)?.name;
}

function notTaken({ phone, update }: Desk): string {
  const { step, problem } = phone.update ?? { step: 'off', problem: undefined };
  const why = problem === undefined ? `it is at “${step}”` : `its trouble is “${problem}”`;
  return `the phone did not take version ${update?.version}: ${why}`;
}

async function countDown(desk: Desk, words: string, ms: number): Promise<void> {
  const startedAtMs = performance.now();
  for (let passed = 0; passed < ms; passed = performance.now() - startedAtMs) {
    desk.say(words, { kind: 'wait', share: passed / ms });
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}
