// The enterprise's other doors: SIP over secure WebSocket, the sign-in service over HTTPS, and its start as a program.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type Enterprise, startEnterprise } from '../../../bench/enterprise/enterprise.ts';
import { RawClient } from './raw-client.ts';

const folder = mkdtempSync(join(tmpdir(), 'offhook-doors-'));
const children: ChildProcess[] = [];
let enterprise: Enterprise;
let ca: Buffer;

beforeAll(async () => {
  const started = await startEnterprise({ folder });
  if (!started.ok) throw new Error(started.error);
  enterprise = started.value;
  ca = readFileSync(enterprise.authorityFile);
});

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

afterAll(async () => {
  await enterprise.close();
  rmSync(folder, { recursive: true });
});

function post(body: string, method = 'POST', path = '/sign-in'): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const asking = request(
      { host: '127.0.0.1', port: enterprise.ports.signIn, path, method, ca, timeout: 5000, agent: false },
      (response) => {
        let text = '';
        response.on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
      },
    );
    asking.on('error', reject);
    asking.end(body);
  });
}

test('signs in over HTTPS with a certificate that the authority vouches for', async () => {
  const answer = await post('{"extension":"4218","pin":"135792"}');
  expect(answer.status).toBe(200);
  expect(JSON.parse(answer.body)).toMatchObject({ authUser: 'jun', outbound: [`127.0.0.1:${enterprise.ports.tls}`] });
});

test('refuses other methods, other paths and bodies over 16 KiB', async () => {
  expect((await post('', 'PUT')).status).toBe(405);
  expect((await post('{}', 'POST', '/other')).status).toBe(404);
  expect((await post('x'.repeat(17_000))).status).toBe(413);
});

async function openWebSocket(protocols: string[]): Promise<WebSocket> {
  const socket = new WebSocket(`wss://127.0.0.1:${enterprise.ports.wss}/`, protocols, { ca });
  await once(socket, 'open');
  return socket;
}

test('speaks SIP over secure WebSocket, one message a frame, and answers a keep-alive', async () => {
  const socket = await openWebSocket(['sip']);
  const options = [
    'OPTIONS sip:fernleigh.test SIP/2.0',
    'Via: SIP/2.0/WSS x.invalid;branch=z9hG4bKw;rport',
    'From: <sip:dana@fernleigh.test>;tag=1',
    'To: <sip:fernleigh.test>',
    'Call-ID: web',
    'CSeq: 1 OPTIONS',
    '',
    '',
  ];
  const answered = once(socket, 'message');
  socket.send(options.join('\r\n'));
  expect(String((await answered)[0])).toMatch(
    /^SIP\/2\.0 200 OK\r\nVia: SIP\/2\.0\/WSS x\.invalid;branch=z9hG4bKw;rport=\d+;received=127/,
  );
  const pong = once(socket, 'message');
  socket.send('\r\n\r\n');
  expect(String((await pong)[0])).toBe('\r\n');
  socket.terminate();
});

test('takes no WebSocket without the subprotocol sip', async () => {
  const socket = await openWebSocket([]);
  const [code] = await once(socket, 'close');
  expect(code).toBe(1002);
});

test.each([
  ['expired', 'CERT_HAS_EXPIRED'],
  ['not-yet-valid', 'CERT_NOT_YET_VALID'],
  ['wrong-host', 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ['other-authority', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
] as const)('presents a certificate that is %s, and the good one again', async (kind, code) => {
  await enterprise.presentCertificate(kind);
  const socket = connectTls({ host: '127.0.0.1', port: enterprise.ports.tls, ca, servername: enterprise.domain });
  const [error] = await once(socket, 'error');
  expect((error as NodeJS.ErrnoException).code).toBe(code);
  await enterprise.presentCertificate('good');
  const dana = await RawClient.connect(enterprise, 'dana');
  expect((await dana.register()).status).toBe(200);
  dana.close();
});

test('a server that is down drops connections until it is back', async () => {
  enterprise.setRefusing(true);
  await expect(RawClient.connect(enterprise, 'dana')).rejects.toThrow();
  enterprise.setRefusing(false);
  const dana = await RawClient.connect(enterprise, 'dana');
  dana.close();
});

function run(...options: string[]): ChildProcess {
  const main = join(import.meta.dirname, '../../../bench/enterprise/main.ts');
  const child = spawn(process.execPath, [main, '--folder', join(folder, 'alone'), ...options]);
  children.push(child);
  return child;
}

async function text(stream: NodeJS.ReadableStream | null): Promise<string> {
  let whole = '';
  for await (const chunk of stream ?? []) whole += chunk;
  return whole;
}

test('a taken port is one sentence and exit 1', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const port = (taken.address() as { port: number }).port;
  const child = run('--tls', String(port));
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  expect(said).toBe(`The bench enterprise cannot start: port ${port} is already in use.\n`);
  expect(code).toBe(1);
  taken.close();
}, 15_000);

test('nonsense on the command line is explained', async () => {
  const child = run('--tls', 'banana');
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  expect(said).toContain('--tls: not a port');
  expect(code).toBe(1);
}, 15_000);

test('runs alone, tells how to register, and Ctrl-C ends it cleanly', async () => {
  const free = await Promise.all([0, 1, 2, 3].map(() => freePort()));
  const [tls, tcp, wss, signIn] = free.map(String);
  const child = run('--tls', tls ?? '', '--tcp', tcp ?? '', '--wss', wss ?? '', '--sign-in', signIn ?? '');
  let said = '';
  for await (const chunk of child.stdout ?? []) {
    said += chunk;
    if (said.includes('Ctrl-C')) break;
  }
  expect(said).toContain(`127.0.0.1:${tls} TLS`);
  expect(said).toContain('harbour-lamp-42');
  const exited = once(child, 'exit');
  child.kill('SIGINT');
  expect((await exited)[0]).toBe(0);
}, 15_000);

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
