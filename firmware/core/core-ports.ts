// Everything the phone is made of, handed to it by the composition root or by a test.

import type { Clock, RandomSource } from '../../hal/clock.ts';
import type { HookSwitch } from '../../hal/hook-switch.ts';
import type { Identity } from '../../hal/identity.ts';
import type { Indicators } from '../../hal/indicators.ts';
import type { MediaEngine } from '../../media/session.ts';
import type { SignInRequest } from '../account/index.ts';
import type { Config, Policy } from '../config/index.ts';
import type { DiagnosticSink } from '../diagnostics.ts';
import type { MachinePart, PhoneState, PhoneTrouble, UpdateState } from '../phone.ts';
import { absentSetUp, type SetUp } from '../set-up/index.ts';
import type { SipUserAgent } from '../sip/index.ts';
import type { Store } from '../store/index.ts';

/** Where nobody updates the phone. */
export const noUpdate: UpdateState = {
  step: 'off',
  version: undefined,
  share: 0,
  lastCheckedAtMs: undefined,
  problem: undefined,
};

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
  /** How far Automatic Image Update is; `PhoneCore.refresh` follows each change. */
  readonly update?: () => UpdateState;
  /** What the composition root found at the start, or finds while it runs. */
  readonly troubles?: () => readonly PhoneTrouble[];
  /** The first start and what of it can be changed; `PhoneCore.refresh` follows each change. */
  readonly setUp?: Pick<SetUp, 'state' | 'commands'>;
  /** The devices of the board; `PhoneCore.refresh` follows each change. */
  readonly parts?: () => readonly MachinePart[];
  readonly diagnose: DiagnosticSink;
}

/** What of the state comes from outside the core. */
export function toldFromOutside({
  update,
  troubles,
  parts,
  setUp = absentSetUp,
}: CorePorts): Pick<PhoneState, 'update' | 'troubles' | 'parts' | 'setUp' | 'network' | 'reset'> {
  return { update: update?.() ?? noUpdate, troubles: troubles?.() ?? [], parts: parts?.() ?? [], ...setUp.state };
}

/** What takes longer to load than a person should wait for the first screen. */
export interface LateParts {
  readonly media: MediaEngine;
  readonly sip: SipUserAgent;
}
