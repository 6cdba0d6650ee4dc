// The whole bench enterprise in one process: start it on given or free ports, watch it, disturb it, close it.

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock, RandomSource } from '../../hal/clock.ts';
import { err, ok, type Result } from '../../hal/result.ts';
import { SystemClock } from '../../hal/system/clock.ts';
import { SystemRandom } from '../../hal/system/random.ts';
import type { Script } from './audio/script.ts';
import { VoiceDesk } from './audio/voice-desk.ts';
import { type BadCertificate, createBadCertificate } from './certificates/authority.ts';
import { openCertificates } from './certificates/certificate-store.ts';
import { printContacts } from './company/contacts-file.ts';
import { DOMAIN, PEOPLE, type Person } from './company/people.ts';
import { LINES, lineAccount, type ScriptedLine, SERVICES, Staff } from './company/staff.ts';
import { Accounts } from './proxy/accounts.ts';
import type { Faults } from './proxy/faults.ts';
import { Location } from './proxy/location.ts';
import { Registrar } from './proxy/registrar.ts';
import { SipProxy } from './proxy/sip-proxy.ts';
import { QualityCollector } from './quality/collector.ts';
import type { Impairment } from './relay/impairment.ts';
import { NetworkConditions, type NetworkDirection } from './relay/network-conditions.ts';
import { RelayPool } from './relay/relay-pool.ts';
import { openSignInService, SignInDesk } from './sign-in/sign-in-service.ts';
import { DigestServer } from './sip/digest.ts';
import type { Flow } from './sip/flow.ts';
import { LOOPBACK, openSipListeners, type SipPorts } from './sip/listeners.ts';
import type { SipMessage } from './sip/message.ts';
import { printMessage } from './sip/print-message.ts';

export interface EnterprisePorts extends SipPorts {
  readonly signIn: number;
}

export interface EnterpriseOptions {
  /** Keeps the certificates and the contacts file. */
  readonly folder: string;
  /** Port 0, the default, takes any free one. */
  readonly ports?: Partial<EnterprisePorts>;
  /** Where phones reach this machine if not at the loopback address, e.g. an emulator's; it listens there alone. */
  readonly announced?: string | undefined;
  readonly clock?: Clock;
  readonly random?: RandomSource;
  readonly people?: readonly Person[];
  /** Address of this computer at which phones on the network reach the enterprise; absent: this computer alone. */
  readonly host?: string;
  /** Keys of the policy document beside those of every bench. */
  readonly policy?: Readonly<Record<string, unknown>>;
  readonly lines?: readonly ScriptedLine[];
  /** Of the impairments' randomness. */
  readonly seed?: number;
}

export interface SipEvent {
  readonly atMs: number;
  readonly direction: 'sent' | 'received';
  /** Account registered on that connection, when there is one. */
  readonly user: string | undefined;
  readonly transport: string;
  readonly remote: string;
  readonly text: string;
}

export interface RefusedBytes {
  readonly remote: string;
  readonly reason: string;
}

export interface Enterprise {
  readonly ports: EnterprisePorts;
  readonly domain: string;
  readonly people: readonly Person[];
  /** PEM of the authority that signed the server's certificate. */
  readonly authorityFile: string;
  readonly signInUrl: string;
  /** The company as vCards with pictures. */
  readonly contactsFile: string;
  /** What the company's administrator decides for its phones. */
  readonly policyFile: string;
  /** Takes the phones' reports of calls; its user part is `quality`. */
  readonly quality: QualityCollector;
  readonly faults: Faults;
  readonly registrar: Registrar;
  readonly digest: DigestServer;
  /** A seeded person calls someone; both by extension. */
  ringMe(from: string, to: string, script?: Script): Promise<Result<{ hangUp(): void }>>;
  /** Tell every phone of the account (user part) how many voice messages wait. */
  tellMessages(user: string, newMessages: number, oldMessages?: number): void;
  onSip(listener: (event: SipEvent) => void): () => void;
  /** Bytes that came from a client and were no SIP message. */
  onRefused(listener: (event: RefusedBytes) => void): () => void;
  /** How many live connections the account has registered over. */
  connectionsOf(user: string): number;
  dropConnections(user: string): void;
  /** As they are, to every connection of the account. */
  sendBytes(user: string, bytes: Uint8Array): void;
  /** New connections are dropped at once while this is on. */
  setRefusing(refusing: boolean): void;
  /** Present a certificate with one thing wrong, or the good one again, to new connections. */
  presentCertificate(kind: BadCertificate | 'good'): Promise<void>;
  /** Bad network on the media of one account (user part) or of `all`; directions as that phone sees them. */
  setImpairment(who: string, values: Impairment, direction?: NetworkDirection): void;
  /** Test-call samples that are still in memory. */
  retainedSamples(): number;
  /** The loudest sample that a phone said to anybody here, 0 to 32768. */
  loudestHeard(): number;
  /** Dialogs the proxy still remembers. */
  openDialogs(): number;
  openRelays(): number;
  close(): Promise<void>;
}

/** By which the enterprise is known at least. */
const NAMES = [DOMAIN, 'localhost', LOOPBACK];

