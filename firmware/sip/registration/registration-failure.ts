// What a refusal of REGISTER means to the person at the phone, and whether trying again can help.

import type { RegistrationFailure } from '../user-agent.ts';

export type RefusalCourse =
  /** Nothing changes until a person acts. */
  'give-up' | 'next-server' | 'retry-later';

export interface RegistrationRefusal {
  readonly failure: RegistrationFailure;
  readonly course: RefusalCourse;
}

export interface RefusedRegister {
  readonly status: number;
  /** Made up by ourselves: no answer came (408), or it could not be sent (503). */
  readonly unanswered: boolean;
  readonly credentialsSent: boolean;
  readonly onlyWeakChallenges: boolean;
}

export function classifyRefusal({
  status,
  unanswered,
  credentialsSent,
  onlyWeakChallenges,
}: RefusedRegister): RegistrationRefusal {
  if (unanswered) return { failure: 'server-unreachable', course: 'next-server' };
  if (status === 401 || status === 407) {
    return { failure: onlyWeakChallenges ? 'weak-authentication' : 'wrong-password', course: 'give-up' };
  }
  // Several registrars say 403 to a wrong answer; one that says it unasked forbids the account itself.
  if (status === 403) return { failure: credentialsSent ? 'wrong-password' : 'server-refused', course: 'give-up' };
  if (status === 404 || status === 410 || status === 604) return { failure: 'unknown-user', course: 'give-up' };
  if (status >= 500 && status < 600) return { failure: 'server-refused', course: 'next-server' };
  return { failure: 'server-refused', course: status === 408 ? 'next-server' : 'retry-later' };
}
