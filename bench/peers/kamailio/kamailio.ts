// Starts Debian's Kamailio on the loopback as registrar and proxy, in a folder of its own.

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Result } from '../../../hal/result.ts';
import { findFreePorts } from '../free-port.ts';
import { type PeerProcess, startPeer } from '../peer-process.ts';

export interface KamailioOptions {
  readonly domain: string;
  readonly users: Readonly<Record<string, string>>;
  readonly certificateFile: string;
  readonly keyFile: string;
  readonly digest: 'MD5' | 'SHA-256';
  /** Where requests to the user `sipp` go. */
  readonly sippPort: number;
}

export interface Kamailio {
  readonly tlsPort: number;
  readonly tcpPort: number;
  readonly process: PeerProcess;
  stop(): Promise<void>;
}

export async function startKamailio(options: KamailioOptions): Promise<Result<Kamailio>> {
  const folder = mkdtempSync(join(tmpdir(), 'offhook-kamailio-'));
  const [tlsPort = 0, tcpPort = 0] = await findFreePorts(2);
  const users = Object.entries(options.users).map(([user, password]) => `  $sht(secret=>${user}) = "${password}";`);
  const configuration = Object.entries({
    OFFHOOK_DOMAIN: options.domain,
    OFFHOOK_TCP_PORT: `${tcpPort}`,
    OFFHOOK_TLS_PORT: `${tlsPort}`,
    OFFHOOK_SIPP_PORT: `${options.sippPort}`,
    OFFHOOK_CERTIFICATE: options.certificateFile,
    OFFHOOK_KEY: options.keyFile,
    OFFHOOK_DIGEST: options.digest,
    OFFHOOK_USERS: users.join('\n'),
  }).reduce(
    (text, [word, value]) => text.replaceAll(word, value),
    readFileSync(join(import.meta.dirname, 'kamailio.cfg'), 'utf8'),
  );
  const file = join(folder, 'kamailio.cfg');
  writeFileSync(file, configuration, { mode: 0o600 });

  const started = await startPeer(
    'kamailio',
    ['-f', file, '-L', modulesFolder(), '-DD', '-E', '-Y', folder, '-P', join(folder, 'pid')],
    {
      ready: () => accepts(tlsPort),
      timeLimitMs: 15_000,
      folder,
    },
  );
  const clean = () => rmSync(folder, { recursive: true, force: true });
  if (!started.ok) {
    clean();
    return started;
  }
  return {
    ok: true,
    value: {
      tlsPort,
      tcpPort,
      process: started.value,
      stop: async () => {
        await started.value.stop();
        clean();
      },
    },
  };
}

/** Debian keeps the modules under the machine's multiarch name. */
function modulesFolder(): string {
  const root = '/usr/lib';
  const found = readdirSync(root).find((name) => name.endsWith('-linux-gnu'));
  return join(root, found ?? 'x86_64-linux-gnu', 'kamailio', 'modules');
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
