// SIP messages as the tests' own server reads and writes them; shares no code with the phone.

export interface Message {
  readonly text: string;
  readonly first: string;
  readonly method: string;
  readonly status: number;
  readonly body: string;
  header(name: string): string;
  headers(name: string): readonly string[];
}

export function readMessage(text: string): Message {
  const [head = '', ...rest] = text.split('\r\n\r\n');
  const [first = '', ...lines] = head.split('\r\n');
  const headers = (name: string): readonly string[] =>
    lines
      .filter((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`))
      .map((line) => line.slice(name.length + 1).trim());
  const status = /^SIP\/2\.0 (\d+)/.exec(first)?.[1];
  return {
    text,
    first,
    method: status ? (headers('CSeq')[0]?.split(' ')[1] ?? '') : (first.split(' ')[0] ?? ''),
    status: Number(status ?? 0),
    body: rest.join('\r\n\r\n'),
    headers,
    header: (name) => headers(name)[0] ?? '',
  };
}

export interface ReplyParts {
  readonly headers?: readonly string[];
  readonly body?: string;
  readonly toTag?: string;
}

export function makeReply(request: Message, status: number, phrase: string, parts: ReplyParts = {}): string {
  const to = request.header('To');
  const tagged = status === 100 || /;tag=/.test(to) ? to : `${to};tag=${parts.toTag ?? 'server'}`;
  return join(
    [
      `SIP/2.0 ${status} ${phrase}`,
      ...request.headers('Via').map((via) => `Via: ${via}`),
      `From: ${request.header('From')}`,
      `To: ${tagged}`,
      `Call-ID: ${request.header('Call-ID')}`,
      `CSeq: ${request.header('CSeq')}`,
      ...(parts.headers ?? []),
    ],
    parts.body ?? '',
  );
}

export function join(lines: readonly string[], body = ''): string {
  const type =
    body === '' || lines.some((line) => /^content-type:/i.test(line)) ? [] : ['Content-Type: application/sdp'];
  return `${[...lines, ...type, `Content-Length: ${Buffer.byteLength(body)}`].join('\r\n')}\r\n\r\n${body}`;
}

let branches = 0;

export interface RequestParts {
  readonly callId: string;
  readonly from: string;
  readonly to: string;
  readonly sequence: number;
  readonly headers?: readonly string[];
  readonly body?: string;
  readonly branch?: string;
}

export function makeRequest(method: string, uri: string, parts: RequestParts): string {
  branches += 1;
  return join(
    [
      `${method} ${uri} SIP/2.0`,
      `Via: SIP/2.0/TLS 127.0.0.1:5061;branch=${parts.branch ?? `z9hG4bKserver${branches}`}`,
      'Max-Forwards: 70',
      `From: ${parts.from}`,
      `To: ${parts.to}`,
      `Call-ID: ${parts.callId}`,
      `CSeq: ${parts.sequence} ${method}`,
      'Contact: <sip:far@127.0.0.1:5061;transport=tls>',
      ...(parts.headers ?? []),
    ],
    parts.body ?? '',
  );
}

export const someSdp = [
  'v=0',
  'o=- 1 1 IN IP4 127.0.0.1',
  's=-',
  'c=IN IP4 127.0.0.1',
  't=0 0',
  'm=audio 6000 RTP/AVP 0',
  '',
].join('\r\n');
