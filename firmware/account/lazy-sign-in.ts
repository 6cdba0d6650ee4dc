// The sign-in service's client, loaded when somebody signs in: it shares the SIP room's certificate checks, which are heavy.

import type { Clock } from '../../hal/clock.ts';
import type { SignInRequest } from './sign-in-request.ts';

export function signInAt(url: string, trustAnchors: readonly string[], clock: Clock): SignInRequest {
  return async (extension, pin, signal) => {
    const { signInService } = await import('./sign-in-service.ts');
    return signInService(url, trustAnchors, clock)(extension, pin, signal);
  };
}
