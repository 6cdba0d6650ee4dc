// What the calls are given and what they show of themselves.

import type { AudioPath } from '../../hal/audio.ts';
import type { Clock, RandomSource } from '../../hal/clock.ts';
import type { HookPosition } from '../../hal/hook-switch.ts';
import type { MediaEngine, MediaParameters, MediaStatistics } from '../../media/session.ts';
import type { AccountConfig, Policy } from '../config/index.ts';
import type { People } from '../people/index.ts';
import type { CallState, Presence } from '../phone.ts';
import type { SipDialogName, SipParty, SipUserAgent } from '../sip/index.ts';
import type { LogSink } from '../store/index.ts';
import type { CallLog } from './call-log.ts';

export interface CallsView {
  readonly calls: readonly CallState[];
  readonly activeCallId: string | undefined;
  readonly hook: HookPosition;
  readonly audioPath: AudioPath;
  readonly muted: boolean;
}

/** What others may know of a call beside its figures. */
export interface MeasuredCall {
  readonly id: string;
  readonly direction: 'incoming' | 'outgoing';
  readonly connectedAtMs: number | undefined;
  readonly remote: SipParty;
  readonly dialog: SipDialogName;
  readonly local: { readonly address: string; readonly port: number };
  readonly agreed: MediaParameters;
  readonly localSsrc: number | undefined;
  readonly remoteSsrc: number | undefined;
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
  readonly onMeasured: (call: MeasuredCall, statistics: MediaStatistics) => void;
  readonly onEnded: (callId: string) => void;
}
