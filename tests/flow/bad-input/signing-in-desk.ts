// A whole phone with real signalling and a real sign-in service behind its screen and keys: somebody tries to sign in.

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { expect } from 'vitest';
import type { Enterprise } from '../../../bench/enterprise/enterprise.ts';
import { signInAt } from '../../../firmware/account/index.ts';
import { configSchema, policySchema } from '../../../firmware/config/index.ts';
import { PhoneCore } from '../../../firmware/core/index.ts';
import type { Language, SignInFailure } from '../../../firmware/phone.ts';
import { createSipUserAgent } from '../../../firmware/sip/index.ts';
import { MemoryStore } from '../../../firmware/store/index.ts';
import type { KeyName } from '../../../hal/keypad.ts';
import { ScriptedHookSwitch } from '../../../hal/sim/scripted/hook-switch.ts';
import { MemoryIndicators } from '../../../hal/sim/scripted/indicators.ts';
import { ScriptedKeypad } from '../../../hal/sim/scripted/keypad.ts';
import { MemoryScreen } from '../../../hal/sim/scripted/screen.ts';
import { SystemClock } from '../../../hal/system/clock.ts';
import { SystemRandom } from '../../../hal/system/random.ts';
import { startUi, type Ui } from '../../../ui/app.tsx';
import { catalogueFor } from '../../../ui/text/index.ts';
import { FakeMedia } from '../fakes/fake-media.ts';

const limitMs = 10_000;
const identity = {
  vendor: 'Offhook',
  model: 'Desk',
  revision: '1',
  serialNumber: 'T-1',
  macAddress: '02:00:00:00:00:01',
};

export interface Attempt {
  /** Extension or address. */
  readonly who: string;
  readonly secret: string;
}

export class SigningInDesk {
  readonly #phone: PhoneCore;
  readonly #ui: Ui;
  readonly #keypad: ScriptedKeypad;
  readonly #log: string[] = [];

  private constructor(enterprise: Enterprise, servers: { readonly signIn: string; readonly outbound: string }) {
    const clock = new SystemClock();
    const trustAnchors = [readFileSync(enterprise.authorityFile, 'utf8')];
    const account = { address: `dana@${enterprise.domain}`, outbound: [servers.outbound] };
    this.#phone = new PhoneCore({
      clock,
      random: new SystemRandom(),
      hook: new ScriptedHookSwitch(),
      indicators: new MemoryIndicators(),
      identity: { read: () => identity },
      store: new MemoryStore(),
      config: configSchema.parse({ accounts: [account], sign_in_service: servers.signIn }),
      trustAnchors,
      policy: policySchema.parse({}),
      version: '0.1.0',
      requestSignIn: signInAt(servers.signIn, trustAnchors, clock),
      diagnose: (event) => {
        if (event.type === 'log') this.#log.push(event.text);
      },
    });
    this.#keypad = new ScriptedKeypad(clock);
    this.#ui = startUi({ phone: this.#phone, screen: new MemoryScreen(), keypad: this.#keypad, clock });
  }

  /** `listening` false: where sign-in service and SIP server should be, nobody answers. */
  static async open(enterprise: Enterprise, listening = true): Promise<SigningInDesk> {
    const nobody = listening ? 0 : await portOfNobody();
    const servers = listening
      ? { signIn: enterprise.signInUrl, outbound: `127.0.0.1:${enterprise.ports.tls}` }
      : { signIn: `https://127.0.0.1:${nobody}/sign-in`, outbound: `127.0.0.1:${nobody}` };
    const desk = new SigningInDesk(enterprise, servers);
    const log = (_level: string, text: string): unknown => desk.#log.push(text);
    const sip = createSipUserAgent({ clock: new SystemClock(), random: new SystemRandom(), log });
    await desk.#phone.attach({ media: new FakeMedia(), sip });
    return desk;
  }

  async close(): Promise<void> {
    this.#ui.close();
    await this.#phone.close();
  }

  get text(): string {
    this.#ui.display.renderNow();
    return this.#ui.display.root.text;
  }

  async signInWithPin({ who, secret }: Attempt): Promise<void> {
    // Only digits come here.
    await this.#press(...([...who] as KeyName[]), 'soft1', ...([...secret] as KeyName[]), 'soft1');
  }

  async signInWithPassword({ who, secret }: Attempt): Promise<void> {
    await this.#press('soft2');
    await this.#type(who);
    await this.#press('soft1');
    await this.#type(secret);
    await this.#press('soft1');
  }

  /** The failure's own two sentences stand on the screen, first in English and then in German, and the log names it. */
  async expectFailure(failure: SignInFailure, { secret }: Attempt): Promise<void> {
    for (const language of ['en', 'de'] satisfies readonly Language[]) {
      this.#phone.commands.changeSettings({ language });
      const { what, remedy } = catalogueFor(language).signIn.failures[failure];
      await this.#reads(what);
      expect(this.text).toContain(remedy);
    }
    expect(this.#phone.state.account).toMatchObject({ status: 'signed-out', failure });
    expect(this.#log.join('\n')).toMatch(/Sign-in of extension \d+ was refused: .+\.|Registration failed: .+\./);
    expect(`${this.text}\n${this.#log.join('\n')}`).not.toContain(secret);
  }

  async #reads(words: string): Promise<void> {
    const limit = AbortSignal.timeout(limitMs);
    while (!this.text.includes(words)) {
      if (limit.aborted) throw new Error(`"${words}" is not on the screen: ${this.text}\n${this.#log.join('\n')}`);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async #press(...keys: readonly KeyName[]): Promise<void> {
    for (const key of keys) {
      this.#keypad.press(key);
      await this.#drawn();
    }
  }

  async #type(text: string): Promise<void> {
    for (const character of text) {
      this.#keypad.type(character);
      await this.#drawn();
    }
  }

  /** React has taken the key in, and the screen shows it. */
  async #drawn(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.#ui.display.renderNow();
  }
}

/** A port that was free a moment ago. */
async function portOfNobody(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  return typeof address === 'object' && address ? address.port : 1;
}
