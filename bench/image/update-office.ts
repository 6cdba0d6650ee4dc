// Whoever updates a fleet, for the emulator: the keys, slots of several versions, and a real nginx that the guest reaches.

import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type Bundle, type BundleKeys, makeBundle } from '../../build/bundle/make-bundle.ts';
import { describeBundle } from '../../build/bundle/release-manifest.ts';
import type { BuiltSlot } from '../../build/image/build-image.ts';
import { publicKeyOf } from '../../firmware/admin/update/manifest/index.ts';
import {
  createAuthority,
  createServerCertificate,
  createSigningCertificate,
  type PemPair,
} from '../enterprise/certificates/authority.ts';
import { bytesOf, dayMs, ReleaseDesk, take } from '../enterprise/update/release-desk.ts';
import { type Nginx, startNginx } from '../peers/nginx/nginx.ts';

/** How a guest of QEMU's user network reaches the loopback of this machine. */
const hostForGuests = '10.0.2.2';
const compatible = 'offhook-virt';

export class UpdateOffice {
  readonly #desk = new ReleaseDesk();
  readonly #folder: string;
  readonly #authority: PemPair;
  readonly nginx: Nginx;
  readonly keys: BundleKeys;

  private constructor(folder: string, authority: PemPair, nginx: Nginx, keys: BundleKeys) {
    this.#folder = folder;
    this.#authority = authority;
    this.nginx = nginx;
    this.keys = keys;
  }

  static async open(): Promise<UpdateOffice> {
    const folder = mkdtempSync(join(tmpdir(), 'offhook-office-'));
    const nowMs = Date.now();
    const authority = await createAuthority(nowMs);
    const signing = await createSigningCertificate(authority, nowMs);
    const keep = (name: string, text: string): string => {
      const file = join(folder, name);
      writeFileSync(file, text, { mode: 0o600 });
      return file;
    };
    const keys = {
      certificate: keep('signing.pem', signing.certificate),
      key: keep('signing-key.pem', signing.privateKey),
      keyring: keep('keyring.pem', authority.certificate),
    };
    const dates = { notBeforeMs: nowMs - dayMs, notAfterMs: nowMs + dayMs };
    const identity = await createServerCertificate(authority, { names: [hostForGuests], ...dates });
    return new UpdateOffice(folder, authority, take(await startNginx({ identity })), keys);
  }

  /** What the phone gets for its first start, on its card. */
  configuration(): string {
    return JSON.stringify({
      store: '/var/lib/offhook/store',
      trust_anchors: [this.#authority.certificate],
      policy: {
        imageUpdate: {
          enabled: true,
          server: `https://${hostForGuests}:${this.nginx.port}`,
          rootKeys: [publicKeyOf(this.#desk.root)],
          maxRateKBps: 100_000,
        },
      },
    });
  }

  /** The bundle beside its signed manifest, which is newer than all before. */
  async publish(slot: BuiltSlot): Promise<Bundle> {
    const bundle = await makeBundle(slot, this.keys);
    const facts = take(await describeBundle(bundle.file, bundle.manifestSha256));
    const folder = join(this.nginx.root, compatible);
    mkdirSync(folder, { recursive: true });
    copyFileSync(bundle.file, join(folder, basename(bundle.file)));
    const nowMs = Date.now();
    const keys = this.#desk.keyList({ nowMs: nowMs - dayMs });
    const sequence = Math.floor(nowMs / 1000);
    const change = { sequence, nowMs: nowMs - 3_600_000, compatible, version: slot.version, bundle: facts };
    writeFileSync(join(folder, 'approved.json'), bytesOf(this.#desk.envelope(change, keys)));
    return bundle;
  }

  async close(): Promise<void> {
    await this.nginx.stop();
    rmSync(this.#folder, { recursive: true });
  }
}
