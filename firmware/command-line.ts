// What the phone is started with: the board it runs on and the configuration it reads.

import { parseArgs } from 'node:util';
import { err, ok, type Result } from '../hal/result.ts';

export interface CommandLine {
  readonly board: string;
  readonly config: string;
}

const usage = 'Usage: --board FILE --config FILE';

export function readCommandLine(args: readonly string[]): Result<CommandLine> {
  try {
    const { board, config } = parseArgs({
      args: [...args],
      options: { board: { type: 'string' }, config: { type: 'string' } },
    }).values;
    if (!board) return err(`The board file is missing. ${usage}`);
    if (!config) return err(`The configuration file is missing. ${usage}`);
    return ok({ board, config });
  } catch (error) {
    // What parseArgs throws are mistakes of the command line, each with a sentence of its own.
    if (error instanceof TypeError) return err(`${error.message.replace(/\.?$/, '.')} ${usage}`);
    throw error;
  }
}
