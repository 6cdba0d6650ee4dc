// The user agents that the bench plays: one for each person, and one for each audio service, bound for good.

import { randomBytes } from 'node:crypto';
import type { Clock, RandomSource } from '../../../hal/clock.ts';
import { err, type Result } from '../../../hal/result.ts';
import type { Account, Accounts } from '../proxy/accounts.ts';
import type { Location } from '../proxy/location.ts';
import type { Flow } from '../sip/flow.ts';
import type { SipMessage } from '../sip/message.ts';
import { takeCall } from './call-taker.ts';
import { LocalAgent } from './local-agent.ts';
import type { LocalCall } from './local-call.ts';
import type { Person } from './people.ts';

/** What is said on the phone, whoever says it. */
export interface Voices {
  greet(call: LocalCall, person: Person): void;
  test(call: LocalCall): void;
  echo(call: LocalCall): void;
  /** Prepare an offer, and talk once it is answered. */
  startCall(person: Person, place: (offer: string) => LocalCall): Promise<Result<LocalCall>>;
}

export const SERVICES: readonly Account[] = [
  service('audio-test', '4900', 'Audio Test Service'),
  service('echo', '4901', 'Echo'),
  service('voicemail', '4999', 'Voicemail'),
];

export interface StaffOptions {
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly accounts: Accounts;
  readonly location: Location;
  readonly people: readonly Person[];
  readonly voices: Voices;
  readonly deliver: (flow: Flow, message: SipMessage) => void;
}

export class Staff {
  readonly #options: StaffOptions;
  readonly #agents = new Map<string, LocalAgent>();

  constructor(options: StaffOptions) {
    this.#options = options;
    const { clock, people, voices } = options;
    for (const person of people) {
      const agent = this.#employ(person, (call) =>
        takeCall(clock, person.behaviour, call, (answered) => voices.greet(answered, person)),
      );
      if (person.behaviour.kind !== 'phone') this.#bind(person, agent);
    }
    const serve: Readonly<Record<string, (call: LocalCall) => void>> = {
      'audio-test': (call) => voices.test(call),
      echo: (call) => voices.echo(call),
    };
    for (const account of SERVICES) {
      const agent = this.#employ(account, serve[account.user] ?? ((call) => call.reject(480)));
      this.#bind(account, agent);
    }
  }

  get callCount(): number {
    return [...this.#agents.values()].reduce((sum, agent) => sum + agent.calls.length, 0);
  }

  /** A seeded person calls someone, by extension. */
  ring(from: string, to: string): Promise<Result<LocalCall>> {
    const person = this.#options.people.find((each) => each.extension === from);
    const agent = person && this.#agents.get(person.user);
    const callee = this.#options.accounts.find(to);
    if (!person || !agent) return Promise.resolve(err(`nobody has extension ${from}`));
    if (!callee) return Promise.resolve(err(`nobody has extension ${to}`));
    return this.#options.voices.startCall(person, (offer) => agent.call(callee.extension, offer));
  }

  /** Message waiting as RFC 3842 says it, unasked, to every phone of the account. */
  tellMessages(user: string, newMessages: number, oldMessages: number): void {
    const { domain } = this.#options.accounts;
    const lines = [
      `Messages-Waiting: ${newMessages > 0 ? 'yes' : 'no'}`,
      `Message-Account: sip:${user}@${domain}`,
      `Voice-Message: ${newMessages}/${oldMessages} (0/0)`,
      '',
    ];
    const fields = [
      { name: 'Event', value: 'message-summary' },
      { name: 'Subscription-State', value: 'active' },
      { name: 'Content-Type', value: 'application/simple-message-summary' },
    ];
    this.#agents.get('voicemail')?.tell(user, 'NOTIFY', fields, lines.join('\r\n'));
  }

  close(): void {
    for (const agent of this.#agents.values()) agent.close();
  }

  #employ(account: Account, onCall: (call: LocalCall) => void): LocalAgent {
    const { clock, random, accounts, deliver } = this.#options;
    const { user, displayName } = account;
    const agent = new LocalAgent({ clock, random, user, displayName, domain: accounts.domain, deliver, onCall });
    this.#agents.set(user, agent);
    return agent;
  }

  #bind(account: Account, agent: LocalAgent): void {
    this.#options.location.bind(account.user, {
      uri: agent.contact,
      key: agent.id,
      flow: agent,
      callId: agent.id,
      cseq: 0,
      instance: undefined,
      expiresAtMs: Number.POSITIVE_INFINITY,
    });
  }
}

/** Nobody signs in as a service. */
function service(user: string, extension: string, displayName: string): Account {
  const secret = () => randomBytes(16).toString('hex');
  return { user, extension, displayName, title: '', mobile: '', password: secret(), pin: secret() };
}
