// The voice mail's word on waiting messages: told to every phone unasked, and to whoever subscribes (RFC 3842, RFC 6665).

import { type HeaderField, header, headers, NO_BODY, responseTo, type SipRequest } from '../sip/message.ts';
import type { LocalAgent } from './local-agent.ts';

const LONGEST_SECONDS = 3600;

interface Counts {
  readonly fresh: number;
  readonly old: number;
}

export class Mailbox {
  readonly #domain: string;
  readonly #counts = new Map<string, Counts>();

  constructor(domain: string) {
    this.#domain = domain;
  }

  /** Every phone of the account hears it, subscribed or not. */
  tell(agent: LocalAgent, user: string, counts: Counts): void {
    this.#counts.set(user, counts);
    agent.tell(user, 'NOTIFY', fields(LONGEST_SECONDS), this.#summary(user));
  }

  /** Later changes go unasked to every phone anyway, so nothing has to be kept of a subscription. */
  subscribed(agent: LocalAgent, user: string, request: SipRequest): void {
    const asked = Number(header(request, 'Expires') ?? LONGEST_SECONDS);
    const seconds = Number.isInteger(asked) ? Math.min(Math.max(asked, 0), LONGEST_SECONDS) : LONGEST_SECONDS;
    const toTag = agent.newToken();
    const contact = { name: 'Contact', value: `<${agent.contact}>` };
    agent.emit(
      responseTo(request, 200, {
        toTag,
        headers: [contact, { name: 'Expires', value: String(seconds) }],
        body: NO_BODY,
      }),
    );
    const target = /<([^>]+)>/.exec(headers(request, 'Contact')[0] ?? '')?.[1];
    if (target === undefined) return;
    agent.emit({
      kind: 'request',
      method: 'NOTIFY',
      uri: target,
      headers: [
        { name: 'Via', value: agent.newVia() },
        { name: 'Max-Forwards', value: '70' },
        { name: 'From', value: `${header(request, 'To')};tag=${toTag}` },
        { name: 'To', value: header(request, 'From') ?? '' },
        { name: 'Call-ID', value: header(request, 'Call-ID') ?? '' },
        { name: 'CSeq', value: '1 NOTIFY' },
        contact,
        ...fields(seconds),
      ],
      body: Buffer.from(this.#summary(user)),
    });
  }

  #summary(user: string): string {
    const { fresh, old } = this.#counts.get(user) ?? { fresh: 0, old: 0 };
    return [
      `Messages-Waiting: ${fresh > 0 ? 'yes' : 'no'}`,
      `Message-Account: sip:${user}@${this.#domain}`,
      `Voice-Message: ${fresh}/${old} (0/0)`,
      '',
    ].join('\r\n');
  }
}

function fields(seconds: number): readonly HeaderField[] {
  return [
    { name: 'Event', value: 'message-summary' },
    { name: 'Subscription-State', value: seconds > 0 ? `active;expires=${seconds}` : 'terminated;reason=timeout' },
    { name: 'Content-Type', value: 'application/simple-message-summary' },
  ];
}
