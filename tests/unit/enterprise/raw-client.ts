// A SIP client as small as it can be, that writes its own bytes: the tests' view of the enterprise from outside.

import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Enterprise } from '../../../bench/enterprise/enterprise.ts';

const WAIT_MS = 5000;

export interface Received {
  readonly text: string;
  readonly start: string;
  readonly status: number;
  readonly method: string;
  readonly body: string;
  all(name: string): string[];
  get(name: string): string;
}

export class RawClient {
  readonly user: string;
  readonly password: string;
  readonly instance = randomBytes(6).toString('hex');
  readonly port: number;
  readonly transport: 'TLS' | 'TCP';
  readonly received: Received[] = [];
  closed = false;
  #cseq = 0;
  readonly #socket: Socket;
  readonly #waiting = new Set<() => void>();
  #buffer = '';

  static async connect(enterprise: Enterprise, user: string, transport: 'TLS' | 'TCP' = 'TLS'): Promise<RawClient> {
    const ca = readFileSync(enterprise.authorityFile);
    const { tls, tcp } = enterprise.ports;
    const socket =
      transport === 'TLS'
        ? connectTls({ port: tls, host: '127.0.0.1', ca, servername: enterprise.domain })
        : connectTcp(tcp, '127.0.0.1');
    await new Promise<void>((resolve, reject) => {
      socket.once(transport === 'TLS' ? 'secureConnect' : 'connect', () => resolve());
      socket.once('error', reject);
    });
    const password = enterprise.people.find((person) => person.user === user)?.password ?? 'none';
    return new RawClient(socket, transport, user, password);
  }

