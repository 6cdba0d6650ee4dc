// A phone's SIP side against the tests' own server over real TLS, on a clock that only the test moves.

import { afterEach, beforeAll } from 'vitest';
import type { SessionDescriber } from '../../../../firmware/sip/index.ts';
import {
  createSipUserAgent,
  type RegistrationState,
  type SipAccount,
  type SipCall,
  type SipUserAgent,
} from '../../../../firmware/sip/index.ts';
import type { RandomSource } from '../../../../hal/clock.ts';
import { ok, type Result } from '../../../../hal/result.ts';
import { VirtualClock } from '../../../../hal/sim/virtual-clock.ts';
import { makeAuthority, type ServerCertificate, type TestAuthority } from './certificates.ts';
import { someSdp } from './message.ts';
import { ScriptedServer } from './scripted-server.ts';

const waitLimitMs = 5_000;

/** Different each time, the same in each run. */
export class SeededRandom implements RandomSource {
  #state: number;

  constructor(seed = 1) {
    this.#state = seed;
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => {
      this.#state = (Math.imul(this.#state, 1664525) + 1013904223) >>> 0;
      return this.#state >>> 24;
    });
  }
}

export interface TestDescriber extends SessionDescriber {
  offers: number;
  readonly answered: string[];
  readonly accepted: string[];
}

export function makeDescriber(change: Partial<SessionDescriber> = {}): TestDescriber {
  const describer: TestDescriber = {
    offers: 0,
    answered: [],
    accepted: [],
    async offer() {
      describer.offers += 1;
      return ok(someSdp);
    },
    async answer(remote: string): Promise<Result<string>> {
      describer.answered.push(remote);
      return ok(someSdp);
    },
    async accept(remote: string): Promise<Result<void>> {
      describer.accepted.push(remote);
      return ok(undefined);
    },
    ...change,
  };
  return describer;
}

export interface TestPhone {
  readonly clock: VirtualClock;
  readonly agent: SipUserAgent;
  readonly log: string[];
  readonly states: RegistrationState[];
  readonly incoming: { readonly call: SipCall; readonly describer: TestDescriber }[];
  account(change?: Partial<SipAccount>): SipAccount;
}

export class Bench {
  authority: TestAuthority | undefined;
  certificate: ServerCertificate | undefined;
  readonly #servers: ScriptedServer[] = [];
  readonly #phones: TestPhone[] = [];

  install(): this {
    beforeAll(async () => {
      this.authority = await makeAuthority();
      this.certificate = await this.authority.issue();
    });
    afterEach(async () => {
      for (const phone of this.#phones.splice(0)) {
        const closed = phone.agent.close();
        await phone.clock.advance(2_000);
        await closed;
      }
      for (const server of this.#servers.splice(0)) await server.close();
    });
    return this;
  }

  async server(certificate = this.certificate, port = 0): Promise<ScriptedServer> {
    const server = await ScriptedServer.listen(certificate, port);
    this.#servers.push(server);
    return server;
  }

  async plainServer(): Promise<ScriptedServer> {
    const server = await ScriptedServer.listen(undefined);
    this.#servers.push(server);
    return server;
  }

  /** Closed by the test itself. */
  forget(server: ScriptedServer): void {
    this.#servers.splice(this.#servers.indexOf(server), 1);
  }

  phone(server: { readonly port: number }, clock = new VirtualClock(Date.now())): TestPhone {
    const log: string[] = [];
    const agent = createSipUserAgent({
      clock,
      random: new SeededRandom(),
      log: (level, text) => log.push(`${level} ${text}`),
    });
    const states: RegistrationState[] = [];
    const incoming: TestPhone['incoming'] = [];
    agent.onRegistration((state) => states.push(state));
    agent.onIncoming((call) => {
      const describer = makeDescriber();
      incoming.push({ call, describer });
      return ok(describer);
    });
    const trustAnchors = [this.authority?.certificate ?? ''];
    const account = (change: Partial<SipAccount> = {}): SipAccount => ({
      address: 'dana@fernleigh.test',
      displayName: 'Dana Novak',
      authUser: 'dana',
      password: 'harbour-lamp-42',
      outbound: [`127.0.0.1:${server.port}`],
      transport: 'tls',
      registrationIntervalSeconds: 300,
      trustAnchors,
      allowMd5: false,
      ...change,
    });
    const phone: TestPhone = { clock, agent, log, states, incoming, account };
    this.#phones.push(phone);
    return phone;
  }

  async registeredPhone(server: ScriptedServer): Promise<TestPhone> {
    server.acceptRegistrations();
    const phone = this.phone(server);
    phone.agent.register(phone.account());
    await until(() => phone.agent.registration.status === 'registered');
    return phone;
  }
}

/** Waits for real I/O to bring something about, with an end to patience. */
export async function until(condition: () => boolean, what = String(condition)): Promise<void> {
  const giveUpAt = performance.now() + waitLimitMs;
  while (!condition()) {
    if (performance.now() > giveUpAt) throw new Error(`did not come about: ${what}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
