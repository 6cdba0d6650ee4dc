// Keys that bounce and matrices that show ghosts: no press lost, none doubled, none made up.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutGhosts } from '../../../../hal/linux/gpio/ghost-keys.ts';
import { bitsOf, type KeyChange, KeyDebounce } from '../../../../hal/linux/gpio/key-debounce.ts';
import { lineEventBytes, parseLineEvents, parseSnapshot } from '../../../../hal/linux/gpio/line-events.ts';

const debounceMs = 8;

/** A contact over time: from each moment on it is so. */
interface Edge {
  readonly atMs: number;
  readonly isDown: boolean;
}

/** A press whose contact bounces on both ways, as `random` (0 to 1) says. */
function bouncingPress(fromMs: number, random: () => number): { readonly edges: Edge[]; readonly endMs: number } {
  const edges: Edge[] = [];
  let atMs = fromMs;
  for (const isDown of [true, false]) {
    const untilMs = atMs + random() * (debounceMs - 1);
    edges.push({ atMs, isDown });
    for (let bounceMs = atMs; ; ) {
      bounceMs += 0.05 + random() * 2;
      const backMs = bounceMs + 0.05 + random() * 0.5;
      if (backMs >= untilMs) break;
      edges.push({ atMs: bounceMs, isDown: !isDown }, { atMs: backMs, isDown });
      bounceMs = backMs;
    }
    atMs = untilMs + debounceMs + 1 + random() * 60;
  }
  return { edges, endMs: atMs };
}

/** A generator of our own, so that ten thousand presses are the same on every run (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Looks at the contact every 4 ms as the scanning thread does, and tells changes as it does. */
function scanned(edges: readonly Edge[], untilMs: number, debounce: KeyDebounce, lateMs: () => number): KeyChange[] {
  const changes: KeyChange[] = [];
  const waiting: { readonly atMs: number; readonly raw: bigint }[] = [];
  let [next, isDown, before] = [0, false, false];
  let readableMs = 0;
  for (let atMs = 0; atMs <= untilMs; atMs += 4) {
    for (; (edges[next]?.atMs ?? Number.POSITIVE_INFINITY) <= atMs; next++) isDown = edges[next]?.isDown ?? false;
    if (isDown !== before) waiting.push({ atMs, raw: isDown ? 1n : 0n });
    before = isDown;
    if (atMs < readableMs) continue;
    for (const { atMs: sampledMs, raw } of waiting.splice(0)) changes.push(...debounce.sample(raw, sampledMs));
    changes.push(...debounce.settle(atMs));
    readableMs = atMs + lateMs();
  }
  return changes;
}

function run(presses: number, seed: number, lateMs: (random: () => number) => number) {
  const random = seeded(seed);
  const edges: Edge[] = [];
  let atMs = 5;
  for (let press = 0; press < presses; press++) {
    const one = bouncingPress(atMs, random);
    edges.push(...one.edges);
    atMs = one.endMs + random() * 40;
  }
  return { edges, changes: scanned(edges, atMs + 200, new KeyDebounce(debounceMs), () => lateMs(random)) };
}

