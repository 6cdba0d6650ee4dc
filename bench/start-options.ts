// The options of `npm start`, read from the command line.

import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { err, ok, type Result } from '../hal/result.ts';

export interface StartOptions {
  readonly phones: number;
  readonly port: number;
  readonly lan: boolean;
  /** The phones know nothing yet and ask for their set-up. */
  readonly firstStart: boolean;
  /** Keeps certificates and the phones' stores. */
  readonly folder: string;
}

export const mostPhones = 4;

export const usage = `npm start -- [--phones 1-${mostPhones}] [--port PORT] [--folder DIR] [--lan] [--first-start]

  --phones N   so many desk sets, which can call each other (default 1)
  --port PORT  where the console page is (default 4800)
  --folder DIR where the phones keep their settings (default .offhook/bench-PORT)
  --lan        show it to other computers too, by HTTPS, for one browser that has the printed address
  --first-start the phones are new: they ask for language, network, time zone and server`;

export function readStartOptions(given: readonly string[]): Result<StartOptions> {
  try {
    const { values } = parseArgs({
      args: [...given],
      options: {
        phones: { type: 'string', default: '1' },
        port: { type: 'string', default: '4800' },
        folder: { type: 'string' },
        lan: { type: 'boolean', default: false },
        'first-start': { type: 'boolean', default: false },
      },
    });
    const phones = Number(values.phones);
    const port = Number(values.port);
    if (!Number.isInteger(phones) || phones < 1 || phones > mostPhones) {
      return err(`--phones takes a number from 1 to ${mostPhones}.`);
    }
    if (!Number.isInteger(port) || port < 1024 || port > 65_000)
      return err('--port takes a number from 1024 to 65000.');
    // A folder a port, so that two benches on one machine do not share their phones' stores.
    const folder = resolve(values.folder ?? join(import.meta.dirname, '..', '.offhook', `bench-${port}`));
    return ok({ phones, port, folder, lan: values.lan, firstStart: values['first-start'] });
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error));
  }
}
