// Whether the machine's time can be believed: set by a time server, kept by a battery, or not known yet.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock, Timer } from '../../clock.ts';
import type { DeviceState, Diagnosable } from '../../device-state.ts';
import { halAddon } from '../../native/addon.ts';

export interface KnownTimeOptions {
  readonly clock: Clock;
  /** No honest clock shows an earlier time: this firmware was made then. */
  readonly earliestMs: number;
  warn(sentence: string): void;
  readonly sys?: string;
  /** Status bits of the kernel's clock (adjtimex(2)), below zero an error number. */
  readonly status?: () => number;
}

export type TimeSource = 'time-server' | 'battery-clock' | 'unknown';

/** STA_UNSYNC of linux/timex.h. */
const notSynchronised = 0x40;
const lookEveryMs = 5_000;

export class KnownTime implements Diagnosable {
  readonly #options: KnownTimeOptions;
  #timer: Timer | undefined;
  #source: TimeSource | undefined;

  constructor(options: KnownTimeOptions) {
    this.#options = options;
  }

  /** Looks until the time comes from a server, and says in the log what it was and has become. */
  start(): void {
    const before = this.#source;
    this.#source = this.source();
    if (before === undefined && this.#source === 'unknown') {
      this.#options.warn(
        'The time is not known yet: calls work, encrypted servers may be refused until a time server has answered.',
      );
    } else if (before === 'unknown' && this.#source !== 'unknown') {
      this.#options.warn('The time is known now.');
    }
    if (this.#source !== 'time-server') this.#timer = this.#options.clock.after(lookEveryMs, () => this.start());
  }

  source(): TimeSource {
    const { clock, earliestMs, sys = '/sys', status = () => halAddon().clockStatus() } = this.#options;
    if (clock.wallMs() < earliestMs) return 'unknown';
    const bits = status();
    if (bits >= 0 && (bits & notSynchronised) === 0) return 'time-server';
    return textOf(join(sys, 'class', 'rtc', 'rtc0', 'hctosys')) === '1' ? 'battery-clock' : 'unknown';
  }

  states(): readonly DeviceState[] {
    const source = this.source();
    const sentences = {
      'time-server': 'set by a time server',
      'battery-clock': 'kept by a battery, not yet compared with a time server',
      unknown: 'not known: no time server has answered, and no clock with a battery has set it',
    } as const;
    return [{ device: 'time', isWorking: source !== 'unknown', sentence: sentences[source] }];
  }

  close(): void {
    this.#timer?.cancel();
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    // A board without a clock of its own, as a Raspberry Pi up to the 4 is.
    return '';
  }
}