export async function startEnterprise(options: EnterpriseOptions): Promise<Result<Enterprise>> {
  const clock = options.clock ?? new SystemClock();
  const random = options.random ?? new SystemRandom();
  const people = options.people ?? PEOPLE;
  const host = options.host ?? LOOPBACK;
  const announced = options.announced ?? host;
  const names = [...new Set([...NAMES, host, announced])];
  const translated = announced === host ? undefined : announced;
  const lines = options.lines ?? [];
  const contactsFile = join(options.folder, 'contacts.vcf');
  const policyFile = join(options.folder, 'policy.json');
  try {
    await mkdir(options.folder, { recursive: true });
    await writeFile(contactsFile, printContacts(people, LINES));
    const policy = { qualityReports: true, qualityCollector: 'quality', ...options.policy };
    await writeFile(policyFile, JSON.stringify(policy, null, 2), { mode: 0o600 });
  } catch (error) {
    return err(`cannot use folder ${options.folder}: ${(error as Error).message}`);
  }
  const certificates = await openCertificates(options.folder, names, clock.wallMs());
  if (!certificates.ok) return certificates;
  const { authority, server, authorityFile } = certificates.value;
  const identity = { key: server.privateKey, cert: server.certificate };

  const accounts = new Accounts(DOMAIN, [...people, ...SERVICES, ...lines.map(lineAccount)]);
  const location = new Location(clock);
  const passwordOf = (user: string) => accounts.find(user)?.password;
  const digest = new DigestServer({ realm: DOMAIN, clock, random, passwordOf });
  const registrar = new Registrar({ clock, accounts, location, digest });
  const voices = new VoiceDesk({ clock, random, announced: translated });
  const quality = new QualityCollector(clock);
  const watchers = new Set<(event: SipEvent) => void>();
  const refusals = new Set<(event: RefusedBytes) => void>();
  const flows = new Set<Flow>();

  const ports = { tls: 0, tcp: 0, wss: 0 };
  const conditions = new NetworkConditions(options.seed ?? 1);
  const relays = new RelayPool(clock, conditions, { host, announced: translated });
  const openMedia = (caller: string | undefined, callee: string | undefined) => relays.open(caller, callee);
  const addresses = { hosts: names, announced, ports };
  const proxy = new SipProxy({ clock, random, accounts, location, registrar, digest, addresses, openMedia });
  const trace = (flow: Flow, direction: 'sent' | 'received', message: SipMessage) => {
    if (watchers.size === 0) return;
    const [user] = location.accountsOn(flow);
    const text = printMessage(message).toString('utf8');
    const { transport, remote } = flow;
    for (const watcher of watchers) watcher({ atMs: clock.nowMs(), direction, user, transport, remote, text });
  };

  const listeners = await openSipListeners(
    { ...ports, ...options.ports },
    identity,
    {
      received: (flow, message) => {
        flows.add(flow);
        proxy.receive(flow, message);
      },
      refused: (flow, reason) => {
        for (const listener of refusals) listener({ remote: flow.remote, reason });
      },
      closed: (flow) => flows.delete(flow),
      traced: trace,
    },
    host,
  );
  if (!listeners.ok) return listeners;
  Object.assign(ports, listeners.value.ports);

  const desk = new SignInDesk({ clock, accounts, outbound: () => [`${announced}:${ports.tls}`] });
  const signIn = await openSignInService(options.ports?.signIn ?? 0, identity, desk, host);
  if (!signIn.ok) {
    await listeners.value.close();
    return signIn;
  }
  const deliver = (flow: Flow, message: SipMessage) => proxy.receive(flow, message);
  const staff = new Staff({ clock, random, accounts, location, people, voices, quality, lines, deliver });
  const flowsOf = (user: string) => [...flows].filter((flow) => flow.open && location.accountsOn(flow).includes(user));

  return ok({
    ports: { ...ports, signIn: signIn.value.port },
    domain: DOMAIN,
    people,
    authorityFile,
    contactsFile,
    policyFile,
    quality,
    signInUrl: `https://${announced}:${signIn.value.port}/sign-in`,
    faults: proxy.faults,
    registrar,
    digest,
    ringMe: (from, to, script) => staff.ring(from, to, script),
    tellMessages: (user, newMessages, oldMessages = 0) => staff.tellMessages(user, newMessages, oldMessages),
    onSip: (listener) => subscribe(watchers, listener),
    onRefused: (listener) => subscribe(refusals, listener),
    connectionsOf: (user) => flowsOf(user).length,
    dropConnections: (user) => {
      for (const flow of flowsOf(user)) flow.close(true);
    },
    sendBytes: (user, bytes) => {
      for (const flow of flowsOf(user)) flow.sendBytes(bytes);
    },
    setRefusing: (refusing) => listeners.value.setRefusing(refusing),
    presentCertificate: async (kind) => {
      const bad = kind === 'good' ? server : await createBadCertificate(kind, authority, names, clock.wallMs());
      const next = { key: bad.privateKey, cert: bad.certificate };
      listeners.value.setIdentity(next);
      signIn.value.setIdentity(next);
    },
    setImpairment: (who, values, direction = 'both') => conditions.set(who, values, direction),
    retainedSamples: () => voices.retainedSamples,
    loudestHeard: () => voices.loudestHeard,
    openDialogs: () => proxy.routes.size,
    openRelays: () => relays.size,
    close: async () => {
      staff.close();
      voices.close();
      proxy.close();
      await Promise.all([listeners.value.close(), signIn.value.close()]);
    },
  });
}

function subscribe<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
