// Every kind of image that must be refused though its manifest is good.

import type { RefusalReason } from '../../../../firmware/admin/update/manifest/index.ts';
import { MemoryUpdateServer } from '../memory-update-server.ts';
import { bundleOf, bytesOf, type ReleaseDesk } from '../release-desk.ts';
import { type BadCase, goodImage } from './bad-manifests.ts';

export function badImages(desk: ReleaseDesk): readonly BadCase[] {
  const bad = (
    name: string,
    reason: RefusalReason,
    image: Uint8Array,
    set: (server: MemoryUpdateServer) => void = () => undefined,
  ): BadCase => {
    const server = new MemoryUpdateServer();
    server.image = image;
    server.manifest = bytesOf(desk.envelope({ bundle: bundleOf(goodImage) }));
    set(server);
    return { name: `image: ${name}`, reason, offered: { server, rootKeys: desk.trust.rootKeys } };
  };
  const flipped = Uint8Array.from(goodImage);
  flipped[12_345] = (flipped[12_345] ?? 0) ^ 1;
  return [
    bad('empty', 'bundle-cut', new Uint8Array(0)),
    bad('cut off', 'bundle-cut', goodImage.subarray(0, 15_000)),
    bad('breaks off again and again', 'bundle-cut', goodImage, (server) => {
      server.breaksAfterBytes = 1024;
    }),
    bad('longer than signed', 'bundle-differs', Buffer.concat([goodImage, goodImage])),
    bad('another of the same size', 'bundle-differs', goodImage.toReversed()),
    bad('one bit flipped', 'bundle-differs', flipped),
    bad(
      'exchanged while it is fetched',
      'bundle-differs',
      Buffer.concat([goodImage.subarray(0, 10_240), goodImage.subarray(0, 9_760)]),
    ),
    bad('too large for a slot', 'no-space', goodImage, (server) => {
      server.manifest = bytesOf(desk.envelope({ bundle: { ...bundleOf(goodImage), sizeBytes: 2 ** 30 } }));
    }),
  ];
}
