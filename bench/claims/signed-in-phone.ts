// A bench enterprise and a phone signed in to it, for measurements; both gone when the measurement ends.

import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { DiagnosticEvent } from '../../firmware/diagnostics.ts';
import type { Result } from '../../hal/result.ts';
import { type Enterprise, startEnterprise } from '../enterprise/enterprise.ts';
import type { BaresipOptions } from '../peers/baresip/baresip.ts';
import { PhoneProcess, type PhoneProcessOptions, type TimedEvent } from '../phone/phone-process.ts';
import { withScratchFolder } from './scratch-folder.ts';

export interface SignedInPhone {
  readonly enterprise: Enterprise;
  readonly phone: PhoneProcess;
  readonly folder: string;
  /** The configuration of a phone on which this person signs in. */
  configOf(user: keyof typeof people): Readonly<Record<string, unknown>>;
}

const people = { dana: 'harbour-lamp-42', jun: 'quiet-river-17' } as const;

export const isSignedIn = (event: DiagnosticEvent) => event.type === 'account' && event.status === 'signed-in';

const signInLimitMs = 10_000;
const callLimitMs = 10_000;

export function withSignedInPhone<T>(
  options: Pick<PhoneProcessOptions, 'audio' | 'environment' | 'nodeFlags'>,
  use: (bench: SignedInPhone) => Promise<T>,
): Promise<T> {
  return withScratchFolder(async (folder) => {
    const enterprise = take(await startEnterprise({ folder: join(folder, 'enterprise') }));
    try {
      const outbound = [`127.0.0.1:${enterprise.ports.tls}`];
      const configOf = (user: keyof typeof people) => ({
        accounts: [{ address: `${user}@${enterprise.domain}`, auth_user: user, auth_pass: people[user], outbound }],
        trust_anchors: [enterprise.authorityFile],
      });
      const config = configOf('dana');
      const phone = take(await PhoneProcess.start({ folder: join(folder, 'phone'), config, ...options }));
      try {
        take(await phone.waitFor(isSignedIn, signInLimitMs));
        return await use({ enterprise, phone, folder, configOf });
      } finally {
        await phone.stop();
      }
    } finally {
      await enterprise.close();
    }
  });
}

/** How baresip takes the desk beside the phone: as Jun, with the same server and the same encryption, and dialling alone. */
export function peerBeside(enterprise: Enterprise): Omit<BaresipOptions, 'codecs'> {
  return {
    user: 'jun',
    domain: enterprise.domain,
    password: people.jun,
    proxyPort: enterprise.ports.tls,
    transport: 'tls',
    trustAnchorFile: enterprise.authorityFile,
    encryption: 'srtp-mand',
    answer: 'manual',
  };
}

export function take<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.error);
  return result.value;
}

/** A person looks at the number before pressing Call; by then every digit has long been drawn. */
const lookMs = 150;

/** Type a number and press Call; gives when that key went down, and where to look for what follows. */
export async function dial(
  phone: PhoneProcess,
  number: string,
): Promise<{ readonly keyAtMs: number; readonly skip: number }> {
  phone.press('home');
  phone.type(number);
  await delay(lookMs);
  const skip = phone.events.length;
  const keyAtMs = performance.now();
  phone.press('soft1');
  return { keyAtMs, skip };
}

export async function waitForPhase(
  phone: PhoneProcess,
  phase: string,
  skip: number,
  limitMs = callLimitMs,
): Promise<TimedEvent> {
  const fits = (event: DiagnosticEvent) => event.type === 'call' && event.phase.startsWith(phase);
  return take(await phone.waitFor(fits, limitMs, skip));
}

export async function hangUp(phone: PhoneProcess): Promise<void> {
  const skip = phone.events.length;
  phone.press('soft1');
  await waitForPhase(phone, 'ended', skip);
}
