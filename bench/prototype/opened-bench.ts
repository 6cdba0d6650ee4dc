// Everything that a bench test needs, opened together: enterprise, link, update shelf, and the card's configuration.

import { randomBytes, randomInt } from 'node:crypto';
import { accessSync, constants, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { err, ok, type Result } from '../../hal/result.ts';
import { createServerCertificate } from '../enterprise/certificates/authority.ts';
import { openCertificates } from '../enterprise/certificates/certificate-store.ts';
import { DOMAIN, PEOPLE, type Person } from '../enterprise/company/people.ts';
import { type Enterprise, startEnterprise } from '../enterprise/enterprise.ts';
import { LOOPBACK } from '../enterprise/sip/listeners.ts';
import { PhoneLink } from './link/phone-link.ts';
import type { TestOptions } from './options.ts';
import { MeasuringLine } from './sound/measuring-line.ts';
import { fillShelf, UpdateShelf } from './update-shelf.ts';

/** Who sits at the prototype. */
const desk = '4217';
const dayMs = 86_400_000;
/** Higher than what any phone that is not released runs. */
const simulatedVersion = '9.9.9';

export interface OpenedBench {
  readonly host: string;
  readonly enterprise: Enterprise;
  readonly link: PhoneLink;
  readonly line: MeasuringLine;
  readonly shelf: UpdateShelf | undefined;
  readonly person: Person;
  /** Of this bench on the network, for the page. */
  readonly certificate: { readonly certificate: string; readonly privateKey: string };
  /** What the phone starts with: account, server, trust and policy in one. */
  readonly phoneConfig: Readonly<Record<string, unknown>>;
  /** The same as a file for the card. */
  readonly cardFile: string;
  close(): Promise<void>;
}

export async function openBench(options: TestOptions): Promise<Result<OpenedBench>> {
  const { folder, port } = options;
  const host = options.lan ? networkAddress(options.host) : LOOPBACK;
  if (host === undefined) {
    const which = options.host === undefined ? 'no network address' : `no address ${options.host}`;
    return err(`This computer has ${which}; is its cable plugged in?`);
  }
  const writable = prepareFolder(folder, '--folder') ?? prepareFolder(options.reportFolder, '--reports');
  if (writable) return err(writable);
  const certificates = await openCertificates(
    join(folder, 'enterprise'),
    [DOMAIN, 'localhost', LOOPBACK, host],
    Date.now(),
  );
  if (!certificates.ok) return certificates;
  const now = Date.now();
  const validity = { notBeforeMs: now - dayMs, notAfterMs: now + 30 * dayMs };
  const names = [...new Set([host, LOOPBACK])];
  const certificate = await createServerCertificate(certificates.value.authority, { names, ...validity });
  const identity = { key: certificate.privateKey, cert: certificate.certificate };

  const secrets = readSecrets(join(folder, 'secrets.json'));
  const link = await PhoneLink.open({
    ...{ host, port: port + 1, identity, token: secrets.token, phoneAddress: options.phoneAddress },
  });
  if (!link.ok) return err(`The bench cannot start: ${link.error}. Choose other ports: --port ${port + 100}`);
  const shelf = await openShelf(options, host, identity);
  if (!shelf.ok) {
    await link.value.close();
    return shelf;
  }
  const policy = {
    benchTest: { enabled: true, server: `wss://${host}:${link.value.port}/phone`, token: secrets.token },
    // A test takes longer than a phone stays unlocked.
    phoneLockTimeout: '00:00:00',
    qualityReports: true,
    qualityCollector: 'quality',
    ...(shelf.value && {
      imageUpdate: { enabled: true, server: shelf.value.shelf.address, rootKeys: shelf.value.rootKeys },
    }),
  };
  const line = new MeasuringLine();
  const people = peopleWith(secrets);
  const started = await startEnterprise({
    ...{ folder: join(folder, 'enterprise'), host, people, lines: [line], policy },
    ports: { tls: port + 2, signIn: port + 3, tcp: port + 4, wss: port + 5 },
  });
  if (!started.ok) {
    await Promise.all([link.value.close(), shelf.value?.shelf.close()]);
    return err(`The bench cannot start: ${started.error}. Choose other ports: --port ${port + 100}`);
  }
  const enterprise = started.value;
  const person = people.find(({ extension }) => extension === desk) as Person;
  const phoneConfig = {
    accounts: [
      {
        ...{ address: `${person.user}@${DOMAIN}`, display_name: person.displayName },
        ...{ auth_user: person.user, auth_pass: person.password, outbound: [`${host}:${enterprise.ports.tls}`] },
      },
    ],
    trust_anchors: [certificates.value.authority.certificate],
    policy,
  };
  const cardFile = join(folder, 'offhook.json');
  writeFileSync(cardFile, JSON.stringify(phoneConfig, null, 2), { mode: 0o600 });
  return ok({
    ...{ host, enterprise, line, person, certificate, phoneConfig, cardFile },
    link: link.value,
    shelf: shelf.value?.shelf,
    close: async () => {
      await Promise.all([link.value.close(), shelf.value?.shelf.close(), enterprise.close()]);
    },
  });
}

async function openShelf(
  options: TestOptions,
  host: string,
  identity: { readonly key: string; readonly cert: string },
): Promise<Result<{ readonly shelf: UpdateShelf; readonly rootKeys: readonly string[] } | undefined>> {
  if (options.quick) return ok(undefined);
  let { updateFolder: folder, rootKeys } = options;
  if (folder === undefined) {
    if (!options.unattended) return ok(undefined);
    folder = join(options.folder, 'image');
    mkdirSync(folder, { recursive: true });
    rootKeys = fillShelf(folder, simulatedVersion);
  }
  const shelf = await UpdateShelf.open({ host, identity, folder });
  return shelf.ok ? ok({ shelf: shelf.value, rootKeys }) : shelf;
}

interface Secrets {
  readonly token: string;
  readonly password: string;
  readonly pin: string;
}

/** Made once a folder, so that a phone whose card was written yesterday is known today; no bench shares them. */
function readSecrets(file: string): Secrets {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Secrets;
  } catch (error) {
    if (!(error instanceof SyntaxError) && (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const secret = () => randomBytes(24).toString('base64url');
  const secrets = { token: secret(), password: secret(), pin: String(randomInt(1_000_000)).padStart(6, '0') };
  writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 });
  return secrets;
}

/** On a network the company's well-known passwords would let anybody in: all are new but that of the desk, which is kept. */
function peopleWith({ password, pin }: Secrets): readonly Person[] {
  return PEOPLE.map((person) => {
    if (person.extension === desk) return { ...person, password, pin };
    return { ...person, password: randomBytes(24).toString('base64url'), pin: randomBytes(12).toString('hex') };
  });
}

function prepareFolder(folder: string, option: string): string | undefined {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
    return undefined;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return `The folder ${folder} cannot be written to (${why}). Choose another one: ${option} FOLDER`;
  }
}

/** The one that was asked for, or the first. */
function networkAddress(wanted: string | undefined): string | undefined {
  return Object.values(networkInterfaces())
    .flatMap((cards) => cards ?? [])
    .find(
      ({ internal, family, address }) => !internal && family === 'IPv4' && (wanted === undefined || address === wanted),
    )?.address;
}
