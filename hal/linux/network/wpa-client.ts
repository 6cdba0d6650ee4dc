// Asks wpa_supplicant how far it is and whom it hears, by its own program wpa_cli, as somebody without rights.

import { execFile } from 'node:child_process';
import type { Clock } from '../../clock.ts';
import type { WifiNetwork } from '../../machine/network.ts';
import { parseScan, parseStatus, type WpaStatus } from './wpa-answers.ts';
import { controlFolder } from './wpa-file.ts';

export type { WpaStatus } from './wpa-answers.ts';

const program = '/usr/sbin/wpa_cli';
/** Where wpa_supplicant can answer to; the phone's own /tmp is seen by nobody else. */
const ownFolder = '/run/offhook';
const longestAnswerMs = 5_000;
const mostBytes = 256 * 1024;
const scanTakesMs = 4_000;

export class WpaClient {
  readonly #clock: Clock;
  readonly #warn: (sentence: string) => void;

  constructor(clock: Clock, warn: (sentence: string) => void) {
    this.#clock = clock;
    this.#warn = warn;
  }

  async status(name: string): Promise<WpaStatus | undefined> {
    const answer = await this.#ask(name, 'status');
    return answer === undefined ? undefined : parseStatus(answer);
  }

  async scan(name: string): Promise<readonly WifiNetwork[]> {
    await this.#ask(name, 'scan');
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#clock.after(scanTakesMs, resolve);
    await promise;
    return parseScan((await this.#ask(name, 'scan_results')) ?? '');
  }

  #ask(name: string, question: string): Promise<string | undefined> {
    const { promise, resolve } = Promise.withResolvers<string | undefined>();
    const args = ['-p', controlFolder, '-s', ownFolder, '-i', name, question];
    execFile(program, args, { timeout: longestAnswerMs, maxBuffer: mostBytes }, (error, answer) => {
      if (error) this.#warn(`wpa_supplicant does not answer to "${question}": ${error.message.split('\n')[0]}.`);
      resolve(error ? undefined : answer);
    });
    return promise;
  }
}
