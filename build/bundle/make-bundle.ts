// Packs a slot into the signed bundle that RAUC fetches: only blocks that differ from the phone's own are taken from it.

import { copyFileSync, linkSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BuiltSlot } from '../image/build-image.ts';
import { BuildStop, cached, keyOf, run } from '../workshop.ts';

export interface BundleKeys {
  /** Certificate with the purpose "code signing", and its private key; PEM files. */
  readonly certificate: string;
  readonly key: string;
  /** What the phone's image was built with: a bundle that it would refuse is not made. */
  readonly keyring: string;
}

export interface Bundle {
  readonly file: string;
  /** What RAUC calls the manifest hash; our own signed manifest names it. */
  readonly manifestSha256: string;
}

/** Squashfs packs so much at a time: a phone that misses one block of 4 KiB fetches all of this. */
const packedTogether = '64k';
/** From here on a level more costs minutes and saves a hundredth. */
const compressionLevel = 12;

const config = (compatible: string) => `[system]
compatible=${compatible}
bootloader=noop
[keyring]
path=/work/keys/keyring.pem
check-purpose=codesign
`;

const manifest = (compatible: string, version: string) => `[update]
compatible=${compatible}
version=${version}
[bundle]
format=verity
[image.rootfs]
filename=rootfs.ext4
adaptive=block-hash-index
`;

export async function makeBundle({ board, version, tools, slotFolder }: BuiltSlot, keys: BundleKeys): Promise<Bundle> {
  const compatible = `offhook-${board.id}`;
  const fingerprints = await run('sha256sum', [keys.certificate, keys.key, keys.keyring]);
  const name = `offhook-${board.id}-${version}.raucb`;
  // One folder a slot: bundles of several versions stay beside each other.
  const inputs = [slotFolder, version, fingerprints, packedTogether, compressionLevel];
  const folder = await cached(`bundle-${keyOf(slotFolder)}`, inputs, async (target) => {
    const content = join(target, 'content');
    const keyFolder = join(target, 'keys');
    for (const place of [content, keyFolder]) mkdirSync(place, { mode: 0o700 });
    linkSync(join(slotFolder, 'slot.ext4'), join(content, 'rootfs.ext4'));
    writeFileSync(join(content, 'manifest.raucm'), manifest(compatible, version));
    writeFileSync(join(keyFolder, 'system.conf'), config(compatible));
    for (const [from, to] of [
      [keys.certificate, 'certificate.pem'],
      [keys.key, 'key.pem'],
      [keys.keyring, 'keyring.pem'],
    ] as const)
      copyFileSync(from, join(keyFolder, to));
    const folders = { [target]: '/work' };
    const signer = ['--cert=/work/keys/certificate.pem', '--key=/work/keys/key.pem'];
    const squashfs = `--mksquashfs-args=-comp zstd -Xcompression-level ${compressionLevel} -b ${packedTogether} -processors 2`;
    const words = ['--conf=/work/keys/system.conf', 'bundle', ...signer, squashfs, '/work/content', `/work/${name}`];
    await tools.run('rauc', words, { folders });
    const info = ['--conf=/work/keys/system.conf', 'info', '--output-format=json', `/work/${name}`];
    writeFileSync(join(target, 'info.json'), await tools.run('rauc', info, { folders }));
    await run('rm', ['-r', content, keyFolder]);
  });
  const { hash } = JSON.parse(await run('cat', [join(folder, 'info.json')])) as { readonly hash?: unknown };
  if (typeof hash !== 'string') throw new BuildStop(`RAUC tells no manifest hash of ${name}.`);
  return { file: join(folder, name), manifestSha256: hash };
}
