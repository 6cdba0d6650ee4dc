// Loss of network and loss of power: the phone comes back by itself, and can be called.

import { MeasuringScript } from '../sound/measuring-script.ts';
import { speechSignal } from '../sound/signals.ts';
import { connect, endCall, heardWithin } from './call.ts';
import { holdsSoon } from './eyes.ts';
import { limits } from './limits.ts';
import { type Button, byFigures, type Desk, failed, leftOut, noAndSkip, type Outcome, type Step } from './step.ts';

export const networkStep: Step = { id: 'network', title: 'Loss of network', group: 'Endurance', run: tryNetwork };
export const powerStep: Step = { id: 'power', title: 'Loss of power', group: 'Endurance', run: tryPower };

/** Long enough for the phone to notice, too short for its registration to run out. */
const cutMs = 3_000;
const noticeLimitMs = 30_000;
/** Beyond the limit itself: late is a figure, too. */
const patience = 2;
const proofSeconds = 1;

const pluggedIn: readonly Button[] = [
  { id: 'yes', label: 'It is plugged in again', kind: 'yes' },
  { id: 'skip', label: 'Skip', kind: 'skip' },
];

async function tryNetwork(desk: Desk): Promise<Outcome> {
  const { phone, hand } = desk;
  let backFromMs = 0;
  if (hand) {
    desk.say('The phone is cut off from the network.', { kind: 'wait', share: undefined });
    const left = phone.waitFor((event) => event.type === 'left', noticeLimitMs);
    desk.setCutOff(true);
    await left;
    await new Promise((resolve) => setTimeout(resolve, cutMs));
    desk.setCutOff(false);
    backFromMs = performance.now();
  } else {
    const pulled = await waitForPlug(desk, 'Pull the network cable out of the phone, or switch its Wi-Fi point off.');
    if (pulled) return pulled;
    const { button, reason } = await desk.ask('The phone is off the network. Plug it in again.', undefined, pluggedIn)
      .answer;
    if (button === 'skip') return leftOut(reason);
    backFromMs = performance.now();
  }
  return comeBack(desk, backFromMs, limits.networkBackMs, 'Back after the network was');
}

async function tryPower(desk: Desk): Promise<Outcome> {
  const { phone, hand } = desk;
  const upBefore = phone.facts?.upMs ?? 0;
  const cutAtMs = performance.now();
  let backFromMs = cutAtMs;
  if (hand) {
    desk.say('The power of the phone is cut.', { kind: 'wait', share: undefined });
    const left = phone.waitFor((event) => event.type === 'left', noticeLimitMs);
    await hand.cutPower();
    await left;
    backFromMs = performance.now();
  } else {
    const pulled = await waitForPlug(desk, 'Pull the power plug, without shutting the phone down.');
    if (pulled) return pulled;
    const { button, reason } = await desk.ask('The phone is off. Count to five and give it power again.', undefined, [
      { id: 'yes', label: 'It has power again', kind: 'yes' },
      { id: 'skip', label: 'Skip', kind: 'skip' },
    ]).answer;
    if (button === 'skip') return leftOut(reason);
    backFromMs = performance.now();
  }
  const outcome = await comeBack(desk, backFromMs, limits.powerBackMs, 'Back after the power was');
  const upMs = phone.facts?.upMs ?? 0;
  if (outcome.verdict === 'passed' && upMs >= upBefore + (performance.now() - cutAtMs)) {
    return failed('measurement', 'the phone never lost its power: it has been running all the time');
  }
  return outcome;
}

/** Until the line breaks; an outcome where the person gives up. */
async function waitForPlug(desk: Desk, words: string): Promise<Outcome | undefined> {
  const left = desk.phone.waitFor((event) => event.type === 'left', 24 * 3_600_000);
  const question = desk.ask(
    `${words} The page notices it within ten seconds.`,
    undefined,
    noAndSkip('It cannot be done'),
  );
  const ended = await Promise.race([left, question.answer]);
  question.withdraw();
  return ended && 'button' in ended ? leftOut(ended.reason || 'it could not be done') : undefined;
}

async function comeBack(desk: Desk, fromMs: number, limitMs: number, name: string): Promise<Outcome> {
  desk.say('The phone is expected back.', { kind: 'wait', share: undefined });
  const isBack = () => desk.phone.connected && desk.isRegistered();
  if (!(await holdsSoon(isBack, limitMs * patience))) {
    return failed('measurement', `the phone did not come back within ${(limitMs * patience) / 1000} s`);
  }
  const figure = { name, value: (performance.now() - fromMs) / 1000, unit: 's', most: limitMs / 1000 };
  const script = new MeasuringScript(speechSignal(proofSeconds));
  const problem = await connect(desk, script, undefined);
  if (problem !== undefined) return { ...failed('measurement', `it came back, but ${problem}`), figures: [figure] };
  await heardWithin(script);
  await endCall(desk, undefined);
  return byFigures([figure]);
}
