// Whom a call listens to and sends to, when packets come from elsewhere than signalled.

import { describe, expect, it } from 'vitest';
import { SourceLatch } from '../../../media/endpoint/port/source-latch.ts';

const signalled = { address: '192.0.2.1', port: 4_000 };
const translated = { address: '198.51.100.7', port: 61_000 };
const stranger = { address: '203.0.113.9', port: 5_004 };

function signalledLatch(): SourceLatch {
  const latch = new SourceLatch();
  latch.signal(signalled);
  return latch;
}

describe('the source latch', () => {
  it('sends to the signalled address until it knows better', () => {
    expect(signalledLatch().target).toEqual(signalled);
  });

  it('follows a translated source after two packets in sequence', () => {
    const latch = signalledLatch();
    expect(latch.admitPlain(translated, 1, 10)).toBe(false);
    expect(latch.admitPlain(translated, 1, 11)).toBe(true);
    expect(latch.target).toEqual(translated);
    expect(latch.admitPlain(stranger, 1, 12)).toBe(false);
    expect(latch.admitPlain(stranger, 1, 13)).toBe(false);
  });

  it('is not latched by packets out of sequence or of different sources', () => {
    const latch = signalledLatch();
    expect(latch.admitPlain(translated, 1, 10)).toBe(false);
    expect(latch.admitPlain(translated, 1, 12)).toBe(false);
    expect(latch.admitPlain(translated, 2, 13)).toBe(false);
    expect(latch.admitPlain(stranger, 2, 14)).toBe(false);
    expect(latch.target).toEqual(signalled);
  });

  it('gives way to the signalled address for good', () => {
    const latch = signalledLatch();
    latch.admitPlain(stranger, 1, 10);
    latch.admitPlain(stranger, 1, 11);
    expect(latch.target).toEqual(stranger);
    expect(latch.admitPlain(signalled, 7, 1)).toBe(true);
    expect(latch.target).toEqual(signalled);
    expect(latch.admitPlain(stranger, 1, 12)).toBe(false);
    expect(latch.admitPlain(stranger, 1, 13)).toBe(false);
  });

  it('follows an authentic packet at once, and forgets all when signalling names another address', () => {
    const latch = signalledLatch();
    latch.admitAuthentic(translated);
    expect(latch.target).toEqual(translated);
    latch.signal(signalled);
    expect(latch.target).toEqual(translated);
    latch.signal(stranger);
    expect(latch.target).toEqual(stranger);
  });

  it('believes reports only from where media or signalling point', () => {
    const latch = signalledLatch();
    expect(latch.believes({ address: signalled.address, port: 4_001 }, 4_001)).toBe(true);
    expect(latch.believes(signalled, 4_000)).toBe(true);
    expect(latch.believes(stranger, 4_001)).toBe(false);
    expect(latch.believes({ address: stranger.address, port: 4_001 }, 4_001)).toBe(false);
  });
});
