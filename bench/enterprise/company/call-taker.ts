// How a seeded person takes a call: answers after a while, is busy, lets it ring, or declines.

import type { Clock } from '../../../hal/clock.ts';
import type { LocalCall } from './local-call.ts';
import type { Behaviour } from './people.ts';

export function takeCall(clock: Clock, behaviour: Behaviour, call: LocalCall, answer: (call: LocalCall) => void): void {
  switch (behaviour.kind) {
    case 'busy':
      call.reject(486);
      return;
    case 'phone':
      call.reject(480);
      return;
    case 'rings': {
      call.ring();
      const timer = clock.after(behaviour.forMs, () => call.reject(480));
      call.onEnded = () => timer.cancel();
      return;
    }
    case 'declines': {
      call.ring();
      const timer = clock.after(behaviour.afterMs, () => call.reject(603));
      call.onEnded = () => timer.cancel();
      return;
    }
    case 'answers': {
      call.ring();
      const timer = clock.after(behaviour.afterMs, () => answer(call));
      call.onEnded = () => timer.cancel();
    }
  }
}
