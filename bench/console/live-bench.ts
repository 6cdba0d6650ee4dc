// The running bench as the console sees it: the enterprise's people and network, and the phone processes.

import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { DiagnosticEvent } from '../../firmware/diagnostics.ts';
import { err, ok, type Result } from '../../hal/result.ts';
import type { Behaviour, Person } from '../enterprise/company/people.ts';
import type { Enterprise } from '../enterprise/enterprise.ts';
import { writePhoneFiles } from '../phone/phone-files.ts';
import { type PhonePorts, type PhoneStatus, SupervisedPhone } from '../phone/supervised-phone.ts';
import {
  type Bench,
  type Colleague,
  type ConsolePhone,
  clearNetwork,
  type Impairment,
  type PageReport,
} from './protocol.ts';
import { describeReport } from './report.ts';

export interface LiveBenchOptions {
  readonly enterprise: Enterprise;
  /** Who sits at the phones, the first at phone 1. */
  readonly owners: readonly Person[];
  /** Holds a folder for each phone. */
  readonly folder: string;
  /** Origins of the console's pages. */
  readonly origins: readonly string[];
  /** One line for the terminal. */
  readonly print: (line: string) => void;
  /** The phones are told nothing but whom to trust, and ask for the rest. */
  readonly firstStart?: boolean;
}

interface Seat {
  readonly person: Person;
  readonly process: SupervisedPhone;
  phone: ConsolePhone;
}

const behaviours: Readonly<Record<Behaviour['kind'], string>> = {
  phone: 'is not at work today',
  answers: 'answers',
  busy: 'is busy',
  rings: 'never answers',
  declines: 'declines',
};

const services: readonly Colleague[] = [
  { name: 'Echo', extension: '4901', title: '', behaviour: 'sends your voice back', canRing: false },
  {
    name: 'Audio Test Service',
    extension: '4900',
    title: '',
    behaviour: 'records 5 s, plays them back',
    canRing: false,
  },
];

export class LiveBench implements Bench {
  readonly domain: string;
  readonly company: readonly Colleague[];
  readonly #enterprise: Enterprise;
  readonly #seats: Seat[];
  readonly #phoneListeners = new Set<(phone: ConsolePhone) => void>();
  readonly #eventListeners = new Set<(phone: number, event: DiagnosticEvent) => void>();
  #impairment = clearNetwork;

  constructor(options: LiveBenchOptions) {
    const { enterprise, owners } = options;
    this.#enterprise = enterprise;
    this.domain = enterprise.domain;
    const colleagues = enterprise.people.filter((person) => !owners.includes(person));
    const by = (...kinds: readonly Behaviour['kind'][]) =>
      colleagues.filter(({ behaviour }) => kinds.includes(behaviour.kind)).map(describeColleague);
    this.company = [...by('answers'), ...services, ...by('busy', 'rings', 'declines'), ...by('phone')];
    this.#seats = owners.map((person, at) => this.#furnish(person, at + 1, options));
  }

  start(): void {
    for (const { process } of this.#seats) process.start();
  }

  async stop(): Promise<void> {
    await Promise.all(this.#seats.map(({ process }) => process.stop()));
  }

  phones(): readonly ConsolePhone[] {
    return this.#seats.map(({ phone }) => phone);
  }

  onPhone(listener: (phone: ConsolePhone) => void): () => void {
    this.#phoneListeners.add(listener);
    return () => void this.#phoneListeners.delete(listener);
  }

  reports(): readonly PageReport[] {
    return this.#enterprise.quality.reports.map((collected) => describeReport(collected, this.#enterprise.people));
  }

  onReport(listener: (report: PageReport) => void): () => void {
    return this.#enterprise.quality.onReport((collected) =>
      listener(describeReport(collected, this.#enterprise.people)),
    );
  }

  onEvent(listener: (phone: number, event: DiagnosticEvent) => void): () => void {
    this.#eventListeners.add(listener);
    return () => void this.#eventListeners.delete(listener);
  }

  impairment(): Impairment {
    return this.#impairment;
  }

  impair(impairment: Impairment): void {
    this.#impairment = impairment;
    const { lossPercent, burstPackets, delayMs, jitterMs, bandwidthKbps } = impairment;
    for (const { person } of this.#seats) {
      this.#enterprise.setImpairment(person.user, {
        lossShare: lossPercent / 100,
        burstLength: burstPackets,
        delayMs,
        jitterMs,
        bandwidthKbps: bandwidthKbps === 0 ? undefined : bandwidthKbps,
      });
    }
  }

  async ring(extension: string, phoneId: number): Promise<Result<void>> {
    const caller = this.company.find((colleague) => colleague.extension === extension);
    const seat = this.#seats.find(({ phone }) => phone.id === phoneId);
    if (!caller?.canRing || !seat) return err('Nobody here can make that call.');
    if (this.#enterprise.connectionsOf(seat.person.user) === 0) {
      return err(`${caller.name} cannot reach ${seat.person.displayName}: nobody is signed in at that phone.`);
    }
    const rung = await this.#enterprise.ringMe(extension, seat.person.extension);
    return rung.ok ? ok(undefined) : err(`${caller.name} cannot call now: ${rung.error}.`);
  }

  #furnish(person: Person, id: number, options: LiveBenchOptions): Seat {
    const { enterprise, folder, origins, print, firstStart = false } = options;
    const token = randomBytes(24).toString('base64url');
    const files = writePhoneFiles({
      folder: join(folder, `phone-${id}`),
      access: { token, origins },
      serialNumber: `BENCH-000${id}`,
      config: {
        ...(firstStart ? {} : knownServer(person, enterprise)),
        trust_anchors: [enterprise.authorityFile],
        contacts: enterprise.contactsFile,
        policy: enterprise.policyFile,
      },
    });
    const owner = { name: person.displayName, extension: person.extension, pin: person.pin };
    const process = new SupervisedPhone(files, {
      onStatus: (status, ports) => this.#setStatus(id, status, ports),
      onEvent: (event) => {
        for (const listener of this.#eventListeners) listener(id, event);
      },
      onDied: (why) => print(`Phone ${id} stopped and is starting again (${why})`),
    });
    return { person, process, phone: { id, owner, token, status: 'starting', ports: undefined } };
  }

  #setStatus(id: number, status: PhoneStatus, ports: PhonePorts | undefined): void {
    const seat = this.#seats.find(({ phone }) => phone.id === id);
    if (!seat) return;
    seat.phone = { ...seat.phone, status, ports };
    for (const listener of this.#phoneListeners) listener(seat.phone);
  }
}

/** Without a password: the person signs in, by PIN, or by address and password at this server. */
function knownServer({ user, displayName }: Person, { domain, ports, signInUrl }: Enterprise) {
  const account = {
    address: `${user}@${domain}`,
    display_name: displayName,
    outbound: [`127.0.0.1:${ports.tls}`],
  };
  return { accounts: [account], sign_in_service: signInUrl };
}

function describeColleague({ displayName, extension, title, behaviour }: Person): Colleague {
  const canRing = behaviour.kind !== 'phone';
  return { name: displayName, extension, title, behaviour: behaviours[behaviour.kind], canRing };
}
