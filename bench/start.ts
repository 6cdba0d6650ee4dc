// The parent of everything that `npm start` runs: enterprise, console and one process a phone, until Ctrl-C.

import { readFile } from 'node:fs/promises';
import { hostname, networkInterfaces } from 'node:os';
import { dirname, join } from 'node:path';
import { err, ok, type Result } from '../hal/result.ts';
import { LiveBench } from './console/live-bench.ts';
import { type Console, type ConsoleOptions, loopbackOrigins, startConsole } from './console/server.ts';
import { createServerCertificate } from './enterprise/certificates/authority.ts';
import { PEOPLE, type Person } from './enterprise/company/people.ts';
import { type Enterprise, startEnterprise } from './enterprise/enterprise.ts';
import { readStartOptions, type StartOptions, usage } from './start-options.ts';

/** Who sits at the desks, in order; those beyond the bench's own two leave their automatic answer for a phone. */
const deskOwners = ['4217', '4218', '4408', '4410'] as const;

const dayMs = 86_400_000;

const print = (line: string) => void process.stdout.write(`${line}\n`);

async function main(): Promise<number> {
  const options = readStartOptions(process.argv.slice(2));
  if (!options.ok) return fail(`${options.error}\n\n${usage}`);
  const asked = stopAsked();
  const running = await startAll(options.value);
  if (!running.ok) return fail(running.error);
  const { address, owners } = running.value;

  print(`\nOffhook is running. Open this page:\n\n    ${address}\n`);
  for (const [at, { displayName, extension, pin }] of owners.entries()) {
    print(`  Phone ${at + 1}: ${displayName}, extension ${extension}, PIN ${pin}`);
  }
  if (options.value.firstStart) {
    print(`\nThe phones are new. Their company's server is ${running.value.server}`);
  }
  if (options.value.lan) {
    print(
      '\nThe address is good for one browser. It will warn of a certificate that it does not know: that is expected.',
    );
  }
  print('\nCtrl-C stops everything.');
  await asked;
  await running.value.stop();
  return 0;
}

interface Running {
  readonly address: string;
  readonly owners: readonly Person[];
  /** As one types it in the set-up. */
  readonly server: string;
  stop(): Promise<void>;
}

async function startAll(options: StartOptions): Promise<Result<Running>> {
  const { folder } = options;
  const owners = deskOwners.slice(0, options.phones);
  const enterprise = await openEnterprise(folder, options.port, owners);
  if (!enterprise.ok) return enterprise;
  const people = owners.map((extension) => enterprise.value.people.find((person) => person.extension === extension));
  const seated = people.filter((person) => person !== undefined);
  const origins = loopbackOrigins(options.port);
  try {
    const { firstStart } = options;
    const bench = new LiveBench({ enterprise: enterprise.value, owners: seated, folder, origins, print, firstStart });
    const page = await openConsole(options, bench, enterprise.value);
    bench.start();
    const stop = async () => {
      await Promise.all([page.close(), bench.stop()]);
      await enterprise.value.close();
    };
    const server = new URL(enterprise.value.signInUrl).host;
    return ok({ address: page.address, owners: seated, server, stop });
  } catch (error) {
    await enterprise.value.close();
    return err(explain(error, options.port));
  }
}

/** Ports next to the console's: a phone remembers its server, so it must be where it was at the next start. */
async function openEnterprise(folder: string, port: number, owners: readonly string[]): Promise<Result<Enterprise>> {
  const ports = { tls: port + 1, signIn: port + 2, tcp: port + 3, wss: port + 4 };
  const people = PEOPLE.map(
    (person): Person => (owners.includes(person.extension) ? { ...person, behaviour: { kind: 'phone' } } : person),
  );
  const started = await startEnterprise({ folder: join(folder, 'enterprise'), ports, people });
  if (started.ok) return started;
  return err(
    `The bench cannot start: ${started.error}. If another npm start is running, choose other ports: npm start -- --port ${port + 100}`,
  );
}

async function openConsole(options: StartOptions, bench: LiveBench, enterprise: Enterprise): Promise<Console> {
  const { port } = options;
  const lan = options.lan ? await lanIdentity(enterprise) : undefined;
  return startConsole({ bench, port, ...(lan && { lan }) });
}

/** A certificate for this computer's names on the network, from the bench's own throw-away authority. */
async function lanIdentity(enterprise: Enterprise): Promise<NonNullable<ConsoleOptions['lan']>> {
  const addresses = Object.values(networkInterfaces())
    .flatMap((cards) => cards ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')
    .map(({ address }) => address);
  if (addresses.length === 0) throw new Error('This computer has no network address: start it without --lan.');
  const hosts = [...addresses, hostname()];
  const folder = dirname(enterprise.authorityFile);
  const [certificate, privateKey] = await Promise.all([
    readFile(join(folder, 'authority.pem'), 'utf8'),
    readFile(join(folder, 'authority-key.pem'), 'utf8'),
  ]);
  const now = Date.now();
  const validity = { notBeforeMs: now - dayMs, notAfterMs: now + 30 * dayMs };
  return { hosts, ...(await createServerCertificate({ certificate, privateKey }, { names: hosts, ...validity })) };
}

function explain(error: unknown, port: number): string {
  const { code, message } =
    error instanceof Error ? (error as NodeJS.ErrnoException) : { code: '', message: String(error) };
  if (code === 'EADDRINUSE') {
    return `Port ${port} is taken by another program, perhaps another npm start. Choose another one: npm start -- --port ${port + 100}`;
  }
  if (code === 'ENOSPC') return 'The disk is full: the phones cannot write their settings.';
  return message;
}

/** Ctrl-C, an end asked for by the system, or the end of the process that started this one. */
function stopAsked(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
    process.once('disconnect', () => resolve());
  });
}

function fail(sentence: string): number {
  process.stderr.write(`${sentence}\n`);
  return 1;
}

process.exitCode = await main();
// A channel to the parent would keep the process alive after its work is done.
process.channel?.unref();
