// The UUID by which a registrar knows this phone again after a restart (RFC 5626 section 4.1).

import * as z from 'zod';
import type { RandomSource } from '../../hal/clock.ts';
import type { Store } from '../store/index.ts';

const storeName = 'instance';

export function instanceId(store: Store, random: RandomSource): string {
  const kept = z.uuid().safeParse(store.read(storeName));
  if (kept.success) return kept.data;
  const fresh = newUuid(random.bytes(16));
  store.write(storeName, fresh);
  return fresh;
}

/** Version 4 of RFC 9562. */
function newUuid(bytes: Uint8Array): string {
  const digits = Buffer.from(
    bytes.map((byte, index) => (index === 6 ? (byte & 0x0f) | 0x40 : index === 8 ? (byte & 0x3f) | 0x80 : byte)),
  ).toString('hex');
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join(
    '-',
  );
}
