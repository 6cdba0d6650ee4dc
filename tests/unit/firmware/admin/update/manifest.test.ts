// Signed update manifests: a right one is taken, and each kind of wrong one is refused by its own name.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Mutation, mutate, mutationKinds } from '../../../../../bench/enterprise/update/mutation.ts';
import {
  bytesOf,
  dayMs,
  newKey,
  nowMs,
  ReleaseDesk,
  situation,
} from '../../../../../bench/enterprise/update/release-desk.ts';
import {
  acceptManifest,
  canonicalBytes,
  keyIdOf,
  publicKeyOf,
  type RefusalReason,
  readManifest,
  signCanonical,
} from '../../../../../firmware/admin/update/manifest/index.ts';

const desk = new ReleaseDesk();
const right = desk.envelope();

function reasonOf(value: unknown, trust = desk.trust): RefusalReason | 'taken' {
  const read = readManifest(value instanceof Uint8Array ? value : bytesOf(value), trust);
  return read.ok ? 'taken' : read.error.reason;
}

describe('reading', () => {
  it('takes a manifest that is right, in any order of its keys', () => {
    expect(reasonOf(right)).toBe('taken');
    expect(reasonOf({ manifest: right.manifest, keys: right.keys })).toBe('taken');
  });

  it('takes one good signature among others', () => {
    expect(reasonOf(desk.envelope({}, desk.keyList(), [newKey(), desk.releaseKey]))).toBe('taken');
  });

  const text = JSON.stringify(right);
  const stranger = newKey();
  const altered = { ...right.manifest.signed, version: '9.9.9' };
  const refused: readonly [what: string, reason: RefusalReason, value: unknown][] = [
    ['nothing', 'empty', new Uint8Array(0)],
    ['too much', 'too-large', Buffer.alloc(64 * 1024 + 1, ' ')],
    ['a text cut off', 'not-json', Buffer.from(text.slice(0, -9))],
    ['no UTF-8', 'not-json', Buffer.from([0xff, 0xfe, 0x7b])],
    ['a page of HTML', 'not-json', Buffer.from('<html>404</html>')],
    ['another document', 'wrong-shape', { hello: 'world' }],
    ['a list', 'wrong-shape', [right]],
    ['ten thousand brackets', 'not-json', Buffer.from('['.repeat(10_000))],
    ['an unknown key', 'wrong-shape', { ...right, extra: 1 }],
    ['a file name that leads elsewhere', 'wrong-shape', withBundle({ file: '../../etc/passwd' })],
    ['a file name that is an address', 'wrong-shape', withBundle({ file: 'https://evil.example/x' })],
    ['a bundle of no size', 'wrong-shape', withBundle({ sizeBytes: 0 })],
    ['a bundle without end', 'wrong-shape', withBundle({ sizeBytes: 2 ** 40 })],
    ['no signature', 'wrong-shape', { ...right, manifest: { ...right.manifest, signatures: [] } }],
    ['a key list of a stranger', 'key-list-of-stranger', desk.envelope({}, desk.keyList({ roots: [stranger] }))],
    [
      'a key list altered after signing',
      'key-list-forged',
      { ...right, keys: { ...right.keys, signed: { ...right.keys.signed, sequence: 99 } } },
    ],
    [
      'a key list that has ended',
      'key-list-expired',
      desk.envelope({}, desk.keyList({ nowMs: nowMs - 9 * dayMs, days: 8 })),
    ],
    ['a key list of the future', 'key-list-from-future', desk.envelope({}, desk.keyList({ nowMs: nowMs + 2 * dayMs }))],
    ['the key of a stranger', 'key-unknown', desk.envelope({}, desk.keyList(), [stranger])],
    ['the root key in place of a release key', 'key-unknown', desk.envelope({}, desk.keyList(), [desk.root])],
    [
      'a key that was revoked',
      'key-revoked',
      desk.envelope({}, desk.keyList({ revoked: [publicKeyOf(desk.releaseKey)] })),
    ],
    ['a downgrade by a release key', 'wrong-purpose', desk.envelope({ downgrade: true })],
    ['a release by a downgrade key', 'wrong-purpose', desk.envelope({}, desk.keyList(), [desk.downgradeKey])],
    ['a manifest altered after signing', 'forged', { ...right, manifest: { ...right.manifest, signed: altered } }],
    [
      'the signature of another manifest',
      'forged',
      {
        ...right,
        manifest: { ...right.manifest, signatures: desk.envelope({ version: '0.4.0' }).manifest.signatures },
      },
    ],
    [
      'a list of keys in place of the manifest',
      'wrong-shape',
      {
        ...right,
        manifest: { signed: right.keys.signed, signatures: [signCanonical(right.keys.signed, desk.releaseKey)] },
      },
    ],
  ];
  it.each(refused)('refuses %s: %s', (_what, reason, value) => {
    expect(reasonOf(value)).toBe(reason);
  });

  it('refuses everything while the policy names no root', () => {
    expect(reasonOf(right, { ...desk.trust, rootKeys: [] })).toBe('no-root-key');
  });

  it('refuses a key whose own time has ended, though its list goes on', () => {
    const { signed } = desk.keyList();
    const keys = signed.keys.map((entry) => ({ ...entry, expiresAt: '2026-11-25T08:59:59Z' }));
    const list = { ...signed, keys };
    expect(reasonOf(desk.envelope({}, { signed: list, signatures: [signCanonical(list, desk.root)] }))).toBe(
      'key-expired',
    );
  });

  it('tells in words what is wrong with the form', () => {
    const read = readManifest(bytesOf(withBundle({ sizeBytes: 0 })), desk.trust);
    expect(!read.ok && read.error.sentence).toContain('manifest.signed.bundle.sizeBytes');
  });

  function withBundle(change: object): unknown {
    const { signed } = right.manifest;
    return {
      ...right,
      manifest: { ...right.manifest, signed: { ...signed, bundle: { ...signed.bundle, ...change } } },
    };
  }
});

