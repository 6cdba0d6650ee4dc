// Runs Debian's SIPp on the loopback over UDP with one of our scenarios beside this file.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Result } from '../../../hal/result.ts';
import { findFreePorts, isUdpFree } from '../free-port.ts';
import { type PeerProcess, startPeer } from '../peer-process.ts';

export type SippScenario = 'answer' | 'busy' | 'hang-up' | 'call' | 'collect';

export interface SippOptions {
  readonly scenario: SippScenario;
  /** Calls after which it ends by itself. */
  readonly calls: number;
  readonly port: number;
  /** For `call`: whom, and through which proxy. */
  readonly callee?: string;
  readonly proxyPort?: number;
}

export interface Sipp {
  readonly process: PeerProcess;
  /** Waits until its calls are done: true where every one went by the scenario. */
  finished(): Promise<boolean>;
  stop(): Promise<void>;
}

export async function startSipp(options: SippOptions): Promise<Result<Sipp>> {
  const folder = mkdtempSync(join(tmpdir(), 'offhook-sipp-'));
  const [mediaPort = 0] = await findFreePorts(1);
  const parameters = [
    ...(options.proxyPort ? [`127.0.0.1:${options.proxyPort}`] : []),
    ...['-sf', join(import.meta.dirname, `${options.scenario}.xml`)],
    ...['-i', '127.0.0.1', '-p', `${options.port}`, '-mi', '127.0.0.1', '-mp', `${mediaPort - (mediaPort % 2)}`],
    ...[
      '-m',
      `${options.calls}`,
      '-r',
      '1',
      '-timeout',
      '60',
      '-trace_err',
      '-error_file',
      join(folder, 'errors.log'),
      '-nostdin',
      '-rtp_echo',
    ],
    ...(options.callee ? ['-s', options.callee] : []),
  ];
  const started = await startPeer('sipp', parameters, {
    // Without a terminal it prints nothing until it ends.
    ready: async () => !(await isUdpFree(options.port)),
    timeLimitMs: 5000,
    folder,
  });
  const clean = () => rmSync(folder, { recursive: true, force: true });
  if (!started.ok) {
    clean();
    return started;
  }
  const process = started.value;
  return {
    ok: true,
    value: {
      process,
      finished: async () => (await process.ended) === 0,
      stop: async () => {
        await process.stop();
        clean();
      },
    },
  };
}
