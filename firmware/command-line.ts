// What the phone is started with: the board it runs on and the configuration it reads.

import { parseArgs } from 'node:util';
import { err, ok, type Result } from '../hal/result.ts';

export interface CommandLine {
  readonly board: string;
  /** The one to use, and those that rule in this order where it cannot be used. */
  readonly configs: readonly [string, ...string[]];
  /** Where the start of the system noted whether the data partition is there. */
  readonly dataNote: string | undefined;
}

const usage = 'Usage: --board FILE --config FILE [--otherwise FILE]... [--data-note FILE]';

export function readCommandLine(args: readonly string[]): Result<CommandLine> {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        board: { type: 'string' },
        config: { type: 'string' },
        otherwise: { type: 'string', multiple: true, default: [] },
        'data-note': { type: 'string' },
      },
    });
    const { board, config, otherwise } = values;
    if (!board) return err(`The board file is missing. ${usage}`);
    if (!config) return err(`The configuration file is missing. ${usage}`);
    return ok({ board, configs: [config, ...otherwise], dataNote: values['data-note'] });
  } catch (error) {
    // What parseArgs throws are mistakes of the command line, each with a sentence of its own.
    if (error instanceof TypeError) return err(`${error.message.replace(/\.?$/, '.')} ${usage}`);
    throw error;
  }
}
