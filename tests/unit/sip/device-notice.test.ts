// The word within a call that a party's device hurts the sound: asked for, rarely, and never which device.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leastBetweenMs, noticePackage, repeatMs } from '../../../firmware/sip/calls/device-notice.ts';
import type { SipCall } from '../../../firmware/sip/index.ts';
import { Bench, makeDescriber, type TestPhone, until } from './support/bench.ts';
import { type Message, makeRequest, someSdp } from './support/message.ts';
import type { ScriptedServer } from './support/scripted-server.ts';

const bench = new Bench().install();
const contact = 'Contact: <sip:far@127.0.0.1:5061;transport=tls>';
const wanted = `Recv-Info: ${noticePackage}`;

interface Talk {
  readonly server: ScriptedServer;
  readonly phone: TestPhone;
  readonly call: SipCall;
  readonly invite: Message;
  readonly heard: boolean[];
}

async function talk(headers: readonly string[]): Promise<Talk> {
  const server = await bench.server();
  const phone = await bench.registeredPhone(server);
  const made = phone.agent.call('4402', makeDescriber());
  if (!made.ok) throw new Error(made.error);
  const invite = await server.next('INVITE');
  server.reply(invite, 200, 'OK', { headers: [contact, ...headers], body: someSdp });
  await until(() => made.value.state === 'connected');
  await server.next('ACK');
  const heard: boolean[] = [];
  made.value.onRemoteDevice((hurts) => heard.push(hurts));
  return { server, phone, call: made.value, invite, heard };
}

let sequence = 10;

function sendInfo({ server, invite }: Talk, headers: readonly string[], body: string): void {
  const uri = /<([^>]+)>/.exec(invite.header('Contact'))?.[1] ?? '';
  const [callId, from, to] = [invite.header('Call-ID'), `${invite.header('To')};tag=server`, invite.header('From')];
  const typed = ['Content-Type: application/json', 'Content-Disposition: Info-Package', ...headers];
  server.send(makeRequest('INFO', uri, { callId, from, to, sequence: ++sequence, headers: typed, body }));
}

async function nextInfo({ server }: Talk): Promise<Message> {
  const info = await server.next('INFO');
  server.reply(info, 200, 'OK');
  return info;
}

/** Virtual time passes, and what it set off reaches the server. */
async function pass({ phone, server }: Talk, ms: number): Promise<number> {
  await phone.clock.advance(ms);
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  return server.count('INFO');
}

describe('a notice to the far end', () => {
  it('is offered by each call and sent where it is wanted, with one bit in it', async () => {
    const call = await talk([wanted]);
    expect(call.invite.header('Recv-Info')).toBe(noticePackage);
    call.call.tellDevice(true);
    await pass(call, 0);
    const info = await nextInfo(call);
    expect(info.header('Info-Package')).toBe(noticePackage);
    expect(info.header('Content-Disposition')).toBe('Info-Package');
    expect(info.body).toBe('{"audioDevice":"poor"}');
    expect(info.text).not.toMatch(/headset|handset|speaker|microphone|usb|alsa|noise|echo|model/i);
  });

  it('comes no more often than every ten seconds, with the truth of then, and is repeated while it holds', async () => {
    const call = await talk([wanted]);
    call.call.tellDevice(true);
    await pass(call, 0);
    await nextInfo(call);
    for (const hurts of [false, true, false, true, false]) call.call.tellDevice(hurts);
    expect(await pass(call, leastBetweenMs - 1)).toBe(1);
    await pass(call, 1);
    expect((await nextInfo(call)).body).toBe('{"audioDevice":"good"}');
    call.call.tellDevice(true);
    await pass(call, leastBetweenMs);
    expect((await nextInfo(call)).body).toBe('{"audioDevice":"poor"}');
    expect(await pass(call, repeatMs - 1)).toBe(3);
    await pass(call, 1);
    expect((await nextInfo(call)).body).toBe('{"audioDevice":"poor"}');
  });

  it('is never sent to a far end that did not ask, that refused it, or of a device that was good all along', async () => {
    const silent = await talk([]);
    silent.call.tellDevice(true);
    expect(await pass(silent, 120_000)).toBe(0);
    const good = await talk([wanted]);
    good.call.tellDevice(false);
    expect(await pass(good, 120_000)).toBe(0);
    const refusing = await talk([wanted]);
    refusing.call.tellDevice(true);
    await pass(refusing, 0);
    refusing.server.reply(await refusing.server.next('INFO'), 469, 'Bad Info Package');
    await until(() => refusing.phone.log.some((line) => line.includes('takes no word of this device: 469')));
    refusing.call.tellDevice(false);
    expect(await pass(refusing, 120_000)).toBe(1);
  });
});

describe('a notice from the far end', () => {
  it('is taken in, answered, and told', async () => {
    const call = await talk([wanted]);
    for (const device of ['poor', 'good']) {
      sendInfo(call, [`Info-Package: ${noticePackage}`], `{"audioDevice":"${device}"}`);
      await call.server.response(200, 'INFO');
    }
    expect(call.heard).toEqual([true, false]);
  });

  it('of another package is refused by name, a malformed one by 400, and INFO of old is answered', async () => {
    const call = await talk([wanted]);
    sendInfo(call, ['Info-Package: other'], 'x');
    expect((await call.server.response(469, 'INFO')).header('Recv-Info')).toBe(noticePackage);
    for (const body of ['{"audioDevice":"worn out"}', `{"audioDevice":"poor"${' '.repeat(80)}}`, '']) {
      sendInfo(call, [`Info-Package: ${noticePackage}`], body);
      await call.server.response(400, 'INFO');
    }
    sendInfo(call, [], 'Signal=5');
    await call.server.response(200, 'INFO');
    expect(call.heard).toEqual([]);
  });

  it('with any body tells one of two things or nothing', async () => {
    const { readNotice } = await import('../../../firmware/sip/calls/device-notice.ts');
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (body) => {
        const header = (name: string) => (name === 'info-package' ? noticePackage : undefined);
        const read = readNotice({ getHeader: header, body } as unknown as Parameters<typeof readNotice>[0]);
        expect(['poor', 'good', 'malformed']).toContain(read);
      }),
    );
  });
});
