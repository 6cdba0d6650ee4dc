// Walks through the steps one by one, tells the page what to show, and takes what the person answers.

import type { LinkEvent } from './link/phone-link.ts';
import type { StepResult, Verdict } from './report/result.ts';
import type { Answer, Button, Desk, Outcome, Panel, Question, Step } from './steps/step.ts';
import { yesNoSkip } from './steps/step.ts';

export interface StepView {
  readonly id: string;
  readonly title: string;
  readonly group: string;
  readonly verdict: Verdict | 'running' | 'waiting';
  readonly reason: string;
}

export interface GuideView {
  /** Counts what was asked, so that an answer to an older question is known for one. */
  readonly turn: number;
  readonly phone: {
    readonly connected: boolean;
    readonly serialNumber: string;
    readonly model: string;
    readonly board: string;
    readonly image: string;
  };
  readonly steps: readonly StepView[];
  /** The step at hand; absent before the phone comes, and when all is done. */
  readonly title: string;
  readonly words: string;
  readonly panel: Panel | undefined;
  readonly buttons: readonly Button[];
  /** Where the reports lie, once they are written. */
  readonly reports: readonly string[];
}

const noPhone: GuideView['phone'] = { connected: false, serialNumber: '', model: '', board: '', image: '' };
const again: readonly Button[] = [
  { id: 'again', label: 'Try again', kind: 'yes' },
  { id: 'on', label: 'Go on', kind: 'plain' },
];
const mostReason = 500;

export class Guide {
  readonly #listeners = new Set<(view: GuideView) => void>();
  #view: GuideView;
  #settle: ((answer: Answer) => void) | undefined;

  constructor(steps: readonly Step[]) {
    const views = steps.map(({ id, title, group }) => ({ id, title, group, verdict: 'waiting' as const, reason: '' }));
    this.#view = {
      ...{ turn: 0, phone: noPhone, steps: views, title: 'Waiting for the phone', words: '' },
      ...{ panel: { kind: 'wait', share: undefined }, buttons: [], reports: [] },
    };
  }

  get view(): GuideView {
    return this.#view;
  }

  onView(listener: (view: GuideView) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  say = (words: string, panel?: Panel): void => {
    this.#show({ words, panel });
  };

  ask = (words: string, panel?: Panel, buttons: readonly Button[] = yesNoSkip): Question => {
    const { promise, resolve } = Promise.withResolvers<Answer>();
    const turn = this.#view.turn + 1;
    this.#settle = resolve;
    this.#show({ turn, buttons, ...(words !== '' && { words, panel }) });
    const withdraw = (): void => {
      if (this.#view.turn !== turn) return;
      this.#settle = undefined;
      this.#show({ turn: turn + 1, buttons: [] });
    };
    return { answer: promise, withdraw };
  };

  /** False: nobody asks that now, or a step was to be left out without a reason. */
  answer(turn: number, id: string, given: string): boolean {
    const button = this.#view.buttons.find((each) => each.id === id);
    const reason = given.trim().slice(0, mostReason);
    if (turn !== this.#view.turn || !button || (button.kind === 'skip' && reason === '')) return false;
    const settle = this.#settle;
    this.#settle = undefined;
    this.#show({ turn: turn + 1, buttons: [] });
    settle?.({ button: id, reason });
    return true;
  }

  follow(event: LinkEvent): void {
    if (event.type === 'left') this.#show({ phone: { ...this.#view.phone, connected: false } });
    if (event.type !== 'joined') return;
    const { identity, board, version, slots } = event.facts;
    const image = slots.find(({ running }) => running)?.version ?? version;
    const { serialNumber, model } = identity;
    this.#show({ phone: { connected: true, serialNumber, model, board, image } });
  }

  async run(
    steps: readonly Step[],
    desk: Desk,
    onResult: (result: StepResult) => void,
  ): Promise<readonly StepResult[]> {
    const results: StepResult[] = [];
    for (const step of steps) {
      const result = await this.#runUntilSettled(step, desk);
      results.push(result);
      onResult(result);
    }
    return results;
  }

  finish(words: string, reports: readonly string[]): void {
    this.#show({ title: 'The test is over', words, panel: undefined, buttons: [], reports });
  }

  async #runUntilSettled(step: Step, desk: Desk): Promise<StepResult> {
    for (;;) {
      this.#show({ title: step.title, words: '', panel: undefined, buttons: [] });
      this.#mark(step, 'running', '');
      const outcome = await this.#runOnce(step, desk);
      this.#mark(step, outcome.verdict, outcome.reason);
      const result = { id: step.id, title: step.title, ...outcome };
      if (outcome.verdict !== 'failed' || desk.hand) return result;
      const panel: Panel | undefined =
        outcome.curves.length > 0 ? { kind: 'curves', curves: outcome.curves } : undefined;
      const { button } = await this.ask(`This failed: ${outcome.reason}.`, panel, again).answer;
      if (button === 'on') return result;
    }
  }

  async #runOnce(step: Step, desk: Desk): Promise<Outcome> {
    try {
      return await step.run(desk);
    } catch (error) {
      // A fault of the bench is no fault of the prototype, and no reason to lose what was found so far.
      const reason = `the bench itself failed: ${error instanceof Error ? error.message : String(error)}`;
      return { verdict: 'not-tested', judgedBy: 'nobody', reason, figures: [], curves: [] };
    }
  }

  #mark(step: Step, verdict: StepView['verdict'], reason: string): void {
    const steps = this.#view.steps.map((each) => (each.id === step.id ? { ...each, verdict, reason } : each));
    this.#show({ steps });
  }

  #show(change: Partial<GuideView>): void {
    this.#view = { ...this.#view, ...change };
    for (const listener of this.#listeners) listener(this.#view);
  }
}
