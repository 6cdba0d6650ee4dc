// After a change of key, packets sealed with the former one are still on their way for a moment.

import type { Result } from '../../hal/result.ts';
import type { Openers, SrtpReceiver } from './receiver.ts';

/** Longer than any delay that speech survives, and short: a key is changed for a reason. */
export const formerKeyMs = 1_000;

/** Opens with `current` and, until `isOver`, with `former` what `current` does not open. */
export function overlapping(current: SrtpReceiver, former: SrtpReceiver, isOver: () => boolean): SrtpReceiver {
  const open = (unprotect: (receiver: SrtpReceiver) => Result<Uint8Array>): Result<Uint8Array> => {
    const opened = unprotect(current);
    return opened.ok || isOver() ? opened : unprotect(former);
  };
  const alone = current.openers();
  const both: Openers = { current: alone.current, former: former.openers().current };
  return {
    unprotectRtp: (sealed) => open((receiver) => receiver.unprotectRtp(sealed)),
    unprotectRtcp: (sealed) => open((receiver) => receiver.unprotectRtcp(sealed)),
    openers: () => (isOver() ? alone : both),
  };
}
