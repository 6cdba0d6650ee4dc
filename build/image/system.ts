// What of Debian's system runs on a phone, what does not, and how RAUC sees the slots.

/** Matched against paths below the root; `*` reaches across folders. */
export const neverOnAnImage: readonly string[] = [
  'usr/share/bash-completion/*',
  'usr/share/zsh/*',
  'usr/share/bug/*',
  'usr/share/debconf/*',
  'usr/share/perl5/*',
  'usr/share/initramfs-tools/*',
  'usr/share/polkit-1/*',
  'usr/share/pixmaps/*',
  'usr/share/base-files/*',
  'usr/share/gdb/*',
  'usr/include/*',
  'usr/lib/*/gconv/*',
  'usr/lib/*/perl*',
  'usr/lib/udev/hwdb.d/*',
  'usr/lib/systemd/catalog/*',
  'usr/lib/valgrind/*',
  // They would make folders that a read-only root has or does not need.
  'usr/lib/tmpfiles.d/credstore.conf',
  'usr/lib/tmpfiles.d/debian.conf',
  'usr/lib/tmpfiles.d/home.conf',
  'usr/lib/tmpfiles.d/provision.conf',
  'usr/sbin/dpkg-preconfigure',
  'usr/bin/debconf*',
  'usr/bin/perl*',
  'etc/apt/*',
  'etc/cron*',
  'etc/init.d/*',
  'etc/rc*.d/*',
  'etc/skel/*',
  'etc/update-motd.d/*',
  'var/*',
];

/** By the target that wants them. */
export const enabledUnits: Readonly<Record<string, readonly string[]>> = {
  'multi-user.target': [
    'offhook.service',
    'offhook-card.service',
    'offhook-network.path',
    'offhook-network.service',
    'offhook-reset.path',
    'offhook-restart.path',
    'rauc.service',
    'systemd-networkd.service',
    'systemd-resolved.service',
  ],
  'sysinit.target': ['systemd-timesyncd.service'],
  'timers.target': ['offhook-lldp.timer', 'offhook-trial.timer'],
};

/** Logins, consoles, first-boot questions, and what keeps a package manager's caches. */
export const maskedUnits: readonly string[] = [
  ...['getty.target', 'getty@.service', 'serial-getty@.service', 'console-getty.service', 'autovt@.service'],
  ...['container-getty@.service', 'systemd-logind.service', 'systemd-user-sessions.service', 'debug-shell.service'],
  ...['ctrl-alt-del.target', 'systemd-ask-password-console.path', 'systemd-ask-password-wall.path'],
  ...['systemd-firstboot.service', 'systemd-machine-id-commit.service', 'systemd-update-done.service'],
  ...['systemd-hwdb-update.service', 'systemd-journal-catalog-update.service', 'ldconfig.service'],
  ...['systemd-pcrphase.service', 'systemd-pcrphase-sysinit.service', 'systemd-pcrmachine.service'],
  ...['systemd-update-utmp.service', 'systemd-update-utmp-runlevel.service', 'systemd-networkd-wait-online.service'],
  ...['e2scrub_all.timer', 'e2scrub_reap.service', 'dev-hugepages.mount', 'sys-kernel-debug.mount'],
  ...['sys-kernel-tracing.mount', 'proc-sys-fs-binfmt_misc.automount', 'systemd-hibernate-clear.service'],
];

/** What scripts on the image may use; a package's own program of the name is kept. */
export const busyboxPrograms: readonly string[] = [
  ...[
    'sh',
    'cat',
    'chmod',
    'chown',
    'cp',
    'cut',
    'date',
    'dd',
    'df',
    'du',
    'echo',
    'env',
    'false',
    'find',
    'grep',
    'head',
    'hexdump',
  ],
  ...['ip', 'kill', 'ln', 'ls', 'mkdir', 'mv', 'od', 'printf', 'ps', 'readlink', 'rm', 'sed', 'sleep', 'sort', 'sync'],
  ...['tail', 'test', 'touch', 'tr', 'true', 'uname', 'wc'],
];

/** The phone arms a trial itself, when all has been read back (docs/boot-state.md). */
export function raucConfig(board: string): string {
  const slot = (index: number, name: string) =>
    `[slot.rootfs.${index}]\ndevice=/dev/offhook/slot-${name.toLowerCase()}\ntype=ext4\nbootname=${name}\n`;
  return `# Where RAUC writes an image, whom it believes, and whom it asks about the boot loader.
[system]
compatible=offhook-${board}
bootloader=custom
bundle-formats=verity
data-directory=/data/rauc
activate-installed=false

[handlers]
bootloader-custom-backend=/usr/lib/offhook/rauc-back-end

[keyring]
path=/etc/rauc/keyring.pem
check-purpose=codesign

${slot(0, 'A')}
${slot(1, 'B')}`;
}
