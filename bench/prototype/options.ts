// The options of `npm run bench:board`, read from the command line.

import { isIPv4 } from 'node:net';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { err, ok, type Result } from '../../hal/result.ts';

export interface TestOptions {
  readonly kind: 'test';
  readonly lan: boolean;
  /** Of this computer on the phone's network; absent: its first one. */
  readonly host: string | undefined;
  readonly phoneAddress: string | undefined;
  readonly unattended: boolean;
  readonly port: number;
  readonly calls: number;
  readonly callSeconds: number;
  /** Without roll-back and update, which take ten minutes. */
  readonly quick: boolean;
  readonly updateFolder: string | undefined;
  readonly rootKeys: readonly string[];
  readonly folder: string;
  readonly reportFolder: string;
}

export interface CompareOptions {
  readonly kind: 'compare';
  readonly files: readonly string[];
  readonly reportFolder: string;
}

export const usage = `npm run bench:board -- [--lan] [--phone ADDRESS] [--calls N] [--update FOLDER --root-key KEY] [--reports FOLDER]
npm run bench:board -- --unattended [--quick]
npm run bench:board -- --compare REPORT.json REPORT.json ...

  --lan            a phone on the network, and a page for this network by HTTPS, for one browser
  --phone ADDRESS  take no other phone than the one at this address
  --host ADDRESS   this computer's address on the phone's network, where it has several
  --calls N        so many test calls, half in each direction (default 20)
  --call-seconds N how long each of them lasts (default 6)
  --update FOLDER  approved.json and its bundle, as npm run release:manifest makes them
  --root-key KEY   public key that the list of release keys is signed with
  --quick          leave out roll-back and update, which take ten minutes
  --unattended     the simulated phone, with a program in place of the person
  --reports FOLDER where the reports go (default bench-reports)
  --folder FOLDER  certificates and the card's configuration (default .offhook/bench-board)
  --port PORT      where the page is (default 4900)
  --compare        prints reports side by side and writes comparison.html`;

export function readOptions(given: readonly string[]): Result<TestOptions | CompareOptions> {
  try {
    const { values, positionals } = parseArgs({
      args: [...given],
      allowPositionals: true,
      options: {
        lan: { type: 'boolean', default: false },
        host: { type: 'string' },
        phone: { type: 'string' },
        unattended: { type: 'boolean', default: false },
        quick: { type: 'boolean', default: false },
        port: { type: 'string', default: '4900' },
        calls: { type: 'string', default: '20' },
        'call-seconds': { type: 'string', default: '6' },
        update: { type: 'string' },
        'root-key': { type: 'string', multiple: true },
        reports: { type: 'string', default: 'bench-reports' },
        folder: { type: 'string', default: join('.offhook', 'bench-board') },
        compare: { type: 'boolean', default: false },
      },
    });
    const reportFolder = resolve(values.reports);
    if (values.compare) {
      if (positionals.length < 2) return err('--compare wants two reports or more.');
      return ok({ kind: 'compare', files: positionals, reportFolder });
    }
    const [stray] = positionals;
    if (stray !== undefined) return err(`"${stray}" is no option; only --compare takes files.`);
    const port = wholeNumber(values.port, 1_024, 65_000);
    const calls = wholeNumber(values.calls, 2, 200);
    const callSeconds = wholeNumber(values['call-seconds'], 2, 60);
    if (port === undefined) return err('--port takes a number from 1024 to 65000.');
    if (calls === undefined) return err('--calls takes a number from 2 to 200.');
    if (callSeconds === undefined) return err('--call-seconds takes a number from 2 to 60.');
    if (values.phone !== undefined && !isIPv4(values.phone)) {
      return err(`--phone takes the IPv4 address of the phone, such as 192.168.1.23, not "${values.phone}".`);
    }
    if (values.host !== undefined && !isIPv4(values.host)) {
      return err(`--host takes an IPv4 address of this computer, such as 192.168.1.5, not "${values.host}".`);
    }
    if (values.unattended && (values.lan || values.phone)) {
      return err('--unattended tests the simulated phone on this computer: leave out --lan and --phone.');
    }
    if (!values.unattended && !values.lan) {
      return err('A phone on the network needs --lan; without a phone there is --unattended.');
    }
    if ((values.update === undefined) !== (values['root-key'] === undefined)) {
      return err('--update and --root-key go together: the phone believes no image without the key.');
    }
    return ok({
      ...{
        kind: 'test',
        lan: values.lan,
        host: values.host,
        phoneAddress: values.phone,
        unattended: values.unattended,
      },
      ...{ port, calls, callSeconds, quick: values.quick },
      updateFolder: values.update === undefined ? undefined : resolve(values.update),
      rootKeys: values['root-key'] ?? [],
      ...{ folder: resolve(values.folder), reportFolder },
    });
  } catch (error) {
    // What parseArgs throws are mistakes of the command line, each with a sentence of its own.
    if (error instanceof TypeError) return err(error.message);
    throw error;
  }
}

function wholeNumber(text: string, least: number, most: number): number | undefined {
  const value = Number(text);
  return Number.isInteger(value) && value >= least && value <= most ? value : undefined;
}
