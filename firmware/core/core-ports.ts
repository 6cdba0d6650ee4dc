// Everything the phone is made of, handed to it by the composition root or by a test.

import type { Clock, RandomSource } from '../../hal/clock.ts';
import type { HookSwitch } from '../../hal/hook-switch.ts';
import type { Identity } from '../../hal/identity.ts';
import type { Indicators } from '../../hal/indicators.ts';
import type { MediaEngine } from '../../media/session.ts';
import type { SignInRequest } from '../account/index.ts';
import type { Config, Policy } from '../config/index.ts';
import type { DiagnosticSink } from '../diagnostics.ts';
import type { SipUserAgent } from '../sip/index.ts';
import type { Store } from '../store/index.ts';

export interface CorePorts {
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly hook: HookSwitch;
  readonly indicators: Indicators;
  readonly identity: Identity;
  readonly store: Store;
  readonly config: Config;
  readonly trustAnchors: readonly string[];
  readonly policy: Policy;
  readonly version: string;
  readonly requestSignIn: SignInRequest | undefined;
  readonly diagnose: DiagnosticSink;
}

/** What takes longer to load than a person should wait for the first screen. */
export interface LateParts {
  readonly media: MediaEngine;
  readonly sip: SipUserAgent;
}
