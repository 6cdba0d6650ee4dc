// An initial file system for the guest, in the kernel's own archive format (cpio "newc").

export interface InitrdFile {
  /** Without a leading slash. */
  readonly path: string;
  /** Absent: a folder. */
  readonly bytes?: Buffer;
  readonly executable?: boolean;
}

const alignment = 4;

export function initrd(files: readonly InitrdFile[]): Buffer {
  const folders = new Set<string>();
  for (const { path, bytes } of files) {
    const parts = path.split('/');
    const deepest = bytes === undefined ? parts.length : parts.length - 1;
    for (let depth = 1; depth <= deepest; depth++) folders.add(parts.slice(0, depth).join('/'));
  }
  const entries = [
    ...[...folders].map((path) => entry(path, 0o40755, Buffer.alloc(0))),
    ...files.flatMap(({ path, bytes, executable }) =>
      bytes === undefined ? [] : [entry(path, executable ? 0o100755 : 0o100644, bytes)],
    ),
    entry('TRAILER!!!', 0, Buffer.alloc(0)),
  ];
  return Buffer.concat(entries);
}

let inode = 1;

function entry(path: string, mode: number, bytes: Buffer): Buffer {
  const name = Buffer.from(`${path}\0`);
  const fields = [inode++, mode, 0, 0, 1, 0, bytes.length, 0, 0, 0, 0, name.length, 0];
  const header = `070701${fields.map((field) => field.toString(16).padStart(8, '0')).join('')}`;
  return Buffer.concat([padded(Buffer.concat([Buffer.from(header), name])), padded(bytes)]);
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((alignment - (bytes.length % alignment)) % alignment)]);
}
