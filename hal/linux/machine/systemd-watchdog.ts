// The watchdog of systemd, which restarts the phone's unit, and by it the board, unless it hears from the phone.

import type { DeviceState, Diagnosable } from '../../device-state.ts';
import { halAddon } from '../../native/addon.ts';
import type { Watchdog } from '../../watchdog.ts';
import { ToldState } from '../device/told-state.ts';

/** Sends lines of sd_notify(3) to a socket; below zero an error number of the system. */
export type Notify = (socket: string, lines: string) => number;

export class SystemdWatchdog implements Watchdog, Diagnosable {
  readonly #socket: string | undefined;
  readonly #notify: Notify;
  readonly #told: ToldState;
  #isArmed = false;

  constructor(
    warn: (sentence: string) => void,
    socket: string | undefined = process.env.NOTIFY_SOCKET,
    notify: Notify = (to, lines) => halAddon().notifySystemd(to, lines),
  ) {
    this.#socket = socket;
    this.#notify = notify;
    this.#told = new ToldState('watchdog of systemd', warn);
  }

  /** The phone is up: a unit of Type=notify counts as started from here on. */
  arm(timeoutMs: number): void {
    if (this.#socket === undefined) {
      this.#told.fails('the phone was not started by a unit with Type=notify and NotifyAccess=main');
      return;
    }
    this.#isArmed = true;
    this.#say(`READY=1\nWATCHDOG_USEC=${timeoutMs * 1000}\nWATCHDOG=1`);
  }

  feed(): void {
    if (this.#isArmed) this.#say('WATCHDOG=1');
  }

  disarm(): void {
    if (this.#isArmed) this.#say('WATCHDOG_USEC=0');
    this.#isArmed = false;
  }

  states(): readonly DeviceState[] {
    return [this.#told.state];
  }

  #say(lines: string): void {
    if (this.#socket === undefined) return;
    const answer = this.#notify(this.#socket, lines);
    if (answer < 0) this.#told.fails(`systemd cannot be told anything (error ${-answer} of the system)`);
    else this.#told.works('restarts the phone when it falls silent');
  }
}
