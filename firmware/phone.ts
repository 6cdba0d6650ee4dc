// The one PhoneState and the commands: all that a user interface ever sees of the phone.

import type { AudioPath } from '../hal/audio.ts';
import type { HookPosition } from '../hal/hook-switch.ts';
import type { MachinePart, NetworkSettings, NetworkView, ResetState, SetUpState } from './set-up-state.ts';
import type { RegistrationFailure } from './sip/index.ts';

export type { AudioPath } from '../hal/audio.ts';
export type * from './set-up-state.ts';

export type Language = 'en' | 'de';
export type ThemeName = 'dark' | 'light' | 'high-contrast';
export type TextSize = 'normal' | 'large' | 'larger';

/** Each has its own sentence on the screen. */
export type SignInFailure = RegistrationFailure | 'wrong-pin' | 'pin-locked' | 'no-server';

export type AccountState =
  | {
      readonly status: 'signed-out';
      readonly failure: SignInFailure | undefined;
      readonly lockedUntilMs: number | undefined;
    }
  | { readonly status: 'signing-in'; readonly since: number }
  | { readonly status: 'signed-in' }
  /** Signed in, but the server cannot be reached now; `nextAttemptAtMs` is wall time. */
  | { readonly status: 'reconnecting'; readonly failure: SignInFailure; readonly nextAttemptAtMs: number | undefined };

export interface OwnIdentity {
  readonly name: string;
  readonly address: string;
  readonly extension: string;
  readonly title: string;
}

export type Presence = 'available' | 'busy' | 'do-not-disturb' | 'away' | 'offline';

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly organization: string;
  /** In the order in which they should be tried. */
  readonly numbers: readonly { readonly kind: 'extension' | 'work' | 'mobile' | 'home'; readonly number: string }[];
  readonly address: string | undefined;
  readonly presence: Presence | undefined;
  /** PNG, at most 64 KiB. */
  readonly picture: Uint8Array | undefined;
  readonly favourite: boolean;
}

/** A person who matches what was typed, and the characters of the name that matched (UTF-16 offsets). */
export interface PersonMatch {
  readonly person: Person;
  readonly matched: readonly { readonly start: number; readonly end: number }[];
}

/** Who the far end is, as well as the phone knows. */
export interface Party {
  readonly name: string;
  readonly number: string;
  readonly anonymous: boolean;
  readonly person: Person | undefined;
}

export type CallEndReason =
  | 'hung-up'
  | 'remote-hung-up'
  | 'cancelled'
  | 'answered-elsewhere'
  | 'busy'
  | 'no-answer'
  | 'declined'
  | 'not-found'
  | 'not-allowed'
  | 'unavailable'
  | 'network-lost'
  | 'remote-vanished'
  | 'no-common-codec'
  | 'encryption-required'
  | 'no-audio-device'
  | 'server-error';

export type CallPhase = 'dialling' | 'ringing-out' | 'ringing-in' | 'connected' | 'ended';

/** The ribbon above a call, from where the fault lies: amber (`fair`) could be better, red (`poor`) is not working. */
export type CallWarning =
  /** The network. */
  | 'network-lost'
  | 'network-receive-fair'
  | 'network-receive-poor'
  | 'network-send-fair'
  | 'network-send-poor'
  | 'network-delay-fair'
  | 'network-delay-poor'
  | 'network-slow'
  /** This device, and the room around it. */
  | 'microphone-silent'
  | 'microphone-loud'
  | 'microphone-quiet'
  | 'room-noisy'
  | 'speaker-silent'
  | 'echo'
  | 'half-duplex'
  | 'sound-glitches'
  /** This phone. */
  | 'phone-busy'
  | 'signalling-lost'
  | 'not-encrypted'
  /** The other party's device. */
  | 'remote-silent'
  | 'remote-device';

