// Every kind of manifest that must be refused, each with the reason for which it must be.

import { publicKeyOf, type RefusalReason, signCanonical } from '../../../../firmware/admin/update/manifest/index.ts';
import { MemoryUpdateServer } from '../memory-update-server.ts';
import { bundleOf, bytesOf, dayMs, newKey, nowMs, type ReleaseDesk } from '../release-desk.ts';
import type { Offered } from './refusal-run.ts';

export interface BadCase {
  readonly name: string;
  readonly reason: RefusalReason;
  readonly offered: Offered;
}

export const goodImage = Uint8Array.from({ length: 20_000 }, (_, at) => (at * 7 + (at >> 8)) & 255);

export function badManifests(desk: ReleaseDesk): readonly BadCase[] {
  const bundle = bundleOf(goodImage);
  const right = desk.envelope({ bundle });
  const { signed } = right.manifest;
  const text = JSON.stringify(right);
  const stranger = newKey();
  const withBundle = (change: object) => withManifest({ bundle: { ...bundle, ...change } });
  const withManifest = (change: object) => ({
    ...right,
    manifest: { ...right.manifest, signed: { ...signed, ...change } },
  });
  const listed = (...change: Parameters<ReleaseDesk['keyList']>) => desk.envelope({ bundle }, desk.keyList(...change));
  const signedBy = (...signers: Parameters<ReleaseDesk['envelope']>[2][]) =>
    desk.envelope(
      { bundle },
      desk.keyList(),
      signers.flatMap((keys) => keys ?? []),
    );
  const released = (change: Parameters<ReleaseDesk['envelope']>[0]) => desk.envelope({ bundle, ...change });
  const [signature] = right.manifest.signatures;
  const shortLived = () => {
    const list = desk.keyList().signed;
    const ended = { ...list, keys: list.keys.map((entry) => ({ ...entry, expiresAt: '2026-11-25T08:59:59Z' })) };
    return desk.envelope({ bundle }, { signed: ended, signatures: [signCanonical(ended, desk.root)] });
  };
  const bad = (name: string, reason: RefusalReason, value: unknown, more: Partial<Offered> = {}): BadCase => {
    const server = new MemoryUpdateServer();
    server.image = goodImage;
    server.manifest = value instanceof Uint8Array ? value : bytesOf(value);
    return { name, reason, offered: { server, rootKeys: desk.trust.rootKeys, ...more } };
  };
  const remembered = { keyListSequence: 0, sequences: {}, failedBundles: [] };
  return [
    bad('nothing', 'empty', new Uint8Array(0)),
    bad('too much', 'too-large', Buffer.alloc(64 * 1024 + 1, ' ')),
    bad('cut off', 'not-json', Buffer.from(text.slice(0, -9))),
    bad('no UTF-8', 'not-json', Buffer.from([0xff, 0xfe, 0x7b])),
    bad('a page of HTML', 'not-json', Buffer.from('<html>404</html>')),
    bad('nested without end', 'not-json', Buffer.from('['.repeat(60_000))),
    bad('another document', 'wrong-shape', { hello: 'world' }),
    bad('a list', 'wrong-shape', [right]),
    bad('an unknown key', 'wrong-shape', { ...right, extra: 1 }),
    bad('another format', 'wrong-shape', withManifest({ format: 2 })),
    bad('a version that is none', 'wrong-shape', withManifest({ version: 'latest' })),
    bad('a sequence that is no whole number', 'wrong-shape', withManifest({ sequence: 7.5 })),
    bad('a time that is none', 'wrong-shape', withManifest({ expiresAt: '2027-99-99T00:00:00Z' })),
    bad('a file name that leads elsewhere', 'wrong-shape', withBundle({ file: '../../etc/passwd' })),
    bad('a file name that is an address', 'wrong-shape', withBundle({ file: 'https://elsewhere.test/x' })),
    bad('an image of no size', 'wrong-shape', withBundle({ sizeBytes: 0 })),
    bad('an image without end', 'wrong-shape', withBundle({ sizeBytes: 2 ** 40 })),
    bad('a digest that is none', 'wrong-shape', withBundle({ sha256: 'abc' })),
    bad('no signature', 'wrong-shape', { ...right, manifest: { signed, signatures: [] } }),
    bad('too many signatures', 'wrong-shape', { ...right, manifest: { signed, signatures: Array(9).fill(signature) } }),
    bad('a signature cut off', 'wrong-shape', {
      ...right,
      manifest: { signed, signatures: [{ ...signature, signature: 'AAAA' }] },
    }),
    bad('a list of keys in place of the manifest', 'wrong-shape', {
      ...right,
      manifest: { signed: right.keys.signed, signatures: [signCanonical(right.keys.signed, desk.releaseKey)] },
    }),
    bad('no root key in the policy', 'no-root-key', right, { rootKeys: [] }),
    bad('the root key of another company', 'key-list-of-stranger', right, { rootKeys: [publicKeyOf(stranger)] }),
    bad('a list of keys of a stranger', 'key-list-of-stranger', listed({ roots: [stranger] })),
    bad('a list of keys altered', 'key-list-forged', {
      ...right,
      keys: { ...right.keys, signed: { ...right.keys.signed, sequence: 99 } },
    }),
    bad('a list of keys that has ended', 'key-list-expired', listed({ nowMs: nowMs - 9 * dayMs, days: 8 })),
    bad('a list of keys of the future', 'key-list-from-future', listed({ nowMs: nowMs + 2 * dayMs })),
    bad('a list of keys from before', 'key-list-replayed', right, { record: { ...remembered, keyListSequence: 6 } }),
    bad('the key of a stranger', 'key-unknown', signedBy([stranger])),
    bad('the root key itself', 'key-unknown', signedBy([desk.root])),
    bad('a key that was revoked', 'key-revoked', listed({ revoked: [publicKeyOf(desk.releaseKey)] })),
    bad('a key that has ended', 'key-expired', shortLived()),
    bad('a release by the key for downgrades', 'wrong-purpose', signedBy([desk.downgradeKey])),
    bad('a downgrade by the key for releases', 'wrong-purpose', released({ downgrade: true, version: '0.1.0' })),
    bad('altered after signing', 'forged', withManifest({ version: '9.9.9' })),
    bad('another image after signing', 'forged', withBundle({ sha256: 'ab'.repeat(32) })),
    bad('the signature of another manifest', 'forged', {
      ...right,
      manifest: { signed, signatures: released({ version: '0.4.0' }).manifest.signatures },
    }),
    bad('ended', 'expired', released({ nowMs: nowMs - 91 * dayMs })),
    bad('of the future', 'from-future', released({ nowMs: nowMs + 2 * dayMs })),
    bad('believed for ever: a freeze', 'lasts-too-long', released({ days: 401 })),
    bad('for another model', 'other-model', released({ compatible: 'offhook-rpi4' })),
    bad('for test devices only', 'other-ring', released({ ring: 'test-devices' })),
    bad('from before', 'replayed', right, { record: { ...remembered, sequences: { approved: 8 } } }),
    bad('older than what runs', 'older', released({ version: '0.1.9' })),
    bad('a step too far', 'step-missing', released({ minimumVersion: '0.2.1' })),
    bad('an image that fell back before', 'failed-before', right, {
      record: { ...remembered, failedBundles: [bundle.sha256] },
    }),
  ];
}