  private constructor(socket: Socket, transport: 'TLS' | 'TCP', user: string, password: string) {
    this.#socket = socket;
    this.transport = transport;
    this.user = user;
    this.password = password;
    this.port = socket.localPort ?? 0;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#take(chunk.toString('latin1')));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      this.closed = true;
      this.#wake();
    });
  }

  get contact(): string {
    return `<sip:${this.user}@127.0.0.1:${this.port};transport=${this.transport.toLowerCase()}>`;
  }

  write(text: string): void {
    this.#socket.write(Buffer.from(text, 'utf8'));
  }

  send(start: string, fields: readonly string[], body = ''): void {
    this.write([start, ...fields, `Content-Length: ${Buffer.byteLength(body)}`, '', body].join('\r\n'));
  }

  via(branch = `z9hG4bK${randomBytes(6).toString('hex')}`): string {
    return `Via: SIP/2.0/${this.transport} 127.0.0.1:${this.port};branch=${branch};rport`;
  }

  /** Answer with the fields RFC 3261 copies. */
  reply(request: Received, status: string, extra: readonly string[] = [], body = '', tag = this.instance): void {
    const to = request.get('To');
    this.send(
      `SIP/2.0 ${status}`,
      [
        ...request.all('Via').map((value) => `Via: ${value}`),
        ...request.all('Record-Route').map((value) => `Record-Route: ${value}`),
        `From: ${request.get('From')}`,
        `To: ${to.includes(';tag=') || status.startsWith('100') ? to : `${to};tag=${tag}`}`,
        `Call-ID: ${request.get('Call-ID')}`,
        `CSeq: ${request.get('CSeq')}`,
        ...extra,
      ],
      body,
    );
  }

  /** The first message that fits, taken out of the queue. */
  async next(fits: (message: Received) => boolean, what = 'message'): Promise<Received> {
    const untilMs = performance.now() + WAIT_MS;
    for (;;) {
      const index = this.received.findIndex(fits);
      const [found] = index < 0 ? [] : this.received.splice(index, 1);
      if (found) return found;
      const leftMs = untilMs - performance.now();
      const seen = this.received.map((message) => message.start).join(' | ');
      if (leftMs <= 0 || this.closed) throw new Error(`${this.user}: no ${what}; saw ${seen || 'nothing'}`);
      await this.#change(leftMs);
    }
  }

  status(status: number, method?: string): Promise<Received> {
    return this.next(
      (message) => message.status === status && (!method || message.get('CSeq').endsWith(method)),
      String(status),
    );
  }

  request(method: string): Promise<Received> {
    return this.next((message) => message.method === method, method);
  }

  async untilClosed(): Promise<void> {
    const untilMs = performance.now() + WAIT_MS;
    while (!this.closed) {
      if (performance.now() > untilMs) throw new Error('connection stayed open');
      await this.#change(untilMs - performance.now());
    }
  }

  async register(
    options: { algorithm?: 'SHA-256' | 'MD5'; expires?: number; password?: string; contact?: string } = {},
  ): Promise<Received> {
    const callId = randomBytes(8).toString('hex');
    const send = (extra: string[]) =>
      this.send('REGISTER sip:fernleigh.test SIP/2.0', [
        this.via(),
        'Max-Forwards: 70',
        `From: <sip:${this.user}@fernleigh.test>;tag=${this.instance}`,
        `To: <sip:${this.user}@fernleigh.test>`,
        `Call-ID: ${callId}`,
        `CSeq: ${++this.#cseq} REGISTER`,
        `Contact: ${options.contact ?? `${this.contact};+sip.instance="<urn:uuid:${this.instance}>"`}`,
        `Expires: ${options.expires ?? 600}`,
        ...extra,
      ]);
    send([]);
    const first = await this.next((message) => message.get('CSeq').endsWith('REGISTER'));
    if (first.status !== 401) return first;
    const value = this.credentials(first, 'WWW-Authenticate', 'REGISTER', 'sip:fernleigh.test', options);
    send([`Authorization: ${value}`]);
    return this.next((message) => message.get('CSeq').endsWith('REGISTER'));
  }

  credentials(
    challenge: Received,
    name: string,
    method: string,
    uri: string,
    options: { algorithm?: 'SHA-256' | 'MD5'; password?: string } = {},
  ): string {
    const algorithm = options.algorithm ?? 'SHA-256';
    const line = challenge.all(name).find((each) => each.includes(`algorithm=${algorithm}`)) ?? '';
    const nonce = /nonce="([^"]+)"/.exec(line)?.[1] ?? '';
    const realm = /realm="([^"]+)"/.exec(line)?.[1] ?? '';
    const hash = (text: string) =>
      createHash(algorithm === 'MD5' ? 'md5' : 'sha256')
        .update(text)
        .digest('hex');
    const secret = hash(`${this.user}:${realm}:${options.password ?? this.password}`);
    const response = hash(`${secret}:${nonce}:00000001:abc:auth:${hash(`${method}:${uri}`)}`);
    return `Digest username="${this.user}", realm="${realm}", nonce="${nonce}", uri="${uri}", response="${response}", algorithm=${algorithm}, qop=auth, nc=00000001, cnonce="abc"`;
  }

  /** INVITE through the challenge; what comes after is for the test to read. */
  async invite(user: string, body = '', extra: readonly string[] = []): Promise<OutgoingInvite> {
    const uri = `sip:${user}@fernleigh.test`;
    const callId = randomBytes(8).toString('hex');
    const from = `From: <sip:${this.user}@fernleigh.test>;tag=${randomBytes(4).toString('hex')}`;
    const send = (credentials: string[]) => {
      const via = this.via();
      const cseq = ++this.#cseq;
      const fields = [
        via,
        'Max-Forwards: 70',
        from,
        `To: <${uri}>`,
        `Call-ID: ${callId}`,
        `CSeq: ${cseq} INVITE`,
        `Contact: ${this.contact}`,
        ...(body ? ['Content-Type: application/sdp'] : []),
        ...extra,
        ...credentials,
      ];
      this.send(`INVITE ${uri} SIP/2.0`, fields, body);
      return { uri, via, from, callId, cseq };
    };
    const bare = send([]);
    const refused = await this.status(407);
    this.ack(bare, refused);
    return send([`Proxy-Authorization: ${this.credentials(refused, 'Proxy-Authenticate', 'INVITE', uri)}`]);
  }

  /** For a refusal on the INVITE's own branch; for a 200 on the route it recorded. */
  ack(invite: OutgoingInvite, response: Received): void {
    const ok = response.status < 300;
    const uri = ok ? (/<([^>]+)>/.exec(response.get('Contact'))?.[1] ?? '') : invite.uri;
    this.send(`ACK ${uri} SIP/2.0`, [
      ok ? this.via() : invite.via,
      'Max-Forwards: 70',
      ...(ok ? routesOf(response) : []),
      invite.from,
      `To: ${response.get('To')}`,
      `Call-ID: ${invite.callId}`,
      `CSeq: ${invite.cseq} ACK`,
    ]);
  }

  cancel(invite: OutgoingInvite): void {
    const common = ['Max-Forwards: 70', invite.from, `To: <${invite.uri}>`, `Call-ID: ${invite.callId}`];
    this.send(`CANCEL ${invite.uri} SIP/2.0`, [invite.via, ...common, `CSeq: ${invite.cseq} CANCEL`]);
  }

  /** In the dialog this client began, once answered. */
  within(invite: OutgoingInvite, answer: Received, method: string, extra: readonly string[] = [], body = ''): void {
    const uri = /<([^>]+)>/.exec(answer.get('Contact'))?.[1] ?? '';
    const to = `To: ${answer.get('To')}`;
    const common = ['Max-Forwards: 70', ...routesOf(answer), invite.from, to, `Call-ID: ${invite.callId}`];
    this.send(`${method} ${uri} SIP/2.0`, [this.via(), ...common, `CSeq: ${++this.#cseq} ${method}`, ...extra], body);
  }

  /** In the dialog that `invite` began at this client. */
  answerWithin(invite: Received, method: string): void {
    const uri = /<([^>]+)>/.exec(invite.get('Contact'))?.[1] ?? '';
    this.send(`${method} ${uri} SIP/2.0`, [
      this.via(),
      'Max-Forwards: 70',
      ...invite.all('Record-Route').map((value) => `Route: ${value}`),
      `From: ${invite.get('To')};tag=${this.instance}`,
      `To: ${invite.get('From')}`,
      `Call-ID: ${invite.get('Call-ID')}`,
      `CSeq: ${++this.#cseq} ${method}`,
    ]);
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(text: string): void {
    this.#buffer += text;
    for (;;) {
      if (this.#buffer.startsWith('\r\n')) {
        this.#buffer = this.#buffer.slice(2);
        this.received.push(asReceived('PONG\r\n\r\n'));
        this.#wake();
        continue;
      }
      const bodyStart = this.#buffer.indexOf('\r\n\r\n') + 4;
      const length = Number(/\r\nContent-Length: (\d+)/.exec(this.#buffer)?.[1] ?? 0);
      if (bodyStart < 4 || this.#buffer.length < bodyStart + length) return;
      this.received.push(asReceived(Buffer.from(this.#buffer.slice(0, bodyStart + length), 'latin1').toString('utf8')));
      this.#buffer = this.#buffer.slice(bodyStart + length);
      this.#wake();
    }
  }

  #change(withinMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, withinMs);
      this.#waiting.add(done);
    });
  }

  #wake(): void {
    for (const done of [...this.#waiting]) done();
  }
}

export interface OutgoingInvite {
  readonly uri: string;
  readonly via: string;
  readonly from: string;
  readonly callId: string;
  readonly cseq: number;
}

function routesOf(response: Received): string[] {
  return response
    .all('Record-Route')
    .reverse()
    .map((value) => `Route: ${value}`);
}

function asReceived(text: string): Received {
  const [head = '', ...rest] = text.split('\r\n\r\n');
  const [start = '', ...lines] = head.split('\r\n');
  const all = (name: string) =>
    lines
      .filter((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`))
      .map((line) => line.slice(name.length + 1).trim());
  const status = Number(/^SIP\/2.0 (\d+)/.exec(start)?.[1] ?? 0);
  const method = status === 0 ? (start.split(' ')[0] ?? '') : '';
  return { text, start, status, method, body: rest.join('\r\n\r\n'), all, get: (name) => all(name)[0] ?? '' };
}
