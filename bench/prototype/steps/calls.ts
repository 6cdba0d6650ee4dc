// Test calls in both directions, each with the figures of its quality, and a report of each at the collector.

import type { MediaStatistics } from '../../../media/session.ts';
import type { Figure } from '../report/result.ts';
import { MeasuringScript } from '../sound/measuring-script.ts';
import { speechSignal } from '../sound/signals.ts';
import { connect, endCall, heardWithin } from './call.ts';
import { holdsSoon } from './eyes.ts';
import { limits } from './limits.ts';
import { byFigures, type Desk, leftOut, noAndSkip, type Outcome, type Step } from './step.ts';

export const callsStep: Step = { id: 'calls', title: 'Test calls in both directions', group: 'Calls', run: tryCalls };

interface CallFigures {
  readonly direction: 'out' | 'in';
  readonly problem: string | undefined;
  readonly setUpMs: number | undefined;
  /** Second by second. */
  readonly statistics: readonly MediaStatistics[];
}

const ringLimitMs = 6_000;
const connectLimitMs = 6_000;
const reportLimitMs = 5_000;
/** A call across a break of the connection to the bench is made again. */
const mostTries = 3;

async function tryCalls(desk: Desk): Promise<Outcome> {
  const { calls, enterprise } = desk;
  const made: CallFigures[] = [];
  const before = enterprise.quality.reports.length;
  const question = desk.ask('', undefined, noAndSkip('Something is wrong'));
  let stopped: { readonly button: string; readonly reason: string } | undefined;
  void question.answer.then((answer) => {
    stopped = answer;
  });
  for (let at = 0; at < calls.count && !stopped; at++) {
    const direction = at % 2 === 0 ? 'out' : 'in';
    desk.say(`Call ${at + 1} of ${calls.count}. Nothing is for you to do.`, table(made));
    made.push(await callUntilWhole(desk, direction));
  }
  question.withdraw();
  desk.say(`${made.length} calls were made.`, table(made));
  const whole = made.filter(({ problem }) => problem === undefined);
  const reported = () => enterprise.quality.reports.slice(before).filter(({ report }) => report.final).length;
  await holdsSoon(() => reported() >= whole.length, reportLimitMs);
  const outcome = byFigures(figuresOf(made, Math.min(reported(), made.length)), curvesOf(made));
  const problems = made.flatMap(({ problem }, at) => (problem === undefined ? [] : [`call ${at + 1}: ${problem}`]));
  const reason = [...problems, outcome.reason].filter((words) => words !== '').join('; ');
  if (stopped?.button === 'skip') return leftOut(`${stopped.reason} (after ${made.length} calls)`);
  if (stopped) return { ...outcome, verdict: 'failed', judgedBy: 'person', reason: stopped.reason || 'stopped' };
  return { ...outcome, reason };
}

async function callUntilWhole(desk: Desk, direction: 'out' | 'in'): Promise<CallFigures> {
  for (let tries = 1; ; tries++) {
    const { breaks } = desk.phone;
    const figures = direction === 'out' ? await callOut(desk) : await callIn(desk);
    if (desk.phone.breaks === breaks || tries === mostTries) return figures;
    await holdsSoon(() => desk.phone.connected && desk.isRegistered(), 30_000);
  }
}

async function callOut(desk: Desk): Promise<CallFigures> {
  const script = new MeasuringScript(speechSignal(desk.calls.seconds));
  const startedAtMs = performance.now();
  const problem = await connect(desk, script, undefined);
  return problem === undefined ? listenTo(desk, 'out', script, startedAtMs) : missed('out', problem);
}

async function callIn(desk: Desk): Promise<CallFigures> {
  const { phone, enterprise, extension } = desk;
  const script = new MeasuringScript(speechSignal(desk.calls.seconds));
  phone.forgetStatistics();
  const startedAtMs = performance.now();
  const rings = phone.waitForCall('ringing-in', ringLimitMs);
  const call = await enterprise.ringMe('4402', extension, script);
  if (!call.ok) return missed('in', call.error);
  if (!(await rings)) {
    call.value.hangUp();
    return missed('in', 'the phone did not ring');
  }
  const connected = phone.waitForCall('connected', connectLimitMs);
  phone.order({ type: 'answer' });
  if (await connected) return listenTo(desk, 'in', script, startedAtMs);
  call.value.hangUp();
  return missed('in', 'the phone did not answer');
}

