// Answers a request that goes no further, without keeping anything of it (RFC 3261 8.2.7).

import { headerValues, type RawMessage } from './raw-message.ts';

export interface Reply {
  readonly status: number;
  readonly phrase: string;
  readonly headers?: readonly string[];
}

/** Undefined where nobody could make sense of an answer: an ACK, or no Via to send it by. */
export function makeStatelessReply(request: RawMessage, reply: Reply, toTag: string): string | undefined {
  const vias = headerValues(request, 'via');
  if (vias.length === 0 || /^ACK /i.test(request.startLine)) return undefined;
  const [to] = headerValues(request, 'to');
  const lines = [
    `SIP/2.0 ${reply.status} ${reply.phrase}`,
    ...vias.map((via) => `Via: ${via}`),
    ...firstOf(request, 'from', 'From'),
    ...(to === undefined ? [] : [`To: ${/;\s*tag\s*=/i.test(to) ? to : `${to};tag=${toTag}`}`]),
    ...firstOf(request, 'call-id', 'Call-ID'),
    ...firstOf(request, 'cseq', 'CSeq'),
    ...(reply.headers ?? []),
    'Content-Length: 0',
  ];
  return `${lines.join('\r\n')}\r\n\r\n`;
}

function firstOf(request: RawMessage, name: string, printed: string): readonly string[] {
  const [value] = headerValues(request, name);
  return value === undefined ? [] : [`${printed}: ${value}`];
}
