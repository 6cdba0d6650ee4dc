// Our own engine in a measured call: two processes, ALSA to ALSA, with the phone's defaults and nothing tuned for a case.

import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { launch } from '../../../firmware/launch.ts';
import { err, ok, type Result } from '../../../hal/result.ts';
import type { MediaStatistics } from '../../../media/session.ts';
import { type CardCallStage, callThroughCards, type RunningCall } from '../call/card-call.ts';
import { type MeasuredEngine, mostBitRateBps } from '../call/measured-call.ts';
import type { EndEvent, EndTask } from './messages.ts';

const program = join(import.meta.dirname, 'end.ts');
const driver = new URL('../../../hal/linux/alsa-audio.ts', import.meta.url);
const startLimitMs = 15_000;
const stopLimitMs = 3_000;
const mostTroubles = 20;

export const ourEngine: MeasuredEngine = {
  name: 'offhook',
  setting:
    'the phone as it comes: ALSA driver, one configuration for all cases, plain RTP as its peers, echo cancelling off',
  hasCard: true,
  prepare: async () => ok(undefined),
  call: (plan) => callThroughCards(plan, start),
};

async function start({ network, talkerPcm, listenerPcm, environment }: CardCallStage): Promise<Result<RunningCall>> {
  const listener = new End(listenerPcm, environment);
  const talker = new End(talkerPcm, environment);
  const stop = async () => {
    await Promise.all([talker.stop(), listener.stop()]);
  };
  const ports = await Promise.all([talker.port, listener.port]);
  const [talkerPort, listenerPort] = ports;
  if (talkerPort === undefined || listenerPort === undefined) {
    await stop();
    return err(`our engine did not start: ${talker.words()} ${listener.words()}`);
  }
  network.talker = { port: talkerPort, rtcpPort: talkerPort };
  network.listener = { port: listenerPort, rtcpPort: listenerPort };
  listener.call(network.portForListener);
  talker.call(network.portForTalker);
  return ok({
    talkerPid: talker.pid,
    listenerPid: listener.pid,
    begin: () => listener.forget(),
    figures: () => listener.figures(),
    words: () => `${talker.words()} ${listener.words()}`,
    stop,
  });
}

class End {
  readonly port: Promise<number | undefined>;
  readonly #child: ChildProcess;
  readonly #exited: Promise<void>;
  readonly #troubles: string[] = [];
  #statistics: MediaStatistics[] = [];

  constructor(pcm: string, environment: Readonly<Record<string, string>>) {
    const options = { handset: { capture: pcm, playback: pcm, capture_db: 0, playback_db: 0 } };
    const task: EndTask = { audio: { moduleUrl: driver.href, options }, bitRateBps: mostBitRateBps };
    this.#child = fork(program, [JSON.stringify(task)], {
      execArgv: [...launch.nodeFlags],
      env: { ...process.env, ...launch.environment, ...environment },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#child.stderr?.on('data', (chunk: Buffer) => this.#note(chunk.toString('utf8')));
    this.#exited = new Promise((resolve) => {
      this.#child.once('exit', () => resolve());
      this.#child.once('error', (error) => {
        this.#note(error.message);
        resolve();
      });
    });
    this.port = this.#listening();
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  call(remotePort: number): void {
    this.#child.send({ remotePort });
  }

  forget(): void {
    this.#statistics = [];
  }

  /** Means of the seconds since; absent where none of them tells. */
  figures(): { readonly concealedShare: number | undefined; readonly stretchedShare: number | undefined } {
    return {
      concealedShare: meanOf(this.#statistics.map(({ concealedShare }) => concealedShare)),
      stretchedShare: meanOf(this.#statistics.map(({ stretchedShare }) => stretchedShare)),
    };
  }

  words(): string {
    return this.#troubles.join(' ').slice(-1_000);
  }

  async stop(): Promise<void> {
    this.#child.kill('SIGTERM');
    const kill = setTimeout(() => this.#child.kill('SIGKILL'), stopLimitMs);
    await this.#exited;
    clearTimeout(kill);
  }

  async #listening(): Promise<number | undefined> {
    const told = new Promise<number | undefined>((resolve) => {
      this.#child.on('message', (event: EndEvent) => {
        if (event.kind === 'listening') resolve(event.port);
        else if (event.kind === 'statistics') this.#statistics.push(event.statistics);
        else this.#note(event.detail);
      });
      void this.#exited.then(() => resolve(undefined));
      setTimeout(() => resolve(undefined), startLimitMs).unref();
    });
    return told;
  }

  #note(words: string): void {
    this.#troubles.push(words.trim());
    if (this.#troubles.length > mostTroubles) this.#troubles.shift();
  }
}

function meanOf(values: readonly (number | undefined)[]): number | undefined {
  const told = values.filter((value) => value !== undefined);
  return told.length === 0 ? undefined : told.reduce((sum, value) => sum + value, 0) / told.length;
}
