// Every kind of web server that must be refused, on the loopback: what it sends is good, the way it sends it is not.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createPlainServer } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { StaticServer } from '../../../../firmware/admin/update/index.ts';
import type { RefusalReason } from '../../../../firmware/admin/update/manifest/index.ts';
import { SystemClock } from '../../../../hal/system/clock.ts';
import {
  createAuthority,
  createBadCertificate,
  createServerCertificate,
  type PemPair,
} from '../../certificates/authority.ts';
import { bundleOf, bytesOf, ReleaseDesk } from '../release-desk.ts';
import { goodImage } from './bad-manifests.ts';
import type { Offered } from './refusal-run.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export interface BadServer {
  readonly name: string;
  readonly reason: RefusalReason | 'taken';
  /** Calls `use` while the server is there. */
  run<T>(use: (offered: Offered) => Promise<T>): Promise<T>;
}

export async function badServers(): Promise<readonly BadServer[]> {
  const nowMs = Date.now();
  const desk = new ReleaseDesk();
  const authority = await createAuthority(nowMs);
  const names = ['127.0.0.1'];
  const good = await createServerCertificate(authority, { names, notBeforeMs: nowMs - 1e6, notAfterMs: nowMs + 1e8 });
  const manifest = bytesOf(desk.envelope({ bundle: bundleOf(goodImage), nowMs }, desk.keyList({ nowMs })));
  const serve =
    (image: Answer, list: Answer = sends(manifest)): Answer =>
    (request, response) =>
      (request.url?.endsWith('.json') ? list : image)(request, response);
  const elsewhere: Answer = (_request, response) =>
    response.writeHead(302, { location: 'https://elsewhere.test/' }).end();
  const status =
    (code: number): Answer =>
    (_request, response) =>
      response.writeHead(code).end();
  const bad = (
    name: string,
    reason: BadServer['reason'],
    answer: Answer,
    identity: PemPair | 'plain' = good,
  ): BadServer => ({
    name: `server: ${name}`,
    reason,
    run: (use) => withServer(answer, identity, authority, desk, use),
  });
  const whole = serve(sends(goodImage));
  const certificate = (kind: Parameters<typeof createBadCertificate>[0]) =>
    createBadCertificate(kind, authority, names, nowMs);
  return [
    bad('sends the question elsewhere', 'redirected', elsewhere),
    bad('sends for the image elsewhere', 'redirected', serve(elsewhere)),
    bad('refuses the question', 'server-refused', status(401)),
    bad('refuses the image', 'server-refused', serve(status(403))),
    bad('has lost the image', 'bundle-missing', serve(status(404))),
    bad('announces another size', 'bundle-size', serve(sends(goodImage.subarray(1)))),
    bad('sends the image without end', 'bundle-size', serve(endless)),
    bad('sends the manifest without end', 'too-large', serve(sends(goodImage), endless)),
    bad('packs the image', 'server-refused', serve(sends(goodImage, { 'content-encoding': 'gzip' }))),
    bad(
      'sends another part',
      'server-refused',
      serve(sends(goodImage, { 'content-range': 'bytes 5-20004/20000' }, 206)),
    ),
    bad('speaks without TLS', 'unreachable', whole, 'plain'),
    bad('has the certificate of another', 'unreachable', whole, await certificate('wrong-host')),
    bad('has a certificate that has ended', 'unreachable', whole, await certificate('expired')),
    bad('has a certificate of the future', 'unreachable', whole, await certificate('not-yet-valid')),
    bad('has a certificate of a stranger', 'unreachable', whole, await certificate('other-authority')),
    // That the others are refused for their fault, and not for something that all of them share.
    bad('is as it should be', 'taken', whole),
  ];
}

function sends(bytes: Uint8Array, headers: Readonly<Record<string, string>> = {}, code = 200): Answer {
  return (_request, response) =>
    response.writeHead(code, { 'content-length': bytes.length, ...headers }).end(Buffer.from(bytes));
}

function endless(_request: IncomingMessage, response: ServerResponse): void {
  const more = (): void => {
    while (!response.destroyed && response.write(Buffer.alloc(16_384, ' ')));
  };
  response.on('drain', more);
  response.writeHead(200);
  more();
}

async function withServer<T>(
  answer: Answer,
  identity: PemPair | 'plain',
  authority: PemPair,
  desk: ReleaseDesk,
  use: (offered: Offered) => Promise<T>,
): Promise<T> {
  const server =
    identity === 'plain'
      ? createPlainServer(answer)
      : createServer({ cert: identity.certificate, key: identity.privateKey }, answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const clock = new SystemClock();
  const offered: Offered = {
    server: new StaticServer({
      server: `https://127.0.0.1:${port}/phones`,
      ...{ compatible: 'offhook-sim', ring: 'approved', mostBytesPerSecond: 1e9, clock },
      trustAnchors: [authority.certificate],
    }),
    rootKeys: desk.trust.rootKeys,
    clock,
  };
  try {
    return await use(offered);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}
