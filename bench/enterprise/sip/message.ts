// A SIP message as the bench enterprise holds it: immutable, header fields in order, list headers one value a field.

export interface HeaderField {
  /** Canonical spelling for known headers ("Call-ID", never "i"); as received for unknown ones. */
  readonly name: string;
  readonly value: string;
}

export interface SipRequest {
  readonly kind: 'request';
  readonly method: string;
  readonly uri: string;
  readonly headers: readonly HeaderField[];
  readonly body: Uint8Array;
}

export interface SipResponse {
  readonly kind: 'response';
  readonly status: number;
  readonly reason: string;
  readonly headers: readonly HeaderField[];
  readonly body: Uint8Array;
}

export type SipMessage = SipRequest | SipResponse;

export const NO_BODY = new Uint8Array(0);

/** RFC 3261 section 7.3.3 and the later registrations of compact forms. */
const COMPACT: Readonly<Record<string, string>> = {
  a: 'Accept-Contact',
  b: 'Referred-By',
  c: 'Content-Type',
  d: 'Request-Disposition',
  e: 'Content-Encoding',
  f: 'From',
  i: 'Call-ID',
  j: 'Reject-Contact',
  k: 'Supported',
  l: 'Content-Length',
  m: 'Contact',
  n: 'Identity-Info',
  o: 'Event',
  r: 'Refer-To',
  s: 'Subject',
  t: 'To',
  u: 'Allow-Events',
  v: 'Via',
  x: 'Session-Expires',
  y: 'Identity',
};

const KNOWN = new Map(
  [
    ...Object.values(COMPACT),
    'Accept-Language',
    'Allow',
    'Authorization',
    'CSeq',
    'Expires',
    'Max-Forwards',
    'Min-Expires',
    'P-Asserted-Identity',
    'P-Preferred-Identity',
    'Proxy-Authenticate',
    'Proxy-Authorization',
    'Proxy-Require',
    'Reason',
    'Record-Route',
    'Require',
    'Retry-After',
    'Route',
    'Unsupported',
    'User-Agent',
    'Warning',
    'WWW-Authenticate',
  ].map((name) => [name.toLowerCase(), name]),
);

export function canonicalName(name: string): string {
  const lower = name.toLowerCase();
  return (Object.hasOwn(COMPACT, lower) ? COMPACT[lower] : undefined) ?? KNOWN.get(lower) ?? name;
}

function sameName(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}

export function header(message: SipMessage, name: string): string | undefined {
  return message.headers.find((field) => sameName(field.name, name))?.value;
}

export function headers(message: SipMessage, name: string): string[] {
  return message.headers.filter((field) => sameName(field.name, name)).map((field) => field.value);
}

export function without<M extends SipMessage>(message: M, name: string): M {
  return { ...message, headers: message.headers.filter((field) => !sameName(field.name, name)) };
}

/** Replace every field of that name, at the place of the first, by the given values. */
export function withHeader<M extends SipMessage>(message: M, name: string, ...values: readonly string[]): M {
  const index = message.headers.findIndex((field) => sameName(field.name, name));
  const rest = message.headers.filter((field) => !sameName(field.name, name));
  rest.splice(index < 0 ? rest.length : index, 0, ...values.map((value) => ({ name, value })));
  return { ...message, headers: rest };
}

/** Put a field before all others of its name, as proxies do with Via and Record-Route. */
export function prepended<M extends SipMessage>(message: M, name: string, value: string): M {
  return { ...message, headers: [{ name, value }, ...message.headers] };
}

export function withoutFirst<M extends SipMessage>(message: M, name: string): M {
  const index = message.headers.findIndex((field) => sameName(field.name, name));
  return index < 0 ? message : { ...message, headers: message.headers.toSpliced(index, 1) };
}

export function withBody<M extends SipMessage>(message: M, body: Uint8Array): M {
  return { ...message, body };
}

const REASONS: Readonly<Record<number, string>> = {
  100: 'Trying',
  180: 'Ringing',
  200: 'OK',
  202: 'Accepted',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  407: 'Proxy Authentication Required',
  408: 'Request Timeout',
  415: 'Unsupported Media Type',
  416: 'Unsupported URI Scheme',
  420: 'Bad Extension',
  423: 'Interval Too Brief',
  480: 'Temporarily Unavailable',
  481: 'Call/Transaction Does Not Exist',
  482: 'Loop Detected',
  483: 'Too Many Hops',
  486: 'Busy Here',
  487: 'Request Terminated',
  488: 'Not Acceptable Here',
  489: 'Bad Event',
  500: 'Server Internal Error',
  503: 'Service Unavailable',
  600: 'Busy Everywhere',
  603: 'Decline',
};

export function reasonPhrase(status: number): string {
  return REASONS[status] ?? 'Unknown';
}

/** A response with what RFC 3261 section 8.2.6 copies from the request; `toTag` where the To has none yet. */
export function responseTo(
  request: SipRequest,
  status: number,
  options: {
    readonly toTag?: string;
    readonly reason?: string;
    readonly headers?: readonly HeaderField[];
    readonly body?: Uint8Array;
  } = {},
): SipResponse {
  const copied = request.headers.filter((field) => ['Via', 'From', 'To', 'Call-ID', 'CSeq'].includes(field.name));
  const tagged = copied.map((field) =>
    field.name === 'To' && options.toTag && !/;\s*tag\s*=/i.test(field.value)
      ? { name: 'To', value: `${field.value};tag=${options.toTag}` }
      : field,
  );
  return {
    kind: 'response',
    status,
    reason: options.reason ?? reasonPhrase(status),
    headers: [...tagged, ...(options.headers ?? [])],
    body: options.body ?? NO_BODY,
  };
}
