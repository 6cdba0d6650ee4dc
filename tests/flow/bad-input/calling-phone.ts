// A whole phone process in a call with the bench's company, to be fed with whatever must not end the call.

import { createSocket } from 'node:dgram';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type Enterprise, type SipEvent, startEnterprise } from '../../../bench/enterprise/enterprise.ts';
import { PhoneProcess } from '../../../bench/phone/phone-process.ts';
import type { DiagnosticEvent } from '../../../firmware/diagnostics.ts';
import type { Result } from '../../../hal/result.ts';

const limitMs = 10_000;
const password = 'harbour-lamp-42';

export interface CallingPhoneOptions {
  readonly audio?: Readonly<Record<string, unknown>>;
  readonly policy?: Readonly<Record<string, unknown>>;
}

export class CallingPhone {
  readonly enterprise: Enterprise;
  readonly phone: PhoneProcess;
  readonly folder: string;
  readonly #sip: SipEvent[];
  readonly #callBegan: number;

  private constructor(enterprise: Enterprise, phone: PhoneProcess, folder: string, sip: SipEvent[], callBegan: number) {
    this.enterprise = enterprise;
    this.phone = phone;
    this.folder = folder;
    this.#sip = sip;
    this.#callBegan = callBegan;
  }

  /** Dana has called Mara, who answered, and sound flows. */
  static async open({ audio, policy = {} }: CallingPhoneOptions = {}): Promise<CallingPhone> {
    const folder = mkdtempSync(join(tmpdir(), 'offhook-calling-'));
    const enterprise = take(await startEnterprise({ folder: join(folder, 'enterprise') }));
    writeFileSync(join(folder, 'policy.json'), JSON.stringify(policy));
    const sip: SipEvent[] = [];
    enterprise.onSip((event) => sip.push(event));
    const account = { address: `dana@${enterprise.domain}`, auth_user: 'dana', auth_pass: password };
    const config = {
      accounts: [{ ...account, outbound: [`127.0.0.1:${enterprise.ports.tls}`] }],
      trust_anchors: [enterprise.authorityFile],
      policy: join(folder, 'policy.json'),
    };
    const phone = take(
      await PhoneProcess.start({ folder: join(folder, 'phone'), config, ...(audio === undefined ? {} : { audio }) }),
    );
    take(await phone.waitFor((event) => event.type === 'account' && event.status === 'signed-in', limitMs));
    const callBegan = phone.events.length;
    phone.type('4402');
    phone.press('soft1');
    take(await phone.waitFor((event) => event.type === 'quality', limitMs, callBegan));
    return new CallingPhone(enterprise, phone, folder, sip, callBegan);
  }

  async close(): Promise<void> {
    await this.phone.stop();
    await this.enterprise.close();
    rmSync(this.folder, { recursive: true });
  }

  get deskSetToken(): string {
    const board = JSON.parse(readFileSync(join(this.folder, 'phone', 'board.json'), 'utf8'));
    return board.console.token;
  }

  /** Whole and unredacted: the first INVITE of the phone and the answer that made the call. */
  get setup(): { readonly invite: string; readonly answer: string } {
    const isInvite = (text: string): boolean => /^CSeq: *\d+ INVITE/im.test(text);
    const invite = this.#sip.find(({ text }) => text.startsWith('INVITE '));
    const answer = this.#sip.find(({ user, direction, text }) => {
      return user === 'dana' && direction === 'sent' && text.startsWith('SIP/2.0 200') && isInvite(text);
    });
    if (!invite || !answer) throw new Error('The call was not set up.');
    return { invite: invite.text, answer: answer.text };
  }

  send(bytes: Uint8Array | string): void {
    this.enterprise.sendBytes('dana', Buffer.from(bytes));
  }

  /** The phone's next message that fits, among those after `skip` events. */
  async answered(start: RegExp, skip: number): Promise<string> {
    const fits = (event: DiagnosticEvent): boolean =>
      event.type === 'sip' && event.trace.direction === 'sent' && start.test(event.trace.text);
    const { event } = take(await this.phone.waitFor(fits, limitMs, skip));
    return event.type === 'sip' ? event.trace.text : '';
  }

  /** The log line that fits, which tells no secret. */
  async logged(words: RegExp, skip: number): Promise<string> {
    const fits = (event: DiagnosticEvent): boolean => event.type === 'log' && words.test(event.text);
    const { event } = take(await this.phone.waitFor(fits, limitMs, skip));
    const text = event.type === 'log' ? event.text : '';
    expect(text).not.toContain(password);
    expect(text).not.toContain('\n');
    return text;
  }

  async signedInAgain(skip: number): Promise<void> {
    take(await this.phone.waitFor((event) => event.type === 'account' && event.status === 'signed-in', limitMs, skip));
  }

  /** Packets to the phone's media port from a port that nobody told it of. */
  async shout(packets: readonly Uint8Array[]): Promise<void> {
    const port = Number(/^m=audio (\d+)/m.exec(this.setup.invite)?.[1]);
    const socket = createSocket('udp4');
    for (const packet of packets) await new Promise((sent) => socket.send(packet, port, '127.0.0.1', sent));
    socket.close();
    // Sending alone never lets go of this turn: what the phone tells would not be heard.
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** The call has not ended, and both ways of its sound still run: figures newer than now show more of both. */
  async expectAlive(): Promise<void> {
    const skip = this.phone.events.length;
    const isQuality = (event: DiagnosticEvent): boolean => event.type === 'quality';
    const first = statisticsOf(take(await this.phone.waitFor(isQuality, limitMs, skip)).event);
    const later = take(
      await this.phone.waitFor((event) => isQuality(event) && statisticsOf(event) !== first, limitMs, skip),
    );
    const next = statisticsOf(later.event);
    expect(next.packetsReceived).toBeGreaterThan(first.packetsReceived);
    expect(next.packetsSent).toBeGreaterThan(first.packetsSent);
    this.expectNotEnded();
  }

  expectNotEnded(): void {
    const told = this.phone.events.slice(this.#callBegan).flatMap(({ event }) => (event.type === 'call' ? event : []));
    expect(told.filter(({ phase }) => phase.startsWith('ended'))).toEqual([]);
  }

  /** As a person ends it; the far end is told. */
  async hangUp(): Promise<void> {
    const skip = this.phone.events.length;
    this.phone.press('soft1');
    take(await this.phone.waitFor((event) => event.type === 'call' && event.phase === 'ended: hung-up', limitMs, skip));
  }
}

export function take<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.error);
  return result.value;
}

function statisticsOf(event: DiagnosticEvent) {
  if (event.type !== 'quality') throw new Error('These are no figures.');
  return event.statistics;
}