describe('a key that bounces', () => {
  it('is heard once a press and once a release, ten thousand times', () => {
    const { changes } = run(10_000, 1, () => 0);
    expect(changes.length).toBe(20_000);
    expect(changes.every(({ isDown }, at) => isDown === (at % 2 === 0))).toBe(true);
  });

  it('is lost by no event loop that comes late, by up to a fifth of a second', () => {
    const { changes } = run(2_000, 2, (random) => (random() < 0.1 ? random() * 200 : 0));
    expect(changes.length).toBe(4_000);
    expect(changes.every(({ isDown }, at) => isDown === (at % 2 === 0))).toBe(true);
    expect(changes.every(({ atMs }, at) => at === 0 || atMs >= (changes[at - 1]?.atMs ?? 0))).toBe(true);
  });

  it('is dated within two scans and its own bouncing of its first contact', () => {
    const { edges, changes } = run(500, 3, () => 0);
    const downs = changes.filter(({ isDown }) => isDown);
    const starts: number[] = [];
    let lastMs = Number.NEGATIVE_INFINITY;
    for (const { atMs, isDown } of edges) {
      if (isDown && atMs - lastMs > debounceMs && starts.length * 2 <= edges.length) starts.push(atMs);
      lastMs = atMs;
    }
    for (const [at, { atMs }] of downs.entries()) {
      const startMs = starts.findLast((one) => one <= atMs) ?? Number.NaN;
      expect(atMs - startMs, `press ${at}`).toBeLessThanOrEqual(debounceMs + 8);
    }
  });

  it('is not heard for a spike shorter than the time that counts', () => {
    const debounce = new KeyDebounce(debounceMs);
    debounce.sample(1n, 100);
    debounce.sample(0n, 100 + debounceMs - 1);
    expect(debounce.settle(1_000)).toEqual([]);
    expect(debounce.dueMs).toBeUndefined();
  });

  it('alternates for every key, whatever contacts do', () => {
    const samples = fc.array(fc.tuple(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), fc.integer({ min: 0, max: 30 })), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(samples, (steps) => {
        const debounce = new KeyDebounce(debounceMs);
        const down = new Set<number>();
        let atMs = 0;
        const hear = (changes: readonly KeyChange[]): void => {
          for (const { index, isDown } of changes) {
            expect(down.has(index)).toBe(!isDown);
            if (isDown) down.add(index);
            else down.delete(index);
          }
        };
        for (const [raw, afterMs] of steps) {
          atMs += afterMs;
          hear(debounce.sample(raw, atMs));
        }
        hear(debounce.settle(atMs + debounceMs));
        expect([...bitsOf(steps.at(-1)?.[0] ?? 0n)]).toEqual([...down].sort((a, b) => a - b));
      }),
    );
  });
});

/** What a matrix without diodes shows: a row and a column touch wherever held keys join them. */
function shown(held: ReadonlySet<number>, rows: number, columns: number): bigint {
  let contacts = 0n;
  for (let row = 0; row < rows; row++) {
    const [reachedRows, reachedColumns] = [new Set([row]), new Set<number>()];
    for (let grown = true; grown; ) {
      const before = reachedRows.size + reachedColumns.size;
      for (const key of held) {
        if (reachedRows.has(Math.floor(key / columns))) reachedColumns.add(key % columns);
        if (reachedColumns.has(key % columns)) reachedRows.add(Math.floor(key / columns));
      }
      grown = reachedRows.size + reachedColumns.size > before;
    }
    for (const column of reachedColumns) contacts |= 1n << BigInt(row * columns + column);
  }
  return contacts;
}

describe('a matrix without diodes', () => {
  const shape = { rows: 4, columns: 3 };
  const step = fc.record({ key: fc.nat(11), isDown: fc.boolean() });

  it('never reports a key down that nobody holds', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const held = new Set<number>();
        let down = 0n;
        for (const { key, isDown } of steps) {
          if (isDown) held.add(key);
          else held.delete(key);
          const before = down;
          down = withoutGhosts(shown(held, shape.rows, shape.columns), down, shape);
          for (const index of bitsOf(down & ~before)) expect(held.has(index)).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('reports every key that is held alone or with one other', () => {
    for (let one = 0; one < 12; one++) {
      for (let other = 0; other < 12; other++) {
        const held = new Set([one, other]);
        const real = withoutGhosts(shown(held, shape.rows, shape.columns), 0n, shape);
        expect([...bitsOf(real)]).toEqual([...held].sort((a, b) => a - b));
      }
    }
  });

  it('forgets everything once all keys are let go', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 12n - 1n }), (down) => {
        expect(withoutGhosts(0n, down, shape)).toBe(0n);
      }),
    );
  });
});

describe('edges and snapshots from the kernel', () => {
  it('are read from any bytes, a torn rest left out', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(parseLineEvents(bytes).length).toBe(Math.floor(bytes.length / lineEventBytes));
        expect(parseSnapshot(bytes) === undefined).toBe(bytes.length !== 16);
      }),
    );
  });

  it('mean what linux/gpio.h says', () => {
    const event = Buffer.alloc(lineEventBytes);
    event.writeBigUInt64LE(1_234_567_890n, 0);
    event.writeUInt32LE(2, 8);
    event.writeUInt32LE(17, 12);
    event.writeUInt32LE(5, 16);
    expect(parseLineEvents(event)).toEqual([{ kernelMs: 1234.56789, isActive: false, offset: 17, sequence: 5 }]);
  });
});
