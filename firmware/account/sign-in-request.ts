// The question that signing in by extension and PIN asks of an enterprise, whoever carries it.

import type { Result } from '../../hal/result.ts';
import type { SignInFailure } from '../phone.ts';
import type { Credentials } from './credentials.ts';

export interface SignInRefusal {
  readonly failure: SignInFailure;
  /** For the log; never holds a PIN or a password. */
  readonly detail: string;
  /** Wall time until which the service refuses this extension. */
  readonly lockedUntilMs: number | undefined;
}

export type SignInRequest = (
  extension: string,
  pin: string,
  signal: AbortSignal,
) => Promise<Result<Credentials, SignInRefusal>>;
