// Writes what one phone process reads at its start: its configuration and the simulated board with its own secret.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export interface PhoneFilesOptions {
  /** Made where it does not exist; the store lies in it too. */
  readonly folder: string;
  /** Keys of the configuration file; `store` is set where it is absent. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Who may connect to the desk set. */
  readonly access: { readonly token: string; readonly origins: readonly string[] };
  /** The board's audio section where it is not the page's microphone and speaker. */
  readonly audio?: Readonly<Record<string, unknown>>;
  readonly serialNumber?: string;
  /** Folder in which the boot slots outlast the process; absent: each start is that of a new board. */
  readonly slots?: string;
}

export interface PhoneFiles {
  readonly board: string;
  readonly config: string;
}

export function writePhoneFiles(options: PhoneFilesOptions): PhoneFiles {
  mkdirSync(options.folder, { recursive: true });
  const sim = JSON.parse(readFileSync(resolve(import.meta.dirname, '../../hal/boards/sim.json'), 'utf8'));
  const { $schema: _schema, ...sections } = sim as Readonly<Record<string, unknown>>;
  const board = {
    ...sections,
    console: options.access,
    ...(options.audio && { audio: options.audio }),
    ...(options.serialNumber && { identity: { driver: 'sim', serial_number: options.serialNumber } }),
    ...(options.slots && { boot_slots: { driver: 'sim', folder: options.slots } }),
  };
  const files = { board: join(options.folder, 'board.json'), config: join(options.folder, 'config.json') };
  // Not for other users of the machine: the token opens the desk set.
  writeFileSync(files.board, JSON.stringify(board, null, 2), { mode: 0o600 });
  writeFileSync(files.config, JSON.stringify({ store: 'store', ...options.config }, null, 2), { mode: 0o600 });
  return files;
}
