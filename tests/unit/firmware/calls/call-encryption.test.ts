// What a call's media is started with when a far end tries to talk it out of encryption, in the first offer or a later one.

import { describe, expect, it } from 'vitest';
import { CallDescription } from '../../../../firmware/calls/description/call-description.ts';
import { type EncryptionPolicy, makeLocalKeys, makeOffer } from '../../../../firmware/sip/index.ts';
import type { MediaEngine, MediaParameters, MediaSession } from '../../../../media/session.ts';
import { SeededRandom } from '../../sip/support/bench.ts';

function openCall(encryption: EncryptionPolicy) {
  const started: MediaParameters[] = [];
  const session: Partial<MediaSession> = {
    localAddress: '127.0.0.1',
    localPort: 40_000,
    start: (parameters) => void started.push(parameters),
    stop: async () => undefined,
  };
  const engine: Partial<MediaEngine> = { createSession: async () => session as MediaSession };
  const choice = {
    localAddress: '127.0.0.1',
    dscp: 46,
    codecs: ['PCMU'],
    packetTimeMs: 20,
    encryption,
    digits: 'events',
  } as const;
  const listener = { agreed: () => undefined, sessionOpened: () => undefined };
  const call = new CallDescription(engine as MediaEngine, new SeededRandom(1), choice, listener);
  return { call, started };
}

/** An offer of somebody else's, with fresh keys for each `seed`. */
function offerOf(encryption: EncryptionPolicy, seed = 2): string {
  return makeOffer({
    address: '192.0.2.1',
    port: 50_000,
    codecs: ['PCMU'],
    packetTimeMs: 20,
    encryption,
    keys: encryption === 'off' ? [] : makeLocalKeys(new SeededRandom(seed)),
    direction: 'sendrecv',
    sessionId: 3,
    sessionVersion: seed,
  });
}

const plainAnswer = offerOf('off');

describe('a call under "required"', () => {
  it('never starts without keys: not by a plain offer, a plain answer, or one in mid-call', async () => {
    const { call, started } = openCall('required');
    expect((await call.answer(offerOf('off'))).ok).toBe(false);
    expect(call.refusal).toBe('encryption-required');
    await call.offer();
    expect((await call.accept(plainAnswer)).ok).toBe(false);
    expect((await call.answer(offerOf('required'))).ok).toBe(true);
    expect((await call.answer(offerOf('off'))).ok).toBe(false);
    await call.offer();
    expect((await call.accept(plainAnswer)).ok).toBe(false);
    expect(started).toHaveLength(1);
    expect(started.every(({ sendKey, receiveKey }) => sendKey && receiveKey)).toBe(true);
    expect(call.agreed).toBe(started[0]);
  });
});

describe('a call under "preferred"', () => {
  it('follows a far end into the open and back, and says each time what it is', async () => {
    const { call, started } = openCall('preferred');
    await call.answer(offerOf('required'));
    await call.answer(offerOf('off'));
    expect(call.agreed?.sendKey).toBeUndefined();
    await call.answer(offerOf('preferred'));
    expect(started.map(({ sendKey }) => sendKey !== undefined)).toEqual([true, false, true]);
  });
});

describe('a new key in mid-call', () => {
  it('is taken, while ours stays, so that nothing on its way to the far end is lost', async () => {
    const { call, started } = openCall('required');
    await call.answer(offerOf('required', 2));
    await call.answer(offerOf('required', 2));
    await call.answer(offerOf('required', 3));
    const [first, same, changed] = started;
    expect(same?.receiveKey).toEqual(first?.receiveKey);
    expect(changed?.receiveKey).not.toEqual(first?.receiveKey);
    expect(changed?.sendKey).toEqual(first?.sendKey);
  });
});
