// One step of a bench test, and the desk it is done at: the phone, the enterprise, and the person or what stands in for them.

import type { PatternName } from '../../../firmware/admin/bench-test/index.ts';
import type { HookPosition } from '../../../hal/hook-switch.ts';
import type { LampName, LampState } from '../../../hal/indicators.ts';
import type { KeyName } from '../../../hal/keypad.ts';
import type { Enterprise } from '../../enterprise/enterprise.ts';
import type { TestedPhone } from '../link/tested-phone.ts';
import { type Curve, type Figure, isWithin, type StepResult } from '../report/result.ts';
import type { MeasuringLine } from '../sound/measuring-line.ts';

export interface Button {
  readonly id: string;
  readonly label: string;
  readonly kind: 'yes' | 'no' | 'skip' | 'plain';
}

export interface Answer {
  readonly button: string;
  /** What the person wrote; never empty for a step that is left out. */
  readonly reason: string;
}

/** What a step shows beside its words. */
export type Panel =
  | { readonly kind: 'keys'; readonly keys: readonly { readonly key: KeyName; readonly state: KeyMark }[] }
  | { readonly kind: 'grid'; readonly columns: number; readonly rows: number; readonly marked: readonly number[] }
  | { readonly kind: 'lamps'; readonly lit: LampName | undefined; readonly done: readonly LampName[] }
  | { readonly kind: 'picture'; readonly pattern: PatternName }
  | { readonly kind: 'hook'; readonly position: HookPosition | undefined; readonly moves: number }
  | { readonly kind: 'curves'; readonly curves: readonly Curve[] }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: 'wait'; readonly share: number | undefined };

export type KeyMark = 'waiting' | 'down' | 'done';

export interface Question {
  readonly answer: Promise<Answer>;
  withdraw(): void;
}

/** Stands in for the person where nobody is there; it touches the prototype as they would, from outside. */
export interface Hand {
  press(key: KeyName): void;
  hook(position: HookPosition): void;
  touch(x: number, y: number, down: boolean): void;
  /** As it shines. */
  lamp(name: LampName): LampState;
  /** Whether the screen shows this picture within a few seconds. */
  sees(pattern: PatternName): Promise<boolean>;
  /** Pull the plug, and put it in again. */
  cutPower(): Promise<void>;
  /** Whether a loop joins ear and mouth on this path. */
  readonly loopedPaths: readonly string[];
}

export interface Desk {
  readonly phone: TestedPhone;
  readonly enterprise: Enterprise;
  readonly line: MeasuringLine;
  readonly hand: Hand | undefined;
  /** Account of the phone on test. */
  readonly user: string;
  readonly extension: string;
  readonly calls: { readonly count: number; readonly seconds: number };
  /** Cut the phone off from the enterprise and the bench, or let it in again. */
  setCutOff(cutOff: boolean): void;
  /** Registered with the enterprise right now. */
  isRegistered(): boolean;
  /** The image for the update step; undefined where there is none, and then why. */
  readonly update: UpdateDesk | undefined;
  readonly whyNoUpdate: string;
  say(words: string, panel?: Panel): void;
  /** Yes, no and skip where no buttons are given. */
  ask(words: string, panel?: Panel, buttons?: readonly Button[]): Question;
}

export interface UpdateDesk {
  /** Version on offer. */
  readonly version: string;
  /** From now on the phone finds it. */
  offer(): void;
  withdraw(): void;
}

/** What a step made out; the guide adds its name. */
export type Outcome = Omit<StepResult, 'id' | 'title'>;

export interface Step {
  readonly id: string;
  readonly title: string;
  readonly group: 'Hands' | 'Eyes' | 'Ears' | 'Calls' | 'Endurance';
  run(desk: Desk): Promise<Outcome>;
}

export const yesNoSkip: readonly Button[] = [
  { id: 'yes', label: 'Yes', kind: 'yes' },
  { id: 'no', label: 'No', kind: 'no' },
  { id: 'skip', label: 'Skip', kind: 'skip' },
];

export const noAndSkip = (no: string): readonly Button[] => [
  { id: 'no', label: no, kind: 'no' },
  { id: 'skip', label: 'Skip', kind: 'skip' },
];

export function passed(judgedBy: 'measurement' | 'person', reason = ''): Outcome {
  return { verdict: 'passed', judgedBy, reason, figures: [], curves: [] };
}

export function failed(judgedBy: 'measurement' | 'person', reason: string): Outcome {
  return { verdict: 'failed', judgedBy, reason, figures: [], curves: [] };
}

export function leftOut(reason: string): Outcome {
  return { verdict: 'not-tested', judgedBy: 'nobody', reason, figures: [], curves: [] };
}

/** What a person answered: no is a failure, and skipping is neither. */
export function byAnswer({ button, reason }: Answer, failure: string): Outcome {
  if (button === 'skip') return leftOut(reason);
  if (button === 'no') return failed('person', reason === '' ? failure : `${failure}: ${reason}`);
  return passed('person');
}

/** Passed where every figure lies within its limits. */
export function byFigures(figures: readonly Figure[], curves: readonly Curve[] = []): Outcome {
  const outside = figures.filter((figure) => !isWithin(figure));
  const reason = outside.map(describe).join('; ');
  return { verdict: outside.length === 0 ? 'passed' : 'failed', judgedBy: 'measurement', reason, figures, curves };
}

function describe({ name, value, unit, least, most }: Figure): string {
  const limit = most !== undefined && !(value <= most) ? `at most ${most}` : `at least ${least}`;
  return `${name} is ${Number(value.toFixed(2))}${unit === '' ? '' : ` ${unit}`}, ${limit} wanted`;
}
