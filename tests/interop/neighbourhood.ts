// One registrar that others wrote, with a throw-away certificate, and a whole phone signed in to it.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuthority, createServerCertificate } from '../../bench/enterprise/certificates/authority.ts';
import { findFreePorts } from '../../bench/peers/free-port.ts';
import { type Kamailio, startKamailio } from '../../bench/peers/kamailio/kamailio.ts';
import { PhoneProcess } from '../../bench/phone/phone-process.ts';
import type { DiagnosticEvent } from '../../firmware/diagnostics.ts';
import type { Result } from '../../hal/result.ts';

export const domain = 'fernleigh.test';
export const users = { dana: 'harbour-lamp-42', jun: 'quiet-river-17' } as const;

export interface Neighbourhood {
  readonly folder: string;
  readonly authorityFile: string;
  readonly kamailio: Kamailio;
  readonly sippPort: number;
  startPhone(options?: PhoneOptions): Promise<PhoneProcess>;
  close(): Promise<void>;
}

export interface PhoneOptions {
  readonly policy?: Readonly<Record<string, unknown>>;
  readonly account?: Readonly<Record<string, unknown>>;
  readonly audio?: Readonly<Record<string, unknown>>;
}

export async function openNeighbourhood(digest: 'MD5' | 'SHA-256'): Promise<Neighbourhood> {
  const folder = mkdtempSync(join(tmpdir(), 'offhook-interop-'));
  const now = Date.now();
  const authority = await createAuthority(now);
  const server = await createServerCertificate(authority, {
    names: [domain, '127.0.0.1'],
    notBeforeMs: now - 86_400_000,
    notAfterMs: now + 86_400_000,
  });
  const files = {
    authority: join(folder, 'ca.pem'),
    certificate: join(folder, 'server.pem'),
    key: join(folder, 'server.key'),
  };
  writeFileSync(files.authority, authority.certificate);
  writeFileSync(files.certificate, server.certificate);
  writeFileSync(files.key, server.privateKey, { mode: 0o600 });
  const [sippPort = 0] = await findFreePorts(1);
  const kamailio = take(
    await startKamailio({ domain, users, certificateFile: files.certificate, keyFile: files.key, digest, sippPort }),
  );
  const phones: PhoneProcess[] = [];
  return {
    folder,
    authorityFile: files.authority,
    kamailio,
    sippPort,
    startPhone: async (options = {}) => {
      const phoneFolder = join(folder, `phone-${phones.length + 1}`);
      const policyFile = join(folder, `policy-${phones.length + 1}.json`);
      writeFileSync(policyFile, JSON.stringify(options.policy ?? {}));
      const phone = take(
        await PhoneProcess.start({
          folder: phoneFolder,
          config: {
            accounts: [
              {
                address: `dana@${domain}`,
                auth_user: 'dana',
                auth_pass: users.dana,
                outbound: [`127.0.0.1:${kamailio.tlsPort}`],
                ...options.account,
              },
            ],
            trust_anchors: [files.authority],
            policy: policyFile,
          },
          ...(options.audio && { audio: options.audio }),
        }),
      );
      phones.push(phone);
      return phone;
    },
    close: async () => {
      await Promise.all(phones.map((phone) => phone.stop()));
      await kamailio.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The value, or a failing test that says what was refused. */
export function take<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.error);
  return result.value;
}

export const isSignedIn = (event: DiagnosticEvent) => event.type === 'account' && event.status === 'signed-in';
export const isInPhase = (phase: string) => (event: DiagnosticEvent) => event.type === 'call' && event.phase === phase;