/** Figures of the last second; undefined where nothing was measured. */
export interface QualityFigures {
  /** 1 to 4.5. */
  readonly mosEstimate: number | undefined;
  readonly lossPercent: number | undefined;
  /** How many packets are missing in a row where any are. */
  readonly lossRunPackets: number | undefined;
  readonly jitterMs: number | undefined;
  readonly roundTripMs: number | undefined;
  /** From their mouth to this ear. */
  readonly endToEndMs: number | undefined;
  readonly concealedPercent: number | undefined;
  readonly bufferDelayMs: number | undefined;
  /** What the far end says it loses of this phone's voice. */
  readonly sentLossPercent: number | undefined;
  readonly speechDbfs: number | undefined;
  readonly signalToNoiseDb: number | undefined;
  readonly codec: string;
  readonly codecBandwidthHz: number | undefined;
  readonly bitRateBps: number;
  readonly encrypted: boolean;
}

export interface CallState {
  readonly id: string;
  readonly direction: 'incoming' | 'outgoing';
  readonly party: Party;
  readonly phase: CallPhase;
  /** Wall time of each step. */
  readonly startedAtMs: number;
  readonly connectedAtMs: number | undefined;
  readonly endedAtMs: number | undefined;
  readonly endReason: CallEndReason | undefined;
  readonly held: boolean;
  readonly heldByRemote: boolean;
  readonly warning: CallWarning | undefined;
  readonly quality: QualityFigures | undefined;
  /** Digits sent so far in this call, as shown on its keypad. */
  readonly sentDigits: string;
}

export interface CallLogEntry {
  readonly id: string;
  readonly direction: 'incoming' | 'outgoing';
  readonly party: Party;
  readonly startedAtMs: number;
  readonly durationMs: number;
  readonly missed: boolean;
  readonly endReason: CallEndReason | undefined;
}

export type TestCallVerdict = 'good' | 'could-be-better' | 'bad';
export type TestCallCause =
  | 'microphone-silent'
  | 'microphone-quiet'
  | 'microphone-clipping'
  | 'network-loss'
  | 'network-jitter'
  | 'network-delay';

/** Audio Test Service: the steps a person sees from Make Test Call to the verdict. */
export type TestCallState =
  | { readonly step: 'idle' }
  | { readonly step: 'calling' }
  | { readonly step: 'prompt' }
  | { readonly step: 'recording'; readonly remainingMs: number }
  | { readonly step: 'playing-back'; readonly remainingMs: number }
  | {
      readonly step: 'verdict';
      readonly verdict: TestCallVerdict;
      readonly causes: readonly TestCallCause[];
      readonly figures: {
        readonly levelDbfs: number;
        readonly clippedPercent: number;
        readonly lossPercent: number;
        readonly jitterMs: number | undefined;
        readonly roundTripMs: number | undefined;
        readonly mosEstimate: number | undefined;
      };
    }
  | { readonly step: 'failed'; readonly reason: CallEndReason };

/** Automatic Image Update, as the person at the phone may see it; they have no say in it. */
export interface UpdateState {
  /** `waiting`: the new image is there and the phone is in use; `restarting`: it counts down. */
  readonly step: 'off' | 'resting' | 'checking' | 'downloading' | 'waiting' | 'restarting' | 'on-trial';
  /** Of the image that is on its way or on trial. */
  readonly version: string | undefined;
  /** 0 to 1, of the download and of the count-down. */
  readonly share: number;
  readonly lastCheckedAtMs: number | undefined;
  /** What came of the last question or trial, where it was not good. */
  readonly problem: 'no-server' | 'refused' | 'fell-back' | 'failed' | undefined;
}

/** What is wrong with the phone as a whole; it rings and dials all the same. */
export type PhoneTrouble =
  /** The configuration could not be used, and another one rules. */
  | 'configuration'
  /** Nothing that is stored now outlasts a restart. */
  | 'storage';

export interface PhoneSettings {
  readonly language: Language;
  readonly theme: ThemeName;
  readonly textSize: TextSize;
  readonly ringer: string;
  /** 0 to 1. */
  readonly ringerVolume: number;
  readonly handsetVolume: number;
  readonly headsetVolume: number;
  readonly speakerVolume: number;
  /** Kept in stored settings; nothing on the screens moves yet, so none offers it. */
  readonly motion: boolean;
}

