// The first start and what of it a person can change later: time zone, company server, network, and forgetting it all.

import * as z from 'zod';
import type { Clock } from '../../hal/clock.ts';
import type { FactoryReset } from '../../hal/machine/factory-reset.ts';
import type { Network } from '../../hal/machine/network.ts';
import { type Config, type Policy, validate } from '../config/index.ts';
import type { NetworkSettings, PhoneCommands, PhoneState, SetUpState } from '../phone.ts';
import type { LogSink, Store } from '../store/index.ts';
import { NetworkChoice } from './network-choice.ts';
import { ResetGuard } from './reset-guard.ts';
import { serverAddress } from './server-address.ts';

const storeName = 'set-up';
const storedSchema = z.object({
  done: z.boolean().default(false),
  timeZone: z.string().max(64).default(''),
  server: z.string().max(512).default(''),
});
type Stored = z.infer<typeof storedSchema>;

export interface SetUpOptions {
  readonly clock: Clock;
  readonly config: Config;
  readonly policy: Policy;
  readonly store: Store;
  readonly network: Network;
  readonly factoryReset: FactoryReset;
  readonly card: SetUpState['card'];
  readonly log: LogSink;
  /** The process lives in that zone from now on. */
  readonly onTimeZone: (timeZone: string) => void;
  readonly onChange: () => void;
}

type SetUpCommands = Pick<
  PhoneCommands,
  'setTimeZone' | 'setServer' | 'finishSetUp' | 'changeNetwork' | 'lookForWifi' | 'factoryReset'
>;

export class SetUp {
  readonly commands: SetUpCommands;
  readonly #options: SetUpOptions;
  readonly #network: NetworkChoice;
  readonly #reset: ResetGuard;
  #stored: Stored;
  #serverRefused = false;

  constructor(options: SetUpOptions) {
    this.#options = options;
    const { store, config } = options;
    const stored = validate(storedSchema, store.read(storeName) ?? {});
    this.#stored = stored.ok ? stored.value : storedSchema.parse({});
    this.#network = new NetworkChoice(options);
    this.#reset = new ResetGuard(options);
    const timeZone = config.time_zone ?? this.#stored.timeZone;
    if (timeZone !== '') options.onTimeZone(timeZone);
    this.commands = {
      setTimeZone: (zone) => this.#setTimeZone(zone),
      setServer: (server) => void this.#setServer(server),
      finishSetUp: (server) => {
        if (this.#setServer(server)) this.#keep({ done: true });
      },
      changeNetwork: (settings: NetworkSettings) => void this.#network.change(settings),
      lookForWifi: () => void this.#network.look(),
      factoryReset: (pin) => this.#reset.reset(pin),
    };
  }

  get state(): Pick<PhoneState, 'setUp' | 'network' | 'reset'> {
    const { config, card } = this.#options;
    const { done, timeZone } = this.#stored;
    return {
      setUp: {
        needed: !done && config.accounts.length === 0 && config.sign_in_service === undefined,
        timeZone: config.time_zone ?? timeZone,
        server: this.server,
        serverRefused: this.#serverRefused,
        fixed: {
          timeZone: config.time_zone !== undefined,
          server: config.sign_in_service !== undefined,
          network: this.#network.isFixed,
        },
        card,
      },
      network: this.#network.view,
      reset: this.#reset.state,
    };
  }

  /** The sign-in service to ask; empty where none is known. */
  get server(): string {
    return this.#options.config.sign_in_service ?? this.#stored.server;
  }

  /** Keys held at power-on. */
  resetByKeys(): boolean {
    return this.#reset.byKeys();
  }

  #setTimeZone(timeZone: string): void {
    const { config, onTimeZone } = this.#options;
    if (config.time_zone !== undefined || !Intl.supportedValuesOf('timeZone').includes(timeZone)) return;
    onTimeZone(timeZone);
    this.#keep({ timeZone });
  }

  #setServer(typed: string): boolean {
    const { config, log, onChange } = this.#options;
    if (config.sign_in_service !== undefined) return true;
    const address = serverAddress(typed);
    this.#serverRefused = !address.ok;
    if (address.ok) this.#keep({ server: address.value });
    else {
      log('info', `The server address was not taken: ${address.error}`);
      onChange();
    }
    return address.ok;
  }

  #keep(change: Partial<Stored>): void {
    this.#stored = { ...this.#stored, ...change };
    this.#options.store.write(storeName, this.#stored);
    this.#options.onChange();
  }
}
