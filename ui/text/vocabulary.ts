// Every sentence the screen can say, as a type that each language must fill.

import type {
  CallEndReason,
  CallWarning,
  PhoneState,
  Presence,
  SignInFailure,
  TestCallCause,
  TestCallVerdict,
  TextSize,
  ThemeName,
  UpdateState,
} from '../../firmware/phone.ts';
import type { PartsCatalogue } from './set-up/parts.ts';
import type { SetUpCatalogue } from './set-up/vocabulary.ts';

/** What happened, and what to do about it. */
export interface Explanation {
  readonly what: string;
  readonly remedy: string;
}

export type PhoneTrouble = PhoneState['troubles'][number];
export type DeviceProblem = PhoneState['deviceProblems'][number];
export type NumberKind = 'extension' | 'work' | 'mobile' | 'home';
export type VolumeKind = 'ringer' | 'handset' | 'headset' | 'speaker';

export interface Catalogue extends SetUpCatalogue, PartsCatalogue {
  readonly actions: Readonly<
    Record<
      | 'addCall'
      | 'again'
      | 'answer'
      | 'back'
      | 'call'
      | 'callAgain'
      | 'callBack'
      | 'calls'
      | 'cancel'
      | 'clear'
      | 'close'
      | 'decline'
      | 'details'
      | 'dialPad'
      | 'done'
      | 'end'
      | 'endCall'
      | 'erase'
      | 'hold'
      | 'holdAndAnswer'
      | 'keypad'
      | 'makeTestCall'
      | 'mute'
      | 'next'
      | 'people'
      | 'play'
      | 'quality'
      | 'redial'
      | 'resume'
      | 'save'
      | 'searchAgain'
      | 'skip'
      | 'switchOff'
      | 'settings'
      | 'show'
      | 'signIn'
      | 'signOut'
      | 'speaker'
      | 'stop'
      | 'swap'
      | 'unlock'
      | 'withAddress'
      | 'withPin',
      string
    >
  >;
  readonly presence: Readonly<Record<Presence, string>>;
  readonly presenceInCall: string;
  readonly status: {
    readonly notSignedIn: string;
    readonly reconnecting: string;
    readonly locked: string;
  };
  readonly startUp: { readonly starting: string; readonly detail: string };
  readonly signIn: {
    readonly title: string;
    readonly pinHint: string;
    readonly addressHint: string;
    readonly extension: string;
    readonly pin: string;
    readonly address: string;
    readonly password: string;
    readonly working: string;
    readonly workingLong: string;
    readonly tryAgainIn: (time: string) => string;
    readonly failures: Readonly<Record<SignInFailure, Explanation>>;
  };
  readonly reconnecting: { readonly title: string; readonly nextIn: (time: string) => string; readonly now: string };
  readonly home: {
    readonly missed: (count: number) => string;
    readonly messages: (count: number) => string;
    readonly noMessages: string;
    readonly messagesDetail: string;
    readonly lastFrom: (name: string, time: string) => string;
    readonly nothingMissed: string;
    readonly nothingMissedDetail: string;
    readonly favourites: string;
    readonly noFavourites: string;
    readonly noFavouritesDetail: string;
    readonly backToCall: string;
    readonly testCallHint: string;
    readonly testCallHintDetail: string;
  };
  readonly presencePicker: { readonly title: string; readonly meaning: Readonly<Record<Presence, string>> };
  readonly dial: {
    readonly title: string;
    readonly placeholder: string;
    readonly emptyTitle: string;
    readonly emptyDetail: string;
    readonly lockedTitle: string;
    readonly lockedDetail: string;
    readonly callNumber: (number: string) => string;
    readonly notInDirectory: string;
    readonly noMatch: string;
    readonly noMatchDetail: string;
  };
  readonly call: {
    readonly unknownCaller: string;
    readonly anonymousCaller: string;
    readonly incoming: string;
    readonly calling: string;
    readonly callingLong: string;
    readonly ringing: string;
    readonly onHold: string;
    readonly heldByThem: string;
    readonly muted: string;
    readonly encrypted: string;
    readonly notEncrypted: string;
    readonly answeringHolds: (name: string) => string;
    readonly alsoInCall: (name: string) => string;
    readonly alsoHeld: (name: string) => string;
    readonly theyHearNothing: string;
    readonly youHearNothing: string;
    readonly lasted: (duration: string) => string;
    readonly keypadTitle: string;
    readonly keypadEmpty: string;
    readonly endReasons: Readonly<Record<CallEndReason, Explanation>>;
    readonly warnings: Readonly<Record<CallWarning, Explanation>>;
  };
  readonly quality: {
    readonly title: string;
    readonly none: string;
    readonly noneDetail: string;
    readonly overall: string;
    readonly loss: string;
    readonly jitter: string;
    readonly roundTrip: string;
    readonly endToEnd: string;
    readonly sentLoss: string;
    readonly speech: string;
    readonly aboveNoise: string;
    readonly concealed: string;
    readonly delay: string;
    readonly codec: string;
    readonly security: string;
    readonly notMeasured: string;
    readonly good: string;
    readonly fair: string;
    readonly poor: string;
  };
  readonly contacts: {
    readonly title: string;
    readonly empty: string;
    readonly emptyDetail: string;
    readonly filter: string;
    readonly noneFound: (query: string) => string;
    readonly noneFoundDetail: string;
    readonly numbers: Readonly<Record<NumberKind, string>>;
    readonly address: string;
    readonly noNumbers: string;
  };
  readonly log: {
    readonly title: string;
    readonly all: string;
    readonly missedOnly: string;
    readonly empty: string;
    readonly emptyDetail: string;
    readonly missedTitle: string;
    readonly emptyMissed: string;
    readonly emptyMissedDetail: string;
    readonly incoming: string;
    readonly outgoing: string;
    readonly missed: string;
    readonly today: string;
    readonly yesterday: string;
  };
  readonly settings: {
    readonly title: string;
    readonly language: string;
    readonly theme: string;
    readonly textSize: string;
    readonly ringer: string;
    readonly volume: string;
    readonly lockPin: string;
    readonly lockPinSet: string;
    readonly lockPinUnset: string;
    readonly lockNow: string;
    readonly checkQuality: string;
    readonly checkQualityDetail: string;
    readonly about: string;
    readonly signOut: string;
    readonly signOutQuestion: string;
    readonly signOutDetail: string;
    readonly themes: Readonly<Record<ThemeName, string>>;
    readonly textSizes: Readonly<Record<TextSize, string>>;
    readonly ringerHint: string;
    readonly ringerFixed: string;
    readonly volumes: Readonly<Record<VolumeKind, string>>;
    readonly louder: string;
    readonly quieter: string;
    readonly newPin: string;
    readonly newPinHint: string;
    readonly repeatPin: string;
    readonly repeatPinHint: string;
    readonly pinsDiffer: string;
    readonly pinTooShort: string;
    readonly pinSaved: string;
  };
  readonly locked: {
    readonly title: string;
    readonly hint: string;
    readonly wrongPin: (left: number) => string;
    readonly wait: (time: string) => string;
    readonly noPin: string;
  };
  readonly testCall: {
    readonly title: string;
    readonly idle: string;
    /** In place of `idle` while a call is up. */
    readonly endCallFirst: string;
    readonly idleSteps: readonly [string, string, string];
    readonly privacy: string;
    readonly calling: string;
    readonly callingLong: string;
    readonly prompt: string;
    readonly promptDetail: string;
    readonly recording: string;
    readonly recordingDetail: string;
    readonly playingBack: string;
    readonly playingBackDetail: string;
    readonly secondsLeft: (seconds: number) => string;
    readonly verdicts: Readonly<Record<TestCallVerdict, Explanation>>;
    readonly causes: Readonly<Record<TestCallCause, Explanation>>;
    readonly microphone: string;
    readonly network: string;
    readonly delay: string;
    readonly fine: string;
    readonly networkFigures: (loss: string, jitter: string) => string;
    readonly clippedShare: (percent: string) => string;
    readonly sampleGone: string;
    readonly failed: string;
    readonly notAllowed: string;
    readonly notAllowedDetail: string;
  };
  readonly troubles: Readonly<Record<PhoneTrouble, Explanation>>;
  readonly deviceProblems: Readonly<Record<DeviceProblem, Explanation>>;
  readonly about: {
    readonly title: string;
    readonly version: string;
    readonly model: string;
    readonly serialNumber: string;
    readonly macAddress: string;
    readonly networkAddress: string;
    readonly server: string;
    readonly signalling: string;
    readonly address: string;
    readonly unknown: string;
    /** Behind the version, where there is something to say. */
    readonly update: Readonly<Record<'checking' | 'downloading' | 'waiting' | 'on-trial' | 'current', string>>;
    readonly updateProblem: Readonly<Record<NonNullable<UpdateState['problem']>, string>>;
  };
  readonly updating: {
    readonly title: string;
    readonly detail: (version: string) => string;
    readonly callFirst: string;
  };
  readonly volumeOverlay: Readonly<Record<VolumeKind, string>>;
}