async function listenTo(
  desk: Desk,
  direction: 'out' | 'in',
  script: MeasuringScript,
  startedAtMs: number,
): Promise<CallFigures> {
  const setUpMs = performance.now() - startedAtMs;
  const { said } = await heardWithin(script);
  await endCall(desk, undefined);
  const whole = said.length >= desk.calls.seconds * 48_000;
  const problem = whole ? undefined : 'it broke off';
  return { direction, problem, setUpMs, statistics: desk.phone.allStatistics };
}

function missed(direction: 'out' | 'in', problem: string): CallFigures {
  return { direction, problem, setUpMs: undefined, statistics: [] };
}

type Value = (call: CallFigures) => number | undefined;

const lossPercent: Value = ({ statistics }) => {
  const last = statistics.at(-1);
  const due = last ? last.packetsReceived + last.packetsLost : 0;
  return last && due > 0 ? (100 * last.packetsLost) / due : undefined;
};

/** Over the whole call, so that one busy moment of the bench is no fault of the phone. */
const meanOf =
  (read: (statistics: MediaStatistics) => number | undefined): Value =>
  ({ statistics }) => {
    const values = statistics.map(read).filter((value) => value !== undefined);
    return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
  };

/** Judged by its worst call. */
const judged: readonly {
  readonly name: string;
  readonly unit: string;
  readonly value: Value;
  readonly least?: number;
  readonly most?: number;
}[] = [
  { name: 'Set-up of a call', unit: 'ms', value: ({ setUpMs }) => setUpMs, most: limits.callSetUpMs },
  { name: 'Quality (MOS)', unit: '', value: meanOf(({ mosEstimate }) => mosEstimate), least: limits.mos },
  { name: 'Loss', unit: '%', value: lossPercent, most: limits.lossPercent },
  { name: 'Jitter', unit: 'ms', value: meanOf(({ jitterMs }) => jitterMs), most: limits.jitterMs },
  { name: 'Round trip', unit: 'ms', value: meanOf(({ roundTripMs }) => roundTripMs), most: limits.roundTripMs },
  {
    name: 'Made up',
    unit: '%',
    value: meanOf(({ concealedShare }) => concealedShare && 100 * concealedShare),
    most: limits.concealedPercent,
  },
];

function figuresOf(made: readonly CallFigures[], reports: number): readonly Figure[] {
  const whole = made.filter(({ problem }) => problem === undefined);
  return [
    { name: 'Calls that came about', value: whole.length, unit: '', least: made.length },
    { name: 'Reports at the collector', value: reports, unit: '', least: whole.length },
    ...judged.flatMap(({ name, unit, value, ...limit }) => {
      const values = whole.map(value).filter((each) => each !== undefined);
      if (values.length === 0) return [];
      const worst = limit.least === undefined ? Math.max(...values) : Math.min(...values);
      return [{ name: `${name}, worst call`, value: worst, unit, ...limit }];
    }),
  ];
}

function curvesOf(made: readonly CallFigures[]) {
  return judged.slice(0, 4).flatMap(({ name, unit, value, least, most }) => {
    const points = made.flatMap((call, at) => {
      const y = value(call);
      return y === undefined ? [] : [[at + 1, Number(y.toFixed(3))] as const];
    });
    const flat = (y: number) => [[1, y] as const, [Math.max(2, made.length), y] as const];
    if (points.length === 0) return [];
    return [
      {
        title: `${name} of each call`,
        xName: 'call',
        yName: unit === '' ? 'MOS' : unit,
        logarithmic: false,
        points,
        ...(most === undefined ? {} : { upper: flat(most) }),
        ...(least === undefined ? {} : { lower: flat(least) }),
      },
    ];
  });
}

function table(made: readonly CallFigures[]) {
  const rows = made.map((call, at) => {
    const shown = (value: number | undefined, digits: number) => (value === undefined ? '–' : value.toFixed(digits));
    const cells = judged
      .slice(0, 5)
      .map(({ value }, column) => shown(value(call), column === 1 ? 2 : column === 0 ? 0 : 1));
    return [
      `${at + 1}`,
      call.direction === 'out' ? 'by the phone' : 'to the phone',
      ...(call.problem ? [call.problem] : cells),
    ];
  });
  return {
    kind: 'table',
    head: ['', 'Call', 'Set-up ms', 'MOS', 'Loss %', 'Jitter ms', 'Round trip ms'],
    rows,
  } as const;
}
