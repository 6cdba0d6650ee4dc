// Ringer and audio paths: measured through a loop that joins ear and mouth, or judged by the person who listens.

import type { AudioPath } from '../../../hal/audio.ts';
import type { Curve } from '../report/result.ts';
import { MeasuringScript } from '../sound/measuring-script.ts';
import { type Loop, levelDbfs, measureLoop } from '../sound/response.ts';
import { join, silence, speechSignal, sweep, sweepSignal } from '../sound/signals.ts';
import { connect, endCall, heardWithin } from './call.ts';
import { holdsSoon } from './eyes.ts';
import { limits, responseMask } from './limits.ts';
import {
  type Button,
  byAnswer,
  byFigures,
  type Desk,
  failed,
  leftOut,
  type Outcome,
  type Step,
  yesNoSkip,
} from './step.ts';

const ringLimitMs = 6_000;
const echoSeconds = 6;
/** Before, a canceller is still learning the room. */
const echoSettlesSeconds = 3;

const ways: readonly Button[] = [
  { id: 'loop', label: 'A loop joins ear and mouth', kind: 'plain' },
  { id: 'listen', label: 'I will listen', kind: 'plain' },
  { id: 'absent', label: 'This phone has none', kind: 'plain' },
  { id: 'skip', label: 'Skip', kind: 'skip' },
];

export const ringerStep: Step = { id: 'ringer', title: 'Ringer', group: 'Ears', run: tryRinger };

export const soundSteps: readonly Step[] = (
  [
    ['handset', 'Handset'],
    ['headset', 'Headset'],
    ['speaker', 'Loudspeaker'],
  ] as const
).map(([path, title]) => ({
  id: `sound-${path}`,
  title: `${title}: sweep and speech`,
  group: 'Ears',
  run: (desk) => trySound(desk, path),
}));

export const echoStep: Step = { id: 'echo', title: 'Echo of the loudspeaker', group: 'Ears', run: tryEcho };

async function tryRinger(desk: Desk): Promise<Outcome> {
  const { phone, hand, enterprise, extension } = desk;
  const rings = phone.waitForCall('ringing-in', ringLimitMs);
  const call = await enterprise.ringMe('4402', extension, new MeasuringScript(silence(1)));
  if (!call.ok) return failed('measurement', `the bench could not call the phone: ${call.error}`);
  if (!(await rings)) {
    call.value.hangUp();
    return failed('measurement', `the phone did not ring within ${ringLimitMs / 1000} s`);
  }
  const words = 'The bench is calling. Do you hear the ringer, loud and without a rattle, and does its lamp blink?';
  if (hand) {
    desk.say(words);
    const blinks = await holdsSoon(() => hand.lamp('ringing') === 'blink', 2_000);
    call.value.hangUp();
    await phone.waitForCall('ended', 3_000);
    return blinks
      ? leftOut('nobody was there to hear the ringer; its lamp blinked')
      : failed('measurement', 'the lamp of the ringer did not blink');
  }
  const answer = await desk.ask(words).answer;
  const ended = phone.waitForCall('ended', 3_000);
  call.value.hangUp();
  await ended;
  return byAnswer(answer, 'the ringer is not as it should be');
}

async function trySound(desk: Desk, path: AudioPath): Promise<Outcome> {
  const { hand } = desk;
  if (hand) {
    if (!hand.loopedPaths.includes(path)) return leftOut('nobody was there to listen, and no loop joins ear and mouth');
    return tryLoop(desk, path);
  }
  const lift = path === 'handset' ? ' Lift the handset first.' : '';
  const words = `How is the ${path} to be tested? A loop is a cable or a short tube from its ear to its mouth.${lift}`;
  const { button, reason } = await desk.ask(words, undefined, ways).answer;
  if (button === 'skip') return leftOut(reason);
  if (button === 'absent') return leftOut(`this phone has no ${path}`);
  return button === 'loop' ? tryLoop(desk, path) : listen(desk, path);
}

async function tryLoop(desk: Desk, path: AudioPath): Promise<Outcome> {
  desk.say('A tone rises through all that a telephone carries, and comes back through the loop.', waiting);
  const script = new MeasuringScript(sweepSignal());
  const problem = await connect(desk, script, path);
  if (problem !== undefined) return failed('measurement', problem);
  const measured = await heardWithin(script);
  const cancels = desk.phone.statistics?.device?.echo !== undefined;
  await endCall(desk, path);
  const loop = measureLoop(measured.said, measured.heard);
  if (!loop || loop.likeness < limits.loopLikeness) {
    const hint = cancels
      ? 'this path cancels echo and takes the loop for one: test it by listening'
      : 'is the loop plugged in?';
    return failed('measurement', `the sweep did not come back through the ${path}; ${hint}`);
  }
  const curve = responseCurve(loop, path);
  const outcome = byFigures(loopFigures(loop), [curve]);
  const outside = outsideOf(curve);
  if (outside === undefined) return outcome;
  const reason = [outcome.reason, outside].filter((words) => words !== '').join('; ');
  return { ...outcome, verdict: 'failed', reason };
}

