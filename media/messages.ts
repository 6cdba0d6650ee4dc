// What the main thread and the media thread say to each other; everything here can be cloned.

import type { AudioPath, AudioSource } from '../hal/audio.ts';
import type {
  DeviceCheck,
  MediaFailure,
  MediaParameters,
  MediaStatistics,
  SoundPartState,
  ToneName,
} from './session.ts';
import type { ToneCountry } from './tones/national-tones.ts';

/** Handed over when the thread is made. */
export interface ThreadStart {
  readonly audio: AudioSource;
  /** Two floats: capture and playout level, 0 to 1. */
  readonly levels: SharedArrayBuffer;
}

export type SessionCommand =
  | { readonly kind: 'open-session'; readonly session: number; readonly localAddress: string; readonly dscp: number }
  | { readonly kind: 'start-session'; readonly session: number; readonly parameters: MediaParameters }
  | { readonly kind: 'mute'; readonly session: number; readonly muted: boolean }
  | { readonly kind: 'focus'; readonly session: number; readonly hasHandset: boolean }
  | { readonly kind: 'conference'; readonly sessions: readonly number[] }
  | {
      readonly kind: 'digit';
      readonly session: number;
      readonly digit: string;
      readonly durationMs: number | undefined;
    }
  | { readonly kind: 'stop-session'; readonly session: number };

export type SoundCommand =
  | { readonly kind: 'path'; readonly path: AudioPath }
  | { readonly kind: 'volume'; readonly volume: number }
  | { readonly kind: 'ringer-volume'; readonly volume: number }
  | { readonly kind: 'tone-country'; readonly country: ToneCountry | undefined }
  | { readonly kind: 'tone'; readonly tone: ToneName }
  | { readonly kind: 'digit-tone'; readonly digit: string }
  | { readonly kind: 'stop-tone' }
  | { readonly kind: 'start-ringer'; readonly ringer: string }
  | { readonly kind: 'stop-ringer' };

export type ThreadCommand =
  | SessionCommand
  | SoundCommand
  | { readonly kind: 'check-device'; readonly check: number; readonly durationMs: number }
  | { readonly kind: 'close' };

export type SessionEvent =
  | {
      readonly kind: 'session-opened';
      readonly session: number;
      readonly localPort: number;
      readonly localAddress: string;
    }
  | { readonly kind: 'session-refused'; readonly session: number; readonly detail: string }
  | { readonly kind: 'statistics'; readonly session: number; readonly statistics: MediaStatistics }
  | { readonly kind: 'digit'; readonly session: number; readonly digit: string }
  | { readonly kind: 'silence'; readonly session: number; readonly silentMs: number }
  | { readonly kind: 'session-stopped'; readonly session: number; readonly statistics: MediaStatistics | undefined };

export type ThreadEvent =
  | SessionEvent
  | { readonly kind: 'ready'; readonly endpointPort: number | undefined }
  | { readonly kind: 'failure'; readonly failure: MediaFailure }
  /** The device's microphone has been dead for a while in a call, or is back. */
  | { readonly kind: 'microphone'; readonly state: SoundPartState }
  /** Nothing can be heard for a while, or can again. */
  | { readonly kind: 'speaker'; readonly state: SoundPartState }
  | { readonly kind: 'device-checked'; readonly check: number; readonly result: DeviceCheck }
  | { readonly kind: 'closed' };
