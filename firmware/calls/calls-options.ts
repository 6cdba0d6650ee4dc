// What the calls are given and what they show of themselves.

import type { AudioPath } from '../../hal/audio.ts';
import type { Clock, RandomSource } from '../../hal/clock.ts';
import type { HookPosition } from '../../hal/hook-switch.ts';
import type { MediaEngine, MediaStatistics } from '../../media/session.ts';
import type { AccountConfig, Policy } from '../config/index.ts';
import type { People } from '../people/index.ts';
import type { CallState, Presence } from '../phone.ts';
import type { SipUserAgent } from '../sip/index.ts';
import type { LogSink } from '../store/index.ts';
import type { CallLog } from './call-log.ts';

export interface CallsView {
  readonly calls: readonly CallState[];
  readonly activeCallId: string | undefined;
  readonly hook: HookPosition;
  readonly audioPath: AudioPath;
  readonly muted: boolean;
}

export interface CallsOptions {
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly media: MediaEngine;
  readonly sip: SipUserAgent;
  readonly policy: Policy;
  readonly account: () => AccountConfig | undefined;
  readonly people: () => People;
  readonly presence: () => Presence;
  readonly ringer: () => string;
  readonly callLog: CallLog;
  readonly hook: HookPosition;
  readonly log: LogSink;
  readonly onChange: () => void;
  readonly onMeasured: (callId: string, statistics: MediaStatistics) => void;
}