async function listen(desk: Desk, path: AudioPath): Promise<Outcome> {
  const script = new MeasuringScript(join(silence(0.6), sweep(), silence(0.4), speechSignal(4)), true);
  const problem = await connect(desk, script, path);
  if (problem !== undefined) return failed('measurement', problem);
  const words = `Listen in the ${path}: a tone rises, then somebody speaks, then you hear yourself. Was all of it clear, without rattle, hum or gap?`;
  const answer = await desk.ask(words, waiting, yesNoSkip).answer;
  await endCall(desk, path);
  return byAnswer(answer, `the ${path} does not sound as it should`);
}

async function tryEcho(desk: Desk): Promise<Outcome> {
  const words = 'Put the handset down, stay silent and leave the phone alone: the bench speaks for six seconds.';
  if (!desk.hand) {
    const start: readonly Button[] = [
      { id: 'yes', label: 'It is quiet: begin', kind: 'yes' },
      { id: 'skip', label: 'Skip', kind: 'skip' },
    ];
    const { button, reason } = await desk.ask(words, undefined, start).answer;
    if (button === 'skip') return leftOut(reason);
  }
  desk.say(words, waiting);
  const script = new MeasuringScript(speechSignal(echoSeconds));
  const problem = await connect(desk, script, 'speaker');
  if (problem !== undefined) return failed('measurement', problem);
  const { said, heard } = await heardWithin(script);
  const statistics = desk.phone.statistics;
  await endCall(desk, 'speaker');
  const settled = echoSettlesSeconds * 48_000;
  const lossDb = levelDbfs(said.subarray(settled)) - levelDbfs(heard.subarray(settled));
  const enhancementDb = statistics?.device?.echo?.enhancementDb;
  const delayMs = statistics?.endToEndDelayMs;
  return byFigures([
    { name: 'Echo below the voice', value: lossDb, unit: 'dB', least: limits.echoReturnLossDb },
    ...(enhancementDb === undefined ? [] : [{ name: 'Taken away by the canceller', value: enhancementDb, unit: 'dB' }]),
    ...(delayMs === undefined ? [] : [{ name: 'Delay from the bench’s mouth to the ear', value: delayMs, unit: 'ms' }]),
  ]);
}

const waiting = { kind: 'wait', share: undefined } as const;

function loopFigures(loop: Loop) {
  const { least, most } = limits.loopGainDb;
  return [
    { name: 'Delay there and back', value: loop.delayMs, unit: 'ms', most: limits.loopDelayMs },
    { name: 'Level that came back', value: loop.gainDb, unit: 'dB', least, most },
    { name: 'Likeness to what was said', value: loop.likeness, unit: '', least: limits.loopLikeness },
  ];
}

/** Around the mean of the bands that speech lives in. */
function responseCurve(loop: Loop, path: AudioPath): Curve {
  const middle = loop.bands.filter(([hz]) => hz >= 315 && hz <= 3150).map(([, db]) => db);
  const mean = middle.reduce((sum, db) => sum + db, 0) / middle.length;
  return {
    title: `Response of the ${path}`,
    xName: 'Hz',
    yName: 'dB',
    logarithmic: true,
    points: loop.bands.map(([hz, db]) => [hz, Number((db - mean).toFixed(2))] as const),
    upper: responseMask.upperDb,
    lower: responseMask.lowerDb,
  };
}

function outsideOf({ points, upper = [], lower = [] }: Curve): string | undefined {
  const outside = points.filter(([hz, db]) => {
    const [above, below] = [limitAt(upper, hz), limitAt(lower, hz)];
    return (above !== undefined && db > above) || (below !== undefined && db < below);
  });
  if (outside.length === 0) return undefined;
  return `outside the mask at ${outside.map(([hz, db]) => `${hz} Hz (${db.toFixed(1)} dB)`).join(', ')}`;
}

/** Between two points of a mask it is a straight line over the logarithm of the frequency. */
function limitAt(mask: readonly (readonly [number, number])[], hz: number): number | undefined {
  for (let at = 1; at < mask.length; at++) {
    const [from, to] = [mask[at - 1], mask[at]];
    if (!from || !to || hz < from[0] || hz > to[0]) continue;
    return from[1] + ((to[1] - from[1]) * Math.log(hz / from[0])) / Math.log(to[0] / from[0]);
  }
  return undefined;
}
