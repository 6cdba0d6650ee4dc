// Stands in for a media engine that could not start, so that the phone can still say so.

import type { MediaEngine } from '../../media/session.ts';

export function absentMediaEngine(reason: string): MediaEngine {
  const nothing = (): void => {};
  return {
    createSession: () => Promise.reject(new Error(reason)),
    conference: nothing,
    codecs: ['PCMU'],
    setPath: nothing,
    setVolume: nothing,
    setRingerVolume: nothing,
    setToneCountry: nothing,
    playTone: nothing,
    playDigit: nothing,
    stopTone: nothing,
    startRinger: nothing,
    stopRinger: nothing,
    ringers: [],
    checkDevice: () => Promise.resolve({ ran: false, glitches: 0 }),
    levels: () => ({ capture: 0, playout: 0 }),
    onFailure: (listener) => {
      queueMicrotask(() => listener({ kind: 'engine-died', detail: reason }));
      return nothing;
    },
    onMicrophone: () => nothing,
    onSpeaker: () => nothing,
    onRestored: () => nothing,
    audioEndpointPort: undefined,
    close: () => Promise.resolve(),
  };
}
