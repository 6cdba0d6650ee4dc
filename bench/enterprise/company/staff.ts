// The user agents that the bench plays: one for each person, and one for each audio service, bound for good.

import { randomBytes } from 'node:crypto';
import type { Clock, RandomSource } from '../../../hal/clock.ts';
import { err, type Result } from '../../../hal/result.ts';
import type { Script } from '../audio/script.ts';
import type { Account, Accounts } from '../proxy/accounts.ts';
import type { Location } from '../proxy/location.ts';
import { fromUser } from '../proxy/request-passage.ts';
import type { QualityCollector } from '../quality/collector.ts';
import type { Flow } from '../sip/flow.ts';
import type { SipMessage, SipRequest } from '../sip/message.ts';
import { takeCall } from './call-taker.ts';
import { LocalAgent } from './local-agent.ts';
import type { LocalCall } from './local-call.ts';
import { Mailbox } from './mailbox.ts';
import type { Person } from './people.ts';

/** What is said on the phone, whoever says it. */
export interface Voices {
  greet(call: LocalCall, person: Person): void;
  test(call: LocalCall): void;
  echo(call: LocalCall): void;
  /** Prepare an offer, and talk once it is answered. */
  startCall(person: Person, place: (offer: string) => LocalCall, script?: Script): Promise<Result<LocalCall>>;
  perform(call: LocalCall, script: Script): void;
}

/** A line of the bench's own: whoever calls it hears, and is heard by, a script made for that call. */
export interface ScriptedLine {
  readonly extension: string;
  readonly name: string;
  answer(): Script;
}

/** Services that a person may call. */
export const LINES: readonly Account[] = [
  service('audio-test', '4900', 'Audio Test Service', 'Records 5 s and plays them back'),
  service('echo', '4901', 'Echo', 'Sends your voice back'),
];

export const SERVICES: readonly Account[] = [
  ...LINES,
  service('voicemail', '4999', 'Voicemail', ''),
  service('quality', '4997', 'Quality collector', ''),
];

export interface StaffOptions {
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly accounts: Accounts;
  readonly location: Location;
  readonly people: readonly Person[];
  readonly voices: Voices;
  readonly quality: QualityCollector;
  readonly lines: readonly ScriptedLine[];
  readonly deliver: (flow: Flow, message: SipMessage) => void;
}

export class Staff {
  readonly #options: StaffOptions;
  readonly #agents = new Map<string, LocalAgent>();
  readonly #mailbox: Mailbox;

  constructor(options: StaffOptions) {
    this.#options = options;
    const { clock, people, voices } = options;
    this.#mailbox = new Mailbox(options.accounts.domain);
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
    for (const line of options.lines) {
      const account = lineAccount(line);
      this.#bind(
        account,
        this.#employ(account, (call) => voices.perform(call, line.answer())),
      );
    }
    for (const account of SERVICES) {
      const agent = this.#employ(account, serve[account.user] ?? ((call) => call.reject(480)));
      this.#bind(account, agent);
    }
  }

  get callCount(): number {
    return [...this.#agents.values()].reduce((sum, agent) => sum + agent.calls.length, 0);
  }

  /** A seeded person calls someone, by extension. */
  ring(from: string, to: string, script?: Script): Promise<Result<LocalCall>> {
    const person = this.#options.people.find((each) => each.extension === from);
    const agent = person && this.#agents.get(person.user);
    const callee = this.#options.accounts.find(to);
    if (!person || !agent) return Promise.resolve(err(`nobody has extension ${from}`));
    if (!callee) return Promise.resolve(err(`nobody has extension ${to}`));
    return this.#options.voices.startCall(person, (offer) => agent.call(callee.extension, offer), script);
  }

  /** Message waiting, unasked, to every phone of the account. */
  tellMessages(user: string, fresh: number, old: number): void {
    const voicemail = this.#agents.get('voicemail');
    if (voicemail) this.#mailbox.tell(voicemail, user, { fresh, old });
  }

  close(): void {
    for (const agent of this.#agents.values()) agent.close();
  }

  #employ(account: Account, onCall: (call: LocalCall) => void): LocalAgent {
    const { clock, random, accounts, deliver } = this.#options;
    const { user, displayName } = account;
    const onSubscribe = (request: SipRequest) => {
      // The proxy let it through because the account asked about itself.
      this.#mailbox.subscribed(agent, fromUser(request), request);
    };
    const onPublish = (request: SipRequest) => {
      agent.emit(this.#options.quality.answer(request, fromUser(request), agent.newToken()));
    };
    const agent: LocalAgent = new LocalAgent({
      ...{ clock, random, user, displayName, domain: accounts.domain, deliver, onCall },
      ...(user === 'voicemail' && { onSubscribe }),
      ...(user === 'quality' && { onPublish }),
    });
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

export function lineAccount({ extension, name }: ScriptedLine): Account {
  return service(`line-${extension}`, extension, name, '');
}

/** Nobody signs in as a service. */
function service(user: string, extension: string, displayName: string, title: string): Account {
  const secret = () => randomBytes(16).toString('hex');
  return { user, extension, displayName, title, mobile: '', password: secret(), pin: secret() };
}
