// Why an update is not taken: one name for each reason, and a sentence for the administrator's log.

export type RefusalReason =
  /** The file. */
  | 'empty'
  | 'too-large'
  | 'not-json'
  | 'wrong-shape'
  /** The keys. */
  | 'no-root-key'
  | 'key-list-of-stranger'
  | 'key-list-forged'
  | 'key-list-expired'
  | 'key-list-from-future'
  | 'key-list-replayed'
  /** The signature. */
  | 'key-unknown'
  | 'key-revoked'
  | 'key-expired'
  | 'wrong-purpose'
  | 'forged'
  /** What it says. */
  | 'expired'
  | 'from-future'
  | 'lasts-too-long'
  | 'other-model'
  | 'other-ring'
  | 'replayed'
  | 'older'
  | 'step-missing'
  | 'failed-before'
  /** The bundle, and the way to it. */
  | 'bundle-missing'
  | 'bundle-size'
  | 'bundle-cut'
  | 'bundle-differs'
  | 'bundle-rejected'
  | 'redirected'
  | 'elsewhere'
  | 'server-refused'
  | 'unreachable'
  | 'too-slow'
  | 'no-space'
  /** This phone. */
  | 'store-unwritable';

export interface Refusal {
  readonly reason: RefusalReason;
  readonly sentence: string;
}

export function refusal(reason: RefusalReason, sentence: string): { readonly ok: false; readonly error: Refusal } {
  return { ok: false, error: { reason, sentence } };
}
