// Pictures of starting, signing in, losing the server and the lock.

import type { PhoneState, SignInFailure } from '../../firmware/phone.ts';
import { atRest, nowMs, signedOut } from './fixtures/state.ts';
import type { Picture } from './picture.ts';

const failures: readonly SignInFailure[] = [
  'wrong-password',
  'wrong-pin',
  'unknown-user',
  'certificate-expired',
  'certificate-not-yet-valid',
  'certificate-wrong-host',
  'certificate-untrusted',
  'server-unreachable',
  'server-name-unknown',
  'server-refused',
  'weak-authentication',
  'clock-wrong',
  'no-server',
];

function failed(failure: SignInFailure, lockedUntilMs?: number): PhoneState {
  return { ...signedOut, account: { status: 'signed-out', failure, lockedUntilMs } };
}

function locked(change: Partial<PhoneState['lock']> = {}): PhoneState {
  return { ...atRest, lock: { locked: true, hasPin: true, wrongPins: 0, lockedOutUntilMs: undefined, ...change } };
}

export const accountPictures: readonly Picture[] = [
  { name: 'start-up', caption: 'Starting', state: { ...signedOut, startup: 'starting' } },
  {
    name: 'updating',
    caption: 'About to start a new image',
    state: { ...atRest, update: { ...atRest.update, step: 'restarting', version: '0.3.0', share: 0.4 } },
  },
  {
    name: 'sign-in',
    caption: 'Signing in with extension and PIN',
    state: signedOut,
    keys: ['4', '2', '1', '7', 'down', '2', '4', '6', '8'],
  },
  { name: 'sign-in-empty', caption: 'Signed out', state: signedOut },
  {
    name: 'sign-in-no-configuration',
    caption: 'Signed out, a configuration that cannot be used',
    state: { ...signedOut, troubles: ['configuration'] },
  },
  {
    name: 'sign-in-address',
    caption: 'Signing in with address and password',
    state: signedOut,
    keys: ['soft2'],
    typed: 'dana@fernleigh.test',
  },
  {
    name: 'signing-in',
    caption: 'Waiting for the server',
    state: { ...signedOut, account: { status: 'signing-in', since: nowMs } },
  },
  ...failures.map((failure) => ({
    name: `sign-in-${failure}`,
    caption: `Sign-in failed: ${failure.replaceAll('-', ' ')}`,
    state: failed(failure),
  })),
  {
    name: 'sign-in-pin-locked',
    caption: 'Sign-in locked, counting down',
    state: failed('pin-locked', nowMs + 272_000),
  },
  {
    name: 'sign-in-address-failed',
    caption: 'Address sign-in failed',
    state: failed('wrong-password'),
    keys: ['soft2'],
    typed: 'dana@fernleigh.test',
  },
  {
    name: 'reconnecting',
    caption: 'Signed in, server out of reach',
    state: {
      ...atRest,
      account: { status: 'reconnecting', failure: 'server-unreachable', nextAttemptAtMs: nowMs + 24_000 },
    },
  },
  { name: 'locked', caption: 'Locked', state: locked(), keys: ['1', '3', '5'] },
  { name: 'locked-wrong-pin', caption: 'Locked, wrong PIN', state: locked({ wrongPins: 3 }) },
  {
    name: 'locked-out',
    caption: 'Locked, too many wrong PINs',
    state: locked({ wrongPins: 5, lockedOutUntilMs: nowMs + 245_000 }),
  },
  { name: 'locked-dial', caption: 'Dialling while locked', state: locked(), route: { screen: 'dial', typed: '4402' } },
  {
    name: 'locked-dial-empty',
    caption: 'Dial pad while locked',
    state: locked(),
    route: { screen: 'dial', typed: '' },
  },
];
