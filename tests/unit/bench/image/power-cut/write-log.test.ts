// The reader of recorded writes: what was recorded comes back in order, and what is no recording is refused.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { WriteLog } from '../../../../../bench/image/power-cut/write-log.ts';

const folder = mkdtempSync(join(tmpdir(), 'offhook-log-'));
const file = join(folder, 'writes.log');
afterAll(() => rmSync(folder, { recursive: true }));

interface Entry {
  readonly sector: number;
  readonly bytes: Uint8Array;
  readonly flags: number;
}

function encode(entries: readonly Entry[]): Buffer {
  const head = Buffer.alloc(512);
  head.writeBigUInt64LE(0x6a_7366_7773_6872n, 0);
  head.writeBigUInt64LE(1n, 8);
  head.writeBigUInt64LE(BigInt(entries.length), 16);
  head.writeUInt32LE(512, 24);
  const parts = entries.flatMap(({ sector, bytes, flags }) => {
    const entry = Buffer.alloc(512);
    for (const [index, field] of [sector, bytes.length / 512, flags, 0].entries())
      entry.writeBigUInt64LE(BigInt(field), index * 8);
    return [entry, bytes];
  });
  return Buffer.concat([head, ...parts]);
}

it('gives back what was recorded', () => {
  const entry = fc.record({
    sector: fc.nat({ max: 4_000_000 }),
    bytes: fc.integer({ min: 1, max: 9 }).map((sectors) => new Uint8Array(sectors * 512).fill(sectors)),
    flags: fc.constantFrom(0, 2),
  });
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 8 }), (entries) => {
      const flush = { sector: 0, bytes: new Uint8Array(0), flags: 1 };
      writeFileSync(file, encode([...entries, flush]));
      const log = new WriteLog(file);
      expect(log.events.at(-1)).toEqual({ kind: 'flush' });
      expect(
        log.writes.map((write) => [write.offset / 512, write.forced, Buffer.from(log.bytesOf(write)).toString('hex')]),
      ).toEqual(entries.map(({ sector, bytes, flags }) => [sector, flags === 2, Buffer.from(bytes).toString('hex')]));
      log.close();
    }),
    { numRuns: 50 },
  );
});

it('refuses what is no recording, or one that was cut short', () => {
  writeFileSync(file, Buffer.alloc(4096));
  expect(() => new WriteLog(file)).toThrow('is no log of writes');
  const whole = encode([{ sector: 1, bytes: new Uint8Array(512), flags: 0 }]);
  writeFileSync(file, whole.subarray(0, 600));
  expect(() => new WriteLog(file)).toThrow('ends after 600 bytes');
});
