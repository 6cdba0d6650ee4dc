// A whole phone on a virtual clock: the real core between fake signalling, fake media and fake devices.

import type { SignInRequest } from '../../../firmware/account/index.ts';
import { type Config, configSchema, policySchema } from '../../../firmware/config/index.ts';
import { noUpdate, PhoneCore } from '../../../firmware/core/index.ts';
import type { DiagnosticEvent } from '../../../firmware/diagnostics.ts';
import type { CallState, PhoneState } from '../../../firmware/phone.ts';
import { SetUp } from '../../../firmware/set-up/index.ts';
import { MemoryStore, type Store } from '../../../firmware/store/index.ts';
import type { RandomSource } from '../../../hal/clock.ts';
import type { Identity } from '../../../hal/identity.ts';
import { err, ok } from '../../../hal/result.ts';
import { SimFactoryReset } from '../../../hal/sim/machine/factory-reset.ts';
import { SimNetwork } from '../../../hal/sim/machine/network.ts';
import { ScriptedHookSwitch } from '../../../hal/sim/scripted/hook-switch.ts';
import { MemoryIndicators } from '../../../hal/sim/scripted/indicators.ts';
import { VirtualClock } from '../../../hal/sim/virtual-clock.ts';
import { FakeMedia, type FakeSession } from './fake-media.ts';
import { type FakeCall, FakeSip } from './fake-sip.ts';

class SeededRandom implements RandomSource {
  #seed = 1;

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => {
      this.#seed = (this.#seed * 48_271) % 2_147_483_647;
      return this.#seed & 0xff;
    });
  }
}

export const testIdentity: Identity = {
  read: () => ({
    vendor: 'Offhook',
    model: 'Desk',
    revision: '1',
    serialNumber: 'T-1',
    macAddress: '02:00:00:00:00:01',
  }),
};

/** The sign-in service of the bench's company, with only its answers. */
const signInAtFernleigh: SignInRequest = (extension, pin) => {
  if (extension !== '4217')
    return Promise.resolve(err({ failure: 'unknown-user', detail: '404', lockedUntilMs: undefined }));
  if (pin !== '246810') return Promise.resolve(err({ failure: 'wrong-pin', detail: '401', lockedUntilMs: undefined }));
  return Promise.resolve(
    ok({
      address: 'dana@fernleigh.test',
      displayName: 'Dana Novak',
      title: 'Hardware, building 4',
      extension: '4217',
      authUser: 'dana',
      password: 'harbour-lamp-42',
      outbound: ['127.0.0.1:5061'],
      transport: 'tls',
    }),
  );
};

export interface PhoneOptions {
  readonly config?: Partial<Config>;
  readonly policy?: Record<string, unknown>;
  readonly store?: Store;
  readonly requestSignIn?: SignInRequest;
  readonly clock?: VirtualClock;
  /** The phone can be set up, and is asked at its first start; without it, it is set up already. */
  readonly firstStart?: boolean;
}

export class WholePhone {
  readonly clock: VirtualClock;
  readonly hook = new ScriptedHookSwitch();
  readonly lamps = new MemoryIndicators();
  readonly media = new FakeMedia();
  readonly sip: FakeSip;
  readonly store: Store;
  readonly events: DiagnosticEvent[] = [];
  readonly core: PhoneCore;
  update = noUpdate;
  readonly network = new SimNetwork();
  readonly setUp: SetUp | undefined;
  /** Zones that the process was told to live in. */
  readonly timeZones: string[] = [];
  resets = 0;

  constructor({
    config = {},
    policy = {},
    store = new MemoryStore(),
    requestSignIn = signInAtFernleigh,
    clock = new VirtualClock(),
    firstStart = false,
  }: PhoneOptions = {}) {
    this.clock = clock;
    this.sip = new FakeSip(clock);
    this.store = store;
    const wholeConfig = { ...configSchema.parse({}), ...config };
    if (firstStart) {
      this.setUp = new SetUp({
        ...{ clock, store, network: this.network, card: undefined, config: wholeConfig },
        policy: policySchema.parse(policy),
        factoryReset: new SimFactoryReset(() => this.resets++),
        log: (level, text) => this.events.push({ type: 'log', level, text }),
        onTimeZone: (timeZone) => this.timeZones.push(timeZone),
        onChange: () => this.core?.refresh(),
      });
    }
    this.core = new PhoneCore({
      clock,
      random: new SeededRandom(),
      hook: this.hook,
      indicators: this.lamps,
      identity: testIdentity,
      store,
      config: wholeConfig,
      trustAnchors: [],
      policy: policySchema.parse(policy),
      version: '0.1.0',
      requestSignIn,
      update: () => this.update,
      ...(this.setUp ? { setUp: this.setUp } : {}),
      diagnose: (event) => this.events.push(event),
    });
  }

  static async signedIn(options: PhoneOptions = {}): Promise<WholePhone> {
    const phone = new WholePhone(options);
    await phone.attach();
    phone.core.commands.signInWithPin('4217', '246810');
    await phone.pass(100);
    await phone.until(({ lock }) => lock.hasPin);
    return phone;
  }

  get state(): PhoneState {
    return this.core.state;
  }

  get call(): CallState | undefined {
    return this.state.calls.find(({ id }) => id === this.state.activeCallId);
  }

  get farCall(): FakeCall {
    return this.sip.calls.at(-1) ?? missing('call');
  }

  get session(): FakeSession {
    return this.media.sessions.at(-1) ?? missing('media session');
  }

  async attach(): Promise<void> {
    await this.core.attach({ media: this.media, sip: this.sip });
    await this.pass(0);
  }

  /** Virtual time, with everything that is due in it. */
  async pass(ms: number): Promise<void> {
    await this.clock.advance(ms);
  }

  /** For what is computed off the main thread, such as the PIN's hash: real turns of the event loop, virtual time stands. */
  async until(condition: (state: PhoneState) => boolean): Promise<void> {
    const limit = AbortSignal.timeout(5_000);
    while (!condition(this.state)) {
      if (limit.aborted)
        throw new Error(`The phone did not get there: ${JSON.stringify({ ...this.state, contacts: [] })}`);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Seconds of a call with the given figures. */
  async measure(seconds: number, change: Parameters<FakeSession['measure']>[0] = {}): Promise<void> {
    for (let second = 0; second < seconds; second++) {
      this.session.measure(change);
      await this.pass(1_000);
    }
  }

  async talkTo(number: string): Promise<FakeCall> {
    this.sip.farEnds.set(number, { does: 'answers', afterMs: 50 });
    this.core.commands.dial(number);
    await this.pass(100);
    return this.farCall;
  }
}

function missing(what: string): never {
  throw new Error(`There is no ${what} yet.`);
}
