// Which Debian packages an image is made of, and which ones its building needs.

import type { PackageSet } from '../debian/apt.ts';

/** What works on the image's files, starts it in an emulator, and signs its bundles. */
export const tools: PackageSet = {
  name: 'tools',
  architectures: ['amd64'],
  packages: [
    ...['coreutils', 'dash', 'findutils', 'cpio', 'xz-utils', 'zstd', 'kmod', 'systemd', 'fdisk'],
    ...['e2fsprogs', 'libarchive13t64', 'dosfstools', 'mtools', 'u-boot-tools', 'u-boot-qemu'],
    ...['qemu-system-arm', 'qemu-system-data', 'rauc', 'squashfs-tools', 'openssl'],
  ],
};

/** Compiles the native crates for the phone's processor; the same Rust as on a Debian 13 that sets itself up. */
export const crossCompiler: PackageSet = {
  name: 'cross',
  architectures: ['amd64', 'arm64'],
  packages: [
    ...['coreutils', 'dash', 'sed', 'grep', 'rustc-web', 'cargo-web', 'libstd-rust-web-dev:arm64'],
    ...['gcc', 'libc6-dev', 'gcc-aarch64-linux-gnu', 'g++-aarch64-linux-gnu', 'cmake', 'make', 'pkg-config'],
    'libasound2-dev:arm64',
  ],
};

/** Parts of those that only weigh: Rust for the phone's processor needs no second compiler. */
export const notForCrossCompiling = ['usr/lib/aarch64-linux-gnu/libLLVM*', 'usr/lib/llvm-*', 'usr/share/cmake*/Help/*'];

/** The phone's root file system. No shell of its own, no package manager, nobody to log in: BusyBox serves scripts. */
export const userland: PackageSet = {
  name: 'userland',
  architectures: ['arm64'],
  packages: [
    ...['systemd', 'systemd-resolved', 'systemd-timesyncd', 'udev', 'dbus', 'kmod', 'netbase', 'ca-certificates'],
    ...['rauc', 'rauc-service', 'e2fsprogs', 'fdisk', 'busybox-static', 'wpasupplicant'],
    // What Node and our own crates are linked with.
    ...['libstdc++6', 'libgcc-s1', 'libatomic1', 'libasound2t64'],
  ],
};

/** Debian's kernel, by the name under which it is built now. */
export const kernel: PackageSet = { name: 'kernel', architectures: ['arm64'], packages: ['linux-image-arm64'] };