describe('mutations', () => {
  const whole = bytesOf(right);
  const mutation: fc.Arbitrary<Mutation> = fc.record({
    kind: fc.constantFrom(...mutationKinds),
    at: fc.nat(whole.length),
    length: fc.integer({ min: 1, max: 40 }),
    byte: fc.nat(255),
    bit: fc.nat(7),
  });
  it('takes none of 10,000 unless it says the very same', () => {
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 3 }), (changes) => {
        const bytes = changes.reduce<Uint8Array>(mutate, whole);
        const read = readManifest(bytes, desk.trust);
        if (!read.ok) return;
        // White space, or a character written in another way: the same words all the same.
        const said = JSON.parse(Buffer.from(bytes).toString('utf8')) as typeof right;
        expect(read.value.manifest).toEqual(right.manifest.signed);
        expect(said.keys.signed).toEqual(right.keys.signed);
      }),
      { numRuns: 10_000 },
    );
  });

  it('never throws, whatever the bytes', () => {
    const anything = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.json().map((text) => Buffer.from(text)),
    );
    fc.assert(
      fc.property(anything, (bytes) => {
        expect(readManifest(bytes, desk.trust).ok).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('the canonical form', () => {
  const leaf = fc.oneof(
    fc.maxSafeInteger().map((n) => n + 0),
    fc.boolean(),
    fc.string({ unit: 'grapheme' }),
  );
  const { tree } = fc.letrec<{ tree: never }>((tie) => ({
    tree: fc.oneof(
      leaf,
      fc.array(tie('tree'), { maxLength: 4 }),
      fc.dictionary(fc.string(), tie('tree'), { maxKeys: 4 }),
    ) as fc.Arbitrary<never>,
  }));

  it('is JSON that says the same, and does not depend on the order of keys', () => {
    fc.assert(
      fc.property(tree, (value) => {
        const spelled = Buffer.from(canonicalBytes(value)).toString('utf8');
        expect(JSON.parse(spelled)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(Buffer.from(canonicalBytes(reversed(value))).toString('utf8')).toBe(spelled);
      }),
    );
  });

  it('has no word for what would be read in two ways', () => {
    for (const value of [0.5, -0, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60, '\ud800'])
      expect(() => canonicalBytes(value)).toThrow(RangeError);
  });

  function reversed(value: unknown): never {
    if (Array.isArray(value)) return value.map(reversed) as never;
    if (typeof value !== 'object' || value === null) return value as never;
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([name, inner]) => [name, reversed(inner)]),
    ) as never;
  }
});

describe('a change of keys', () => {
  const next = newKey();
  const nextList = desk.keyList({ sequence: 6, keys: [{ publicKey: publicKeyOf(next), purpose: 'release' }] });

  it('brings a new key by a new list, and the old key is gone', () => {
    expect(reasonOf(desk.envelope({}, nextList, [next]))).toBe('taken');
    expect(reasonOf(desk.envelope({}, nextList, [desk.releaseKey]))).toBe('key-unknown');
  });

  it('survives a stolen key: revoked, it is of no use, and the old list does not bring it back', () => {
    const thief = desk.releaseKey;
    const revoking = desk.keyList({ ...nextList.signed, nowMs, sequence: 6, revoked: [publicKeyOf(thief)] });
    const read = readManifest(bytesOf(desk.envelope({}, revoking, [next])), desk.trust);
    expect(read).toMatchObject({ ok: true, value: { keyListSequence: 6 } });
    expect(revoking.signed.revoked).toEqual([keyIdOf(publicKeyOf(thief))]);
    const after = { ...desk.trust, keyListSequence: 6 };
    expect(reasonOf(desk.envelope({ version: '6.6.6' }, desk.keyList(), [thief]), after)).toBe('key-list-replayed');
    expect(reasonOf(desk.envelope({ version: '6.6.6' }, revoking, [thief]), after)).toBe('key-revoked');
    // A list of the thief's own making is signed by no root.
    const own = desk.keyList({ sequence: 7, roots: [thief] });
    expect(reasonOf(desk.envelope({ version: '6.6.6' }, own, [thief]), after)).toBe('key-list-of-stranger');
  });

  it('changes the root by the policy: while both are named, either will do', () => {
    const second = newKey();
    const both = { ...desk.trust, rootKeys: [publicKeyOf(desk.root), publicKeyOf(second)] };
    expect(reasonOf(desk.envelope({}, desk.keyList({ roots: [second] })), both)).toBe('taken');
    expect(reasonOf(right, both)).toBe('taken');
    expect(reasonOf(right, { ...both, rootKeys: [publicKeyOf(second)] })).toBe('key-list-of-stranger');
  });
});

describe('accepting', () => {
  const { signed } = right.manifest;

  it('installs what is newer and is up to date with the same', () => {
    expect(acceptManifest(signed, situation)).toEqual({ ok: true, value: 'install' });
    expect(acceptManifest(signed, { ...situation, version: '0.3.0' })).toEqual({ ok: true, value: 'up-to-date' });
  });

  it('lets a test device take what is approved for all, and a phone of all nothing of a test', () => {
    expect(acceptManifest(signed, { ...situation, ring: 'test-devices' }).ok).toBe(true);
    expect(acceptManifest({ ...signed, ring: 'test-devices' }, situation)).toMatchObject({
      error: { reason: 'other-ring' },
    });
  });

  it('goes back only by a downgrade', () => {
    const newer = { ...situation, version: '0.4.0' };
    expect(acceptManifest(signed, newer)).toMatchObject({ error: { reason: 'older' } });
    expect(acceptManifest({ ...signed, downgrade: true }, newer)).toEqual({ ok: true, value: 'install' });
  });

  it.each([
    ['has ended', 'expired', {}, { nowMs: nowMs + 91 * dayMs }],
    ['is of the future', 'from-future', {}, { nowMs: nowMs - 3 * dayMs }],
    ['meets a clock of 1970', 'from-future', {}, { nowMs: 0 }],
    ['would last for years', 'lasts-too-long', { expiresAt: '2029-01-01T00:00:00Z' }, {}],
    ['is for another model', 'other-model', { compatible: 'offhook-rpi4' }, {}],
    ['is older than one seen', 'replayed', {}, { sequences: { approved: 8 } }],
    ['skips a step', 'step-missing', { minimumVersion: '0.2.1' }, {}],
    ['names what fell back before', 'failed-before', {}, { failedBundles: [signed.bundle.sha256] }],
  ] as const)('refuses what %s: %s', (_what, reason, change, where) => {
    expect(acceptManifest({ ...signed, ...change }, { ...situation, ...where })).toMatchObject({ error: { reason } });
  });

  it('counts the manifests of each ring by themselves', () => {
    expect(acceptManifest(signed, { ...situation, sequences: { 'test-devices': 100 } }).ok).toBe(true);
  });
});
