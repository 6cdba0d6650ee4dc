// A phone with nothing scripted but its hands: real signalling and real media, and the bench's company on loopback.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Enterprise, startEnterprise } from '../../../bench/enterprise/enterprise.ts';
import { signInAt } from '../../../firmware/account/index.ts';
import { configSchema, policySchema } from '../../../firmware/config/index.ts';
import { PhoneCore } from '../../../firmware/core/index.ts';
import type { DiagnosticEvent } from '../../../firmware/diagnostics.ts';
import { createSipUserAgent } from '../../../firmware/sip/index.ts';
import { MemoryStore } from '../../../firmware/store/index.ts';
import { ScriptedHookSwitch } from '../../../hal/sim/scripted/hook-switch.ts';
import { MemoryIndicators } from '../../../hal/sim/scripted/indicators.ts';
import { SystemClock } from '../../../hal/system/clock.ts';
import { SystemRandom } from '../../../hal/system/random.ts';
import { openMediaEngine } from '../../../media/engine.ts';
import { testIdentity } from './whole-phone.ts';

export interface RealPhone {
  readonly phone: PhoneCore;
  readonly enterprise: Enterprise;
  /** All that it told so far. */
  readonly events: readonly DiagnosticEvent[];
  close(): Promise<void>;
}

/** `driver` is the sound driver's module below `hal/`, e.g. `sim/audio.ts`. */
export async function openRealPhone(driver: string, driverOptions: unknown): Promise<RealPhone> {
  const folder = mkdtempSync(join(tmpdir(), 'offhook-flow-'));
  const started = await startEnterprise({ folder });
  if (!started.ok) throw new Error(started.error);
  const enterprise = started.value;
  const clock = new SystemClock();
  const random = new SystemRandom();
  const trustAnchors = [readFileSync(enterprise.authorityFile, 'utf8')];
  const events: DiagnosticEvent[] = [];
  const phone = new PhoneCore({
    clock,
    random,
    hook: new ScriptedHookSwitch(),
    indicators: new MemoryIndicators(),
    identity: testIdentity,
    store: new MemoryStore(),
    config: configSchema.parse({ contacts: enterprise.contactsFile, sign_in_service: enterprise.signInUrl }),
    trustAnchors,
    policy: policySchema.parse(JSON.parse(readFileSync(enterprise.policyFile, 'utf8'))),
    version: '0.1.0',
    requestSignIn: signInAt(enterprise.signInUrl, trustAnchors, clock),
    diagnose: (event) => events.push(event),
  });
  const moduleUrl = new URL(`../../../hal/${driver}`, import.meta.url).href;
  const media = await openMediaEngine({ audio: { moduleUrl, options: driverOptions } });
  await phone.attach({ media, sip: createSipUserAgent({ clock, random }) });
  return {
    phone,
    enterprise,
    events,
    async close() {
      await phone.close();
      await enterprise.close();
      rmSync(folder, { recursive: true });
    },
  };
}
