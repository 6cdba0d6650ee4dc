// Speaks to a phone past the enterprise's own parser: changes its call, or calls it, with any description.

import type { CallingPhone } from './calling-phone.ts';

let changes = 0;

/** Resolves with the phone's final answer, acknowledged. */
export async function reinvite(calling: CallingPhone, description: string): Promise<string> {
  const { invite, answer } = calling.setup;
  const field = (text: string, name: string): string => new RegExp(`^${name}: *(.*)\r$`, 'im').exec(text)?.[1] ?? '';
  const target = /<([^>]+)>/.exec(field(invite, 'Contact'))?.[1] ?? '';
  const sequence = 900 + ++changes;
  const lines = (method: string, branch = ''): readonly string[] => [
    `${method} ${target} SIP/2.0`,
    `Via: SIP/2.0/TLS 127.0.0.1:5061;branch=z9hG4bKchange${sequence}${branch}`,
    `From: ${field(answer, 'To')}`,
    `To: ${field(answer, 'From')}`,
    `Call-ID: ${field(answer, 'Call-ID')}`,
    `CSeq: ${sequence} ${method}`,
    'Max-Forwards: 70',
    'Contact: <sip:4402@127.0.0.1:5061;transport=tls>',
  ];
  const skip = calling.phone.events.length;
  const body = [
    ...lines('INVITE'),
    'Content-Type: application/sdp',
    `Content-Length: ${Buffer.byteLength(description)}`,
  ];
  calling.send(`${body.join('\r\n')}\r\n\r\n${description}`);
  const final = await calling.answered(/^SIP\/2\.0 [2-6]/, skip);
  // RFC 3261 17.1.1.3: the ACK of a refusal belongs to its INVITE, the ACK of a 200 is on its own.
  const acknowledgement = lines('ACK', final.startsWith('SIP/2.0 2') ? 'ack' : '');
  calling.send(`${[...acknowledgement, 'Content-Length: 0'].join('\r\n')}\r\n\r\n`);
  return final;
}

/** As the far end described itself when it answered. */
export function ownDescription(calling: CallingPhone): string {
  const { answer } = calling.setup;
  return answer.slice(answer.indexOf('\r\n\r\n') + 4);
}

/** Somebody else calls with any description; resolves with what the phone says to it, first of all. */
export async function callIn(calling: CallingPhone, description: string): Promise<string> {
  const name = `second-${++changes}`;
  const lines = [
    'INVITE sip:dana@fernleigh.test SIP/2.0',
    `Via: SIP/2.0/TLS 127.0.0.1:5061;branch=z9hG4bK${name}`,
    'From: <sip:4410@fernleigh.test>;tag=grace',
    'To: <sip:dana@fernleigh.test>',
    `Call-ID: ${name}`,
    'CSeq: 1 INVITE',
    'Max-Forwards: 70',
    'Contact: <sip:4410@127.0.0.1:5061;transport=tls>',
    'Content-Type: application/sdp',
    `Content-Length: ${Buffer.byteLength(description)}`,
  ];
  const skip = calling.phone.events.length;
  calling.send(`${lines.join('\r\n')}\r\n\r\n${description}`);
  // Above 100, which says only that the INVITE has come.
  return calling.answered(new RegExp(`^SIP/2\\.0 (?!100)[\\s\\S]*^Call-ID: *${name}\\r$`, 'im'), skip);
}
