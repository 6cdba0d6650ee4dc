// What a phone tells the process that started it on the bench; on a board nobody listens and nothing is sent.

import type { MediaStatistics } from '../media/session.ts';
import type { SipMessageTrace } from './sip/index.ts';

export type DiagnosticEvent =
  /** The first screen is drawn and the far sides of the simulated board listen on loopback. */
  | {
      readonly type: 'ready';
      readonly deskSetPort: number | undefined;
      readonly audioPort: number | undefined;
      readonly startedInMs: number;
    }
  | { readonly type: 'sip'; readonly trace: SipMessageTrace }
  | { readonly type: 'call'; readonly callId: string; readonly phase: string; readonly party: string }
  | { readonly type: 'quality'; readonly callId: string; readonly statistics: MediaStatistics }
  | {
      readonly type: 'account';
      readonly status: string;
      readonly address: string | undefined;
      readonly locked: boolean;
    }
  | { readonly type: 'log'; readonly level: 'info' | 'warning' | 'error'; readonly text: string };

export type DiagnosticSink = (event: DiagnosticEvent) => void;
