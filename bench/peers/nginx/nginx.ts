// Starts Debian's nginx on the loopback with TLS, in a folder of its own, and reads its access log.

import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ok, type Result } from '../../../hal/result.ts';
import type { PemPair } from '../../enterprise/certificates/authority.ts';
import { findFreePorts } from '../free-port.ts';
import { startPeer } from '../peer-process.ts';

export interface NginxOptions {
  readonly identity: PemPair;
  /** Where `/DEFAULT/`, hawkBit's usual tenant, is passed on to. */
  readonly upstreamPort?: number;
}

export interface Nginx {
  readonly port: number;
  /** What it serves. */
  readonly root: string;
  /** One line a request. */
  accessLog(): readonly string[];
  /** Of the bodies of all answers for a file of this name. */
  sentBytes(fileName: string): number;
  stop(): Promise<void>;
}

export async function startNginx({ identity, upstreamPort = 9 }: NginxOptions): Promise<Result<Nginx>> {
  const folder = mkdtempSync(join(tmpdir(), 'offhook-nginx-'));
  const root = join(folder, 'root');
  mkdirSync(root);
  // Started by root, nginx serves as somebody who may not look into another's folder.
  chmodSync(folder, 0o755);
  writeFileSync(join(folder, 'certificate.pem'), identity.certificate);
  writeFileSync(join(folder, 'key.pem'), identity.privateKey, { mode: 0o600 });
  const [port = 0] = await findFreePorts(1);
  const configuration = Object.entries({
    OFFHOOK_FOLDER: folder,
    OFFHOOK_ROOT: root,
    OFFHOOK_PORT: `${port}`,
    OFFHOOK_UPSTREAM: `${upstreamPort}`,
    OFFHOOK_CERTIFICATE: join(folder, 'certificate.pem'),
    OFFHOOK_KEY: join(folder, 'key.pem'),
  }).reduce(
    (text, [word, value]) => text.replaceAll(word, value),
    readFileSync(join(import.meta.dirname, 'nginx.conf'), 'utf8'),
  );
  const file = join(folder, 'nginx.conf');
  writeFileSync(file, configuration);
  const clean = () => rmSync(folder, { recursive: true, force: true });
  const started = await startPeer('/usr/sbin/nginx', ['-c', file, '-e', 'stderr', '-p', folder], {
    ready: () => accepts(port),
    timeLimitMs: 15_000,
  });
  if (!started.ok) {
    clean();
    return started;
  }
  const linesOf = (name: string): readonly string[] => {
    const file = join(folder, name);
    return existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
  };
  return ok({
    port,
    root,
    accessLog: () => linesOf('access.log'),
    sentBytes: (fileName) =>
      linesOf('bytes.log')
        .map((line) => line.split(' '))
        .filter(([, uri = '']) => uri.endsWith(`/${fileName}`))
        .reduce((sum, [bytes]) => sum + Number(bytes), 0),
    stop: async () => {
      await started.value.stop();
      clean();
    },
  });
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
