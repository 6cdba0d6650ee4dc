// Reports on their way to the collector: sent in order, tried again while that can help, and given up in the log only.

import type { Clock, Timer } from '../../../hal/clock.ts';
import type { Result } from '../../../hal/result.ts';
import type { PublishRefusal } from '../../sip/index.ts';
import type { LogSink } from '../../store/index.ts';

/** A collector that is away for long must not fill the memory. */
export const mostWaiting = 32;
/** After the first try; half an hour in all, and then the report is of no use to anybody who watches. */
export const retryDelaysMs = [5_000, 30_000, 120_000, 600_000, 1_200_000] as const;

export interface Report {
  /** For the log: the call's identifier. */
  readonly name: string;
  readonly body: string;
}

export interface OutboxPorts {
  readonly clock: Clock;
  readonly log: LogSink;
  readonly publish: (body: string) => Promise<Result<{ readonly noTag: boolean }, PublishRefusal>>;
}

export class ReportOutbox {
  readonly #ports: OutboxPorts;
  #waiting: { readonly report: Report; tries: number }[] = [];
  #sending = false;
  #timer: Timer | undefined;
  #closed = false;

  constructor(ports: OutboxPorts) {
    this.#ports = ports;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  add(report: Report): void {
    if (this.#closed) return;
    if (this.#waiting.length >= mostWaiting) {
      // The one being sent stays: its answer is on the way.
      const [oldest] = this.#waiting.splice(this.#sending ? 1 : 0, 1);
      if (oldest) this.#giveUp(oldest.report, `${mostWaiting} later ones wait for the collector`);
    }
    this.#waiting.push({ report, tries: 0 });
    // While an earlier one waits for its next try, the others wait with it: the collector is the same.
    if (!this.#sending && !this.#timer) void this.#send();
  }

  /** At sign-out: what waits is about somebody who has left. */
  forget(reason: string): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    for (const { report } of this.#waiting.splice(0)) this.#giveUp(report, reason);
  }

  close(): void {
    this.forget('the phone stops');
    this.#closed = true;
  }

  async #send(): Promise<void> {
    const [first] = this.#waiting;
    if (!first) return;
    this.#sending = true;
    first.tries++;
    const sent = await this.#ports.publish(first.report.body);
    this.#sending = false;
    // Forgotten meanwhile, and said so.
    if (this.#waiting[0] !== first) {
      if (this.#waiting.length > 0 && !this.#timer) void this.#send();
      return;
    }
    if (sent.ok) this.#taken(first.report, sent.value.noTag);
    else this.#refused(first, sent.error);
    if (this.#waiting.length > 0 && !this.#timer) void this.#send();
  }

  #taken(report: Report, noTag: boolean): void {
    this.#waiting.shift();
    if (noTag)
      this.#ports.log('warning', `The quality collector took the report of ${report.name} without a SIP-ETag.`);
  }

  #refused(first: { readonly report: Report; readonly tries: number }, refusal: PublishRefusal): void {
    const delayMs = retryDelaysMs[first.tries - 1];
    if (refusal.final || delayMs === undefined) {
      this.#waiting.shift();
      this.#giveUp(first.report, refusal.detail);
      return;
    }
    if (first.tries === 1) {
      this.#ports.log('info', `The quality report of ${first.report.name} will be sent again: ${refusal.detail}.`);
    }
    this.#timer = this.#ports.clock.after(Math.max(delayMs, refusal.retryAfterMs ?? 0), () => {
      this.#timer = undefined;
      void this.#send();
    });
  }

  #giveUp(report: Report, reason: string): void {
    this.#ports.log('warning', `The quality report of ${report.name} was not delivered: ${reason}.`);
  }
}
