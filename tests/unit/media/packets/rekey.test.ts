// A key that changes in the middle of a call: nothing on its way is lost, and the former key ends soon.

import { afterEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../../hal/sim/virtual-clock.ts';
import type { RtpEndpoint } from '../../../../media/endpoint/index.ts';
import type { SrtpKey, SrtpSuite } from '../../../../media/session.ts';
import {
  formerKeyMs,
  keyAndSaltBytes,
  openSrtpReceiver,
  openSrtpSender,
  overlapping,
  suiteNames,
} from '../../../../media/srtp/index.ts';
import { openEndpoint, parametersFor, periodMs, periodSamples } from '../rig/loopback.ts';
import { speechLike } from '../rig/speech.ts';

const open: RtpEndpoint[] = [];

afterEach(() => {
  for (const endpoint of open.splice(0)) endpoint.close();
});

function keyFor(suite: SrtpSuite, fill: number): SrtpKey {
  return { suite, keyAndSalt: new Uint8Array(keyAndSaltBytes(suite)).fill(fill) };
}

describe.each(suiteNames)('a change to %s', (suite) => {
  it('loses no packet that was sealed before it', async () => {
    const clock = new VirtualClock();
    const near = await openEndpoint(clock, 1);
    const far = await openEndpoint(clock, 2);
    open.push(near, far);
    const ours = keyFor('AES_CM_128_HMAC_SHA1_80', 1);
    const theirs = keyFor('AES_CM_128_HMAC_SHA1_80', 2);
    near.start(parametersFor(far.localPort, { sendKey: ours, receiveKey: theirs }));
    far.start(parametersFor(near.localPort, { sendKey: theirs, receiveKey: ours }));
    const speech = speechLike(periodSamples);
    const heard = new Int16Array(periodSamples);
    const talk = async (periods: number): Promise<void> => {
      for (let n = 0; n < periods; n++) {
        far.exchange(speech, heard);
        near.exchange(speech, heard);
        await clock.advance(periodMs);
      }
    };
    await talk(20);
    // Three packets are on their way when this side already has the new key, as an answer overtakes speech.
    const next = keyFor(suite, 3);
    for (let n = 0; n < 3; n++) far.speak(speech, speech);
    near.start(parametersFor(far.localPort, { sendKey: ours, receiveKey: next }));
    far.start(parametersFor(near.localPort, { sendKey: next, receiveKey: ours }));
    await talk(20);
    expect(near.close()).toMatchObject({ packetsLost: 0, packetsRefused: 0, packetsReceived: 43, encrypted: true });
  });
});

describe('the former key', () => {
  it('opens for a second and no longer', () => {
    const [before, after] = [keyFor('AEAD_AES_128_GCM', 1), keyFor('AEAD_AES_128_GCM', 2)];
    const [sender, former, current] = [openSrtpSender(before), openSrtpReceiver(before), openSrtpReceiver(after)];
    if (!sender.ok || !former.ok || !current.ok) throw new Error('no SRTP');
    let nowMs = 0;
    const receiver = overlapping(current.value, former.value, () => nowMs >= formerKeyMs);
    const seal = (sequence: number): Uint8Array => {
      const packet = Uint8Array.of(0x80, 96, 0, sequence, 0, 0, 0, 0, 1, 2, 3, 4, 9, 9, 9);
      const sealed = sender.value.protectRtp(packet);
      return sealed.ok ? sealed.value.slice() : packet;
    };
    expect(receiver.unprotectRtp(seal(1)).ok).toBe(true);
    const again = seal(2);
    expect(receiver.unprotectRtp(again.slice()).ok).toBe(true);
    expect(receiver.unprotectRtp(again)).toEqual({ ok: false, error: 'replayed or too old' });
    nowMs = formerKeyMs;
    expect(receiver.unprotectRtp(seal(3)).ok).toBe(false);
  });
});
