// Random and mutated input to everything of the SIP room that reads bytes: it answers, never throws, and is quick about it.

import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readChallenges } from '../../firmware/sip/digest/challenge.ts';
import {
  acceptAnswer,
  answerOffer,
  type LocalMedia,
  makeLocalKeys,
  makeOffer,
  parseSessionDescription,
  printSessionDescription,
} from '../../firmware/sip/index.ts';
import { judgeMessage } from '../../firmware/sip/intake/preflight.ts';
import { readRawMessage } from '../../firmware/sip/intake/raw-message.ts';
import { makeStatelessReply } from '../../firmware/sip/intake/stateless-reply.ts';
import { readNewMessages } from '../../firmware/sip/mwi/message-summary.ts';
import { redactMessage } from '../../firmware/sip/trace/redact.ts';
import { MessageFramer } from '../../firmware/sip/transport/message-framer.ts';
import { SeededRandom } from '../unit/sip/support/bench.ts';

const runs = Number(process.env.FUZZ_RUNS ?? 2_000);
const slowestMs = 50;

const local: LocalMedia = {
  address: '127.0.0.1',
  port: 40000,
  codecs: ['opus', 'G722', 'PCMU', 'PCMA'],
  packetTimeMs: 20,
  encryption: 'preferred',
  keys: makeLocalKeys(new SeededRandom()),
  direction: 'sendrecv',
  sessionId: 1,
  sessionVersion: 1,
};

const folder = new URL('../data/rfc4475/', import.meta.url);
const messages = readdirSync(folder)
  .filter((name) => name.endsWith('.dat'))
  .map((name) => readFileSync(new URL(name, folder)));

/** A few bytes of a good beginning changed, removed or repeated. */
function mutated(seeds: readonly Uint8Array[]): fc.Arbitrary<Buffer> {
  const edits = fc.array(fc.record({ at: fc.nat(), cut: fc.nat(20), put: fc.uint8Array({ maxLength: 20 }) }), {
    maxLength: 8,
  });
  return fc.tuple(fc.constantFrom(...seeds), edits).map(([seed, changes]) => {
    let bytes = Buffer.from(seed);
    for (const { at, cut, put } of changes) {
      const start = at % (bytes.length + 1);
      bytes = Buffer.concat([bytes.subarray(0, start), put, bytes.subarray(start + cut)]);
    }
    return bytes;
  });
}

function check<T>(arbitrary: fc.Arbitrary<T>, act: (value: T) => void): void {
  let slowest = 0;
  fc.assert(
    fc.property(arbitrary, (value) => {
      const from = performance.now();
      act(value);
      slowest = Math.max(slowest, performance.now() - from);
    }),
    { numRuns: runs },
  );
  expect(slowest).toBeLessThan(slowestMs * 4);
}

describe('mutated SIP messages', () => {
  it('are cut the same way however the stream is split', () => {
    check(
      fc.tuple(mutated(messages), fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 10 })),
      ([bytes, sizes]) => {
        const whole = new MessageFramer().push(bytes);
        const framer = new MessageFramer();
        const parts: unknown[] = [];
        for (let at = 0, turn = 0; at < bytes.length; turn++) {
          const size = sizes[turn % sizes.length] ?? 1;
          parts.push(...framer.push(bytes.subarray(at, at + size)));
          at += size;
        }
        const ends = (frames: readonly unknown[]) =>
          frames.filter((frame) => Reflect.get(frame as object, 'kind') === 'message');
        expect(ends(parts)).toEqual(ends(whole));
      },
    );
  });

  it('are judged and answered without a throw', () => {
    check(mutated(messages), (bytes) => {
      const raw = readRawMessage(bytes.toString('utf8'));
      if (!raw.ok) return;
      const verdict = judgeMessage(raw.value);
      const reply = makeStatelessReply(raw.value, { status: 400, phrase: 'Bad Request' }, 'tag');
      expect(['pass', 'reply', 'drop']).toContain(verdict.action);
      if (reply !== undefined) expect(reply.endsWith('\r\n\r\n')).toBe(true);
    });
  });

  it('show no credentials when traced', () => {
    check(mutated(messages), (bytes) => {
      const text = `${bytes.toString('utf8')}\r\nAuthorization: Digest response="5ec7e7"\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:5ec7e7\r\n`;
      expect(redactMessage(text)).not.toContain('5ec7e7');
    });
  });
});

describe('session descriptions', () => {
  const seeds = [makeOffer(local), makeOffer({ ...local, encryption: 'required' })].map((text) => Buffer.from(text));

  it('mutated, are answered or refused', () => {
    check(mutated(seeds), (bytes) => {
      const text = bytes.toString('utf8');
      const answered = answerOffer(text, local);
      const accepted = acceptAnswer(local, text);
      if (answered.ok) {
        expect(parseSessionDescription(answered.value.answer).ok).toBe(true);
        const { sendKey, receiveKey } = answered.value.parameters;
        expect(sendKey === undefined).toBe(receiveKey === undefined);
      } else expect(answered.error.detail).not.toBe('');
      if (accepted.ok) expect(accepted.value.sendKey === undefined).toBe(accepted.value.receiveKey === undefined);
    });
  });

  it('with encryption required are never agreed to without keys', () => {
    const required: LocalMedia = { ...local, encryption: 'required' };
    check(mutated(seeds), (bytes) => {
      const text = bytes.toString('utf8');
      const answered = answerOffer(text, required);
      const accepted = acceptAnswer(required, text);
      if (answered.ok) expect(answered.value.parameters.sendKey).toBeDefined();
      if (accepted.ok) expect(accepted.value.sendKey).toBeDefined();
    });
  });

  it('read from any text, and printed, read the same', () => {
    check(
      fc.oneof(
        fc.string(),
        mutated(seeds).map((bytes) => bytes.toString('utf8')),
      ),
      (text) => {
        const parsed = parseSessionDescription(text);
        if (!parsed.ok) return;
        const again = parseSessionDescription(printSessionDescription(parsed.value));
        expect(again.ok && again.value.media.length).toBe(parsed.value.media.length);
      },
    );
  });
});

it('any text is a challenge or none, and a message summary or none', () => {
  check(fc.string({ maxLength: 2000 }), (text) => {
    expect(readChallenges([text, `Digest ${text}`]).length).toBeLessThanOrEqual(2);
    const count = readNewMessages(`Messages-Waiting: yes\r\nVoice-Message: ${text}`);
    expect(count === undefined || count >= 0).toBe(true);
  });
});
