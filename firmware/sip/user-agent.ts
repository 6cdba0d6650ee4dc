// What the other rooms see of SIP: registration, calls, and nothing of the library underneath.

import type { Result } from '../../hal/result.ts';
import type { DescriptionRefusal } from './sdp/local-media.ts';

export type SipTransport = 'tls' | 'tcp' | 'wss';

export interface SipAccount {
  /** Address of record without `sip:`, e.g. `dana@fernleigh.test`. */
  readonly address: string;
  readonly displayName: string;
  readonly authUser: string;
  readonly password: string;
  /** Host, or host:port; without a port RFC 3263 finds servers and the order to try them. Several are tried in order. */
  readonly outbound: readonly string[];
  readonly transport: SipTransport;
  /** Seconds asked for in REGISTER. */
  readonly registrationIntervalSeconds: number;
  /** PEM of extra trust anchors; the system's stay trusted. */
  readonly trustAnchors: readonly string[];
  readonly allowMd5: boolean;
}

export type RegistrationFailure =
  | 'wrong-password'
  | 'unknown-user'
  | 'certificate-expired'
  | 'certificate-not-yet-valid'
  | 'certificate-wrong-host'
  | 'certificate-untrusted'
  | 'server-unreachable'
  | 'server-name-unknown'
  | 'server-refused'
  | 'weak-authentication'
  | 'clock-wrong';

export type RegistrationState =
  | { readonly status: 'unregistered' }
  | { readonly status: 'registering' }
  | { readonly status: 'registered'; readonly server: string; readonly localAddress: string }
  /** Trying again by itself at `nextAttemptAtMs` (monotonic); undefined: it will not, e.g. wrong password. */
  | {
      readonly status: 'failed';
      readonly failure: RegistrationFailure;
      readonly detail: string;
      readonly nextAttemptAtMs: number | undefined;
    };

export type SipCallState = 'calling' | 'ringing' | 'early-media' | 'connected' | 'ended';

export interface SipCallEnd {
  readonly cause: 'local' | 'remote' | 'cancelled' | 'rejected' | 'network-lost' | 'session-expired' | 'media-refused';
  /** Final status for `rejected`; for `cancelled`, 200 from a Reason header means answered elsewhere (RFC 3326). */
  readonly status: number | undefined;
  /** The peer's own words, for the log. */
  readonly phrase: string;
}

/** Session descriptions as text; the owner makes them from media and knows what was agreed. */
export interface SessionDescriber {
  offer(): Promise<Result<string>>;
  /** The far end's offer in, our answer out. */
  answer(remote: string): Promise<Result<string>>;
  /** The far end's answer to our last offer. */
  accept(remote: string): Promise<Result<void>>;
}

/** Said at once, so that nothing rings on either side. */
export type IncomingRefusal =
  | { readonly status: 480 | 486 }
  | { readonly status: 488; readonly refusal: DescriptionRefusal };

export interface SipParty {
  readonly displayName: string;
  readonly user: string;
  readonly host: string;
  readonly anonymous: boolean;
}

/** As RFC 3261 12 names a dialog; tags as this side sees them. */
export interface SipDialogName {
  readonly callId: string;
  readonly localTag: string;
  readonly remoteTag: string;
}

export interface SipCall {
  readonly id: string;
  readonly direction: 'incoming' | 'outgoing';
  /** From From/To, or P-Asserted-Identity where the proxy is trusted (RFC 3325). */
  readonly remote: SipParty;
  readonly state: SipCallState;
  readonly end: SipCallEnd | undefined;
  /** Once it has been answered, and for good. */
  readonly dialog: SipDialogName | undefined;
  onChange(listener: () => void): () => void;
  answer(): Promise<Result<void>>;
  reject(status: 486 | 480 | 603): void;
  /** CANCEL, BYE or a refusal, whichever fits the state. */
  hangUp(): void;
  /** Send a fresh offer (hold, resume, new address); glare is retried by RFC 3261 14.1. */
  renegotiate(): Promise<Result<void>>;
  /** Let the far end know that this party's device hurts the sound, or no longer does; it may be told late, or never. */
  tellDevice(hurts: boolean): void;
  /** What the far end says of its own device, repeated while it lasts. */
  onRemoteDevice(listener: (hurts: boolean) => void): () => void;
}

export interface Publication {
  /** A whole SIP address, or a user part of the account's own domain. */
  readonly target: string;
  readonly event: string;
  readonly contentType: string;
  readonly body: string;
}

export interface PublishRefusal {
  readonly detail: string;
  /** The same publication will meet the same refusal, however often it is sent. */
  readonly final: boolean;
  readonly retryAfterMs: number | undefined;
}

export interface SipMessageTrace {
  readonly atMs: number;
  readonly direction: 'sent' | 'received';
  readonly peer: string;
  /** Whole message with credentials and SRTP keys blanked out. */
  readonly text: string;
}

export interface SipUserAgent {
  readonly registration: RegistrationState;
  onRegistration(listener: (state: RegistrationState) => void): () => void;
  register(account: SipAccount): void;
  /** De-register and forget the account; resolves even where the server does not answer. */
  unregister(): Promise<void>;
  /** `target` is a number, a user part, or a whole SIP address; refusal names what is wrong with it. */
  call(target: string, describer: SessionDescriber): Result<SipCall>;
  /**
   * The listener gives the describer for the new call, which rings (180) until answered or rejected, or refuses it.
   * `offer` is the caller's description, undefined where the caller leaves the offer to us.
   */
  onIncoming(listener: (call: SipCall, offer: string | undefined) => Result<SessionDescriber, IncomingRefusal>): void;
  /** Message-waiting count by RFC 3842, sent unasked or subscribed. */
  onMessagesWaiting(listener: (newMessages: number) => void): () => void;
  /** Send a publication once, under the account that is signed in; the answer says whether trying again can help. */
  publish(publication: Publication): Promise<Result<{ readonly noTag: boolean }, PublishRefusal>>;
  onTrace(listener: (trace: SipMessageTrace) => void): () => void;
  close(): Promise<void>;
}
