// D-Bus by systemd's own busctl: no library on the image, no shell, and JSON for an answer.

import { execFile } from 'node:child_process';
import { err, ok, type Result } from '../../result.ts';

export interface BusObject {
  readonly service: string;
  readonly path: string;
  readonly interface: string;
}

/** Contract: one call, one answer; never throws. What a property or a method answers is JSON as busctl writes it. */
export interface SystemBus {
  get(object: BusObject, property: string): Promise<Result<unknown>>;
  /** `signature` and the arguments as busctl takes them, e.g. `ss`, `good`, `booted`. */
  call(object: BusObject, method: string, signature?: string, ...args: readonly string[]): Promise<Result<unknown>>;
}

/** An updater that is only just starting answers late on a slow board. */
const limitMs = 90_000;
const mostAnswerBytes = 256 * 1024;

export class Busctl implements SystemBus {
  readonly #bus: readonly string[];

  /** `address` for a bus that is not the system's. */
  constructor(address?: string) {
    this.#bus = address === undefined ? ['--system'] : [`--address=${address}`];
  }

  get({ service, path, interface: name }: BusObject, property: string): Promise<Result<unknown>> {
    return this.#run('get-property', service, path, name, property);
  }

  call(
    { service, path, interface: name }: BusObject,
    method: string,
    signature?: string,
    ...args: readonly string[]
  ): Promise<Result<unknown>> {
    return this.#run('call', service, path, name, method, ...(signature === undefined ? [] : [signature, ...args]));
  }

  /** Arguments may hold a token of the update server: they are seen by this process's own user and by root, and logged nowhere. */
  #run(...words: readonly string[]): Promise<Result<unknown>> {
    const options = { timeout: limitMs, maxBuffer: mostAnswerBytes, encoding: 'utf8' as const };
    return new Promise((resolve) => {
      execFile(
        'busctl',
        [...this.#bus, `--timeout=${limitMs / 1_000}`, '--json=short', ...words],
        options,
        (error, stdout, stderr) => {
          if (error) {
            // Node's own message would repeat the arguments.
            resolve(
              err(
                stderr.trim().split('\n').at(-1) || `busctl ended with ${error.code ?? error.signal ?? 'nothing said'}`,
              ),
            );
            return;
          }
          resolve(readAnswer(stdout));
        },
      );
    });
  }
}

/** Nothing at all is the answer of a method that answers nothing. */
function readAnswer(text: string): Result<unknown> {
  if (text.trim() === '') return ok(undefined);
  try {
    const { data } = JSON.parse(text) as { readonly data?: unknown };
    return ok(data);
  } catch (error) {
    if (error instanceof SyntaxError) return err('busctl answered with no JSON');
    throw error;
  }
}
