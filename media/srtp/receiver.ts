// Opens what one side receives under one key, and refuses what is not genuine, comes twice or comes too late.

import { err, ok, type Result } from '../../hal/result.ts';
import { mediaAddon } from '../native/addon.ts';
import { openFaults, type SrtpOpener } from '../native/srtp.ts';
import type { SrtpKey } from '../session.ts';
import { sessionsOf } from './sessions.ts';

/** With which keys a packet may be sealed now. */
export interface Openers {
  readonly current: SrtpOpener;
  readonly former: SrtpOpener | undefined;
}

/** Opens a packet where it lies; one that is not genuine stays as it was. */
export interface SrtpReceiver {
  unprotectRtp(sealed: Uint8Array): Result<Uint8Array>;
  unprotectRtcp(sealed: Uint8Array): Result<Uint8Array>;
  /** For the socket, which opens most packets by itself. */
  openers(): Openers;
}

class Receiver implements SrtpReceiver {
  readonly #openers: Openers;

  constructor(opener: SrtpOpener) {
    this.#openers = { current: opener, former: undefined };
  }

  unprotectRtp(sealed: Uint8Array): Result<Uint8Array> {
    return opened(sealed, this.#openers.current.openRtp(sealed));
  }

  unprotectRtcp(sealed: Uint8Array): Result<Uint8Array> {
    return opened(sealed, this.#openers.current.openRtcp(sealed));
  }

  openers(): Openers {
    return this.#openers;
  }
}

function opened(packet: Uint8Array, answer: number): Result<Uint8Array> {
  return answer < 0 ? err(openFaults[-answer - 1] ?? 'refused') : ok(packet.subarray(0, answer));
}

export function openSrtpReceiver(key: SrtpKey): Result<SrtpReceiver> {
  const sessions = sessionsOf(key);
  if (!sessions.ok) return sessions;
  const { SrtpOpener: Opener } = mediaAddon();
  return ok(new Receiver(new Opener(sessions.value.rtp, sessions.value.rtcp)));
}