export interface PhoneState {
  readonly startup: 'starting' | 'ready';
  /** Wall time, renewed each second in a call or on a countdown and each minute otherwise. */
  readonly nowMs: number;
  readonly account: AccountState;
  readonly self: OwnIdentity | undefined;
  readonly presence: Presence;
  readonly lock: {
    readonly locked: boolean;
    readonly hasPin: boolean;
    readonly wrongPins: number;
    readonly lockedOutUntilMs: number | undefined;
  };
  /** Live calls and, for a few seconds, ended ones; in order of their start. */
  readonly calls: readonly CallState[];
  /** The call that has the handset, or would. */
  readonly activeCallId: string | undefined;
  readonly hook: HookPosition;
  readonly audioPath: AudioPath;
  readonly muted: boolean;
  readonly callLog: readonly CallLogEntry[];
  readonly missedCount: number;
  readonly messagesWaiting: number;
  /** In order of name. */
  readonly contacts: readonly Person[];
  /** Results for the latest `search`, best first. */
  readonly search: { readonly query: string; readonly matches: readonly PersonMatch[] };
  readonly testCall: TestCallState;
  readonly update: UpdateState;
  readonly settings: PhoneSettings;
  readonly ringers: readonly string[];
  readonly about: {
    readonly version: string;
    readonly vendor: string;
    readonly model: string;
    readonly serialNumber: string;
    readonly macAddress: string;
    readonly networkAddress: string;
    readonly server: string;
    readonly signalling: string;
  };
  /** The gravest first. */
  readonly troubles: readonly PhoneTrouble[];
  readonly setUp: SetUpState;
  readonly parts: readonly MachinePart[];
  readonly network: NetworkView;
  readonly reset: ResetState;
  /** Devices that failed, each a thing a person can act on ("No handset"). */
  readonly deviceProblems: readonly (
    | 'no-audio-device'
    | 'no-microphone'
    | 'no-speaker'
    | 'sound-off'
    | 'media-engine-died'
  )[];
  /** What the policy lets this screen offer. */
  readonly allowed: { readonly testCall: boolean; readonly changeRinger: boolean };
}

/** The only way in. Commands never throw and never answer: what came of them is in the next state. */
export interface PhoneCommands {
  signInWithPin(extension: string, pin: string): void;
  signInWithPassword(address: string, password: string): void;
  cancelSignIn(): void;
  signOut(): void;

  dial(target: string): void;
  redial(): void;
  answer(callId?: string): void;
  decline(callId?: string): void;
  hangUp(callId?: string): void;
  hold(callId?: string): void;
  resume(callId?: string): void;
  sendDigit(digit: string): void;
  /** A key in the ear while dialling, without a call. */
  soundDigit(digit: string): void;
  /** Remove an ended call from the screen before its time. */
  dismiss(callId: string): void;

  setMuted(muted: boolean): void;
  setAudioPath(path: AudioPath): void;
  /** One step up or down of whatever is sounding now: ringer while ringing or idle, else the talking path. */
  changeVolume(steps: number): void;

  search(query: string): void;
  clearMissed(): void;
  setPresence(presence: Presence): void;

  startTestCall(): void;
  stopTestCall(): void;

  setTimeZone(timeZone: string): void;
  /** As a person types it: a name, a name with a port, or a whole address. Empty: none. */
  setServer(server: string): void;
  /** With the server as in `setServer`; where it is no address, the set-up goes on. */
  finishSetUp(server: string): void;
  changeNetwork(settings: NetworkSettings): void;
  lookForWifi(): void;
  /** Forget everything; the PIN where the policy asks for the administrator. */
  factoryReset(pin?: string): void;

  changeSettings(change: Partial<PhoneSettings>): void;
  previewRinger(ringer: string): void;
  lock(): void;
  unlock(pin: string): void;
  setLockPin(pin: string): void;
  /** Any sign that a person is there; restarts the lock's timer. */
  touch(): void;
}

export interface Phone {
  readonly state: PhoneState;
  /** Heard after each change, once a turn. */
  subscribe(listener: () => void): () => void;
  readonly commands: PhoneCommands;
  /** Levels for meters, 0 to 1; read while drawing, never stored. */
  levels(): { readonly capture: number; readonly playout: number };
}
