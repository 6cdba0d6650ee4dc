// Asks the switch for the voice network, as a phone that was just plugged in does (ANSI/TIA-1057, fast start), and waits for its word.

import type { Clock } from '../../../clock.ts';
import { buildFrame, parseFrame, type VoicePolicy } from './frames.ts';

export interface Cable {
  /** The next frame that waits; undefined where none does. */
  receive(): Uint8Array | undefined;
  send(frame: Uint8Array): void;
}

/** Four frames, one a second; a switch answers within a second. */
const sayings = 4;
const sayEveryMs = 1_000;
const lookEveryMs = 200;
/** A switch that says nothing on being asked speaks every 30 s by itself. */
const listenForMs = 35_000;
/** Until the next time that this is asked, with some to spare. */
export const timeToLiveS = 3_600;

/** Undefined: nobody said anything of voice. */
export function askSwitch(cable: Cable, address: Uint8Array, clock: Clock): Promise<VoicePolicy | undefined> {
  const { promise, resolve } = Promise.withResolvers<VoicePolicy | undefined>();
  const startedAtMs = clock.nowMs();
  let said = 0;
  const look = (): void => {
    for (let frame = cable.receive(); frame; frame = cable.receive()) {
      const neighbour = parseFrame(frame);
      // Its own last words, as of a switch that is switched off, say nothing of what is next.
      if (neighbour.ok && neighbour.value.timeToLiveS > 0 && neighbour.value.voice) {
        resolve(neighbour.value.voice);
        return;
      }
    }
    const passedMs = clock.nowMs() - startedAtMs;
    if (passedMs >= listenForMs) {
      resolve(undefined);
      return;
    }
    if (said < sayings && passedMs >= said * sayEveryMs) {
      said++;
      cable.send(buildFrame(address, timeToLiveS));
    }
    clock.after(lookEveryMs, look);
  };
  look();
  return promise;
}
