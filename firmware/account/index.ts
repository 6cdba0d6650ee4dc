// Sign-in, lock, and the person at the phone.

export { Account } from './account.ts';
export type { Credentials } from './credentials.ts';
export { signInAt } from './lazy-sign-in.ts';
export { Lock } from './lock.ts';
export type { SignInRefusal, SignInRequest } from './sign-in-request.ts';
