// One run of the guest: a machine of the emulator with screens, keys, lines and sound, on the files of this one.

import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GuestKernel } from './debian-kernel.ts';
import { initrd } from './initrd.ts';
import { modulesInOrder } from './modules.ts';

/** What a phone's board has, as the kernel and the emulator simulate it. */
const devices = [
  'virtio_gpu',
  'cirrus-qemu',
  'bochs',
  'gpio-sim',
  'uinput',
  'uhid',
  'hid-generic',
  'evdev',
  'virtio_input',
];
const sound = ['snd-aloop'];
const machine = ['9pnet_virtio', '9p', 'overlay', 'configfs', 'i6300esb'];
const limitMs = 30 * 60_000;
const memoryMb = 1536;

export interface GuestRun {
  readonly kernel: GuestKernel;
  readonly tree: string;
  /** Emptied, then filled with `junit.xml`, `console.log` and whatever tests put there. */
  readonly report: string;
  /** As vitest takes them; none: all tests of the drivers. */
  readonly filters: readonly string[];
}

/** Exit status of the tests; undefined where the guest did not come to an end. */
export async function runGuest({ kernel, tree, report, filters }: GuestRun): Promise<number | undefined> {
  rmSync(report, { recursive: true, force: true });
  mkdirSync(report, { recursive: true });
  writeFileSync(join(report, 'job.json'), JSON.stringify({ filters, report }));
  const start = join(report, 'initrd.img');
  writeFileSync(start, initialFiles(kernel, tree));
  await emulate(kernel.image, start, report);
  rmSync(start);
  try {
    const { status } = JSON.parse(readFileSync(join(report, 'exit.json'), 'utf8')) as { readonly status: number };
    return status;
  } catch {
    // The guest writes it last: it was ended before, or fell.
    return undefined;
  }
}

function initialFiles(kernel: GuestKernel, tree: string): Buffer {
  const modules = modulesInOrder(kernel.modules, [...machine, ...devices, ...sound]);
  const busybox = readFileSync(kernel.busybox);
  return initrd([
    ...['proc', 'sys', 'dev', 'host', 'over', 'root'].map((path) => ({ path })),
    { path: 'init', bytes: readFileSync(join(import.meta.dirname, 'guest-init.sh')), executable: true },
    ...['sh', 'busybox'].map((name) => ({ path: `bin/${name}`, bytes: busybox, executable: true })),
    { path: 'job/tree', bytes: Buffer.from(`${tree}\n`) },
    ...modules.map(({ name, bytes }) => ({ path: `modules/${name}.ko`, bytes })),
    { path: 'modules/order', bytes: Buffer.from(`${modules.map(({ name }) => name).join('\n')}\n`) },
  ]);
}

function emulate(image: string, start: string, report: string): Promise<void> {
  // The emulator's monitor is led into the guest, so that a test can press on its screen and look at it from outside.
  const monitor = join(tmpdir(), `offhook-guest-${process.pid}.qmp`);
  const share = (id: string, path: string, more: string) =>
    `local,id=${id},path=${path},mount_tag=${id},security_model=none,multidevs=remap${more}`;
  const args = [
    ...['-M', 'pc', '-accel', 'tcg,thread=multi', '-cpu', 'Westmere', '-smp', '2', '-m', String(memoryMb)],
    ...['-kernel', image, '-initrd', start, '-append', 'console=ttyS0 quiet panic=-1 rdinit=/init'],
    ...[
      '-nodefaults',
      '-no-reboot',
      '-display',
      'none',
      '-nic',
      'none',
      '-serial',
      `file:${join(report, 'console.log')}`,
    ],
    ...['-virtfs', share('host', '/', ',readonly=on'), '-virtfs', share('report', report, '')],
    ...['-chardev', `socket,id=monitor,path=${monitor},server=on,wait=off`, '-mon', 'chardev=monitor,mode=control'],
    ...['-chardev', `socket,id=inside,path=${monitor}`],
    ...['-device', 'virtio-serial-pci', '-device', 'virtserialport,chardev=inside,name=qmp'],
    ...['-device', 'virtio-gpu-pci,id=wide,xres=800,yres=480', '-device', 'cirrus-vga,id=narrow'],
    ...['-device', 'virtio-tablet-pci,id=finger', '-device', 'i6300esb', '-watchdog-action', 'none'],
  ];
  const emulator = spawn('qemu-system-x86_64', args, { stdio: 'inherit' });
  const end = () => void emulator.kill('SIGKILL');
  const limit = setTimeout(end, limitMs);
  process.once('exit', end);
  return new Promise((resolve, reject) => {
    emulator.once('error', (error) =>
      reject(new Error(`QEMU does not start (${error.message}): apt-get install qemu-system-x86.`)),
    );
    emulator.once('exit', () => {
      clearTimeout(limit);
      process.off('exit', end);
      rmSync(monitor, { force: true });
      resolve();
    });
  });
}
