// The slots of a real card behind RAUC's interface: trials, what is asked of RAUC, and what its answers mean.

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type PeerProcess, startPeer } from '../../../../bench/peers/peer-process.ts';
import type { ImageSource } from '../../../../hal/boot-slots.ts';
import { openRaucSlots } from '../../../../hal/linux/rauc/open-slots.ts';
import { RaucBootSlots } from '../../../../hal/linux/rauc/rauc-boot-slots.ts';
import { readSlots } from '../../../../hal/linux/rauc/rauc-slots.ts';
import { Busctl } from '../../../../hal/linux/rauc/system-bus.ts';
import { err } from '../../../../hal/result.ts';
import { VirtualClock } from '../../../../hal/sim/virtual-clock.ts';
import { FakeRauc } from './fake-rauc.ts';

const whole = Buffer.concat([
  Buffer.from('a whole image of the next version, signed'),
  Buffer.from([0, 0, 0, 0, 0, 0, 0, 6]),
]);
const image: ImageSource = {
  version: '0.2.0',
  sizeBytes: whole.length,
  sha256: '',
  manifestSha256: 'cd'.repeat(32),
  open: async function* (fromByte, toByte = whole.length - 1) {
    yield whole.subarray(fromByte, toByte + 1);
  },
};
let folder: string;
let rauc: FakeRauc;
let clock: VirtualClock;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'offhook-rauc-'));
  rauc = new FakeRauc(folder);
  rauc.bundleHash = image.manifestSha256;
  rauc.bundleVersion = image.version;
  clock = new VirtualClock();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function boot(): Promise<RaucBootSlots> {
  const kernelCommandLine = rauc.boot();
  const running = kernelCommandLine.includes('rauc.slot=A') ? 'A' : 'B';
  const opened = await RaucBootSlots.open({
    ...{ bus: rauc, clock, kernelCommandLine, version: rauc.images.get(running)?.version },
    restartFile: join(folder, 'restart'),
  });
  if (!opened.ok) throw new Error(opened.error);
  return opened.value;
}

/** A real installation takes its time; RAUC is looked at once a second. */
async function write(slots: RaucBootSlots, source = image, shares: number[] = []) {
  const writing = slots.write(source, (share) => shares.push(share));
  await rauc.installed.promise;
  await clock.advance(5_000);
  return writing;
}

const versionOf = (slots: RaucBootSlots) => slots.list().find(({ name }) => name === slots.running())?.version;

describe('slots behind RAUC', () => {
  it('start from a good factory slot, of the model that RAUC names', async () => {
    const slots = await boot();
    expect(slots.compatible).toBe('offhook-virt');
    expect(slots.running()).toBe('A');
    expect(slots.list()).toEqual([
      { name: 'A', state: 'good', version: '0.1.0' },
      { name: 'B', state: 'empty', version: undefined },
    ]);
  });

  it('keep a new image after it has confirmed itself', async () => {
    const slots = await boot();
    const shares: number[] = [];
    expect(await write(slots, image, shares)).toEqual({ ok: true, value: undefined });
    expect(shares).toEqual([0.4]);
    expect(slots.list()).toContainEqual({ name: 'B', state: 'bad', version: '0.2.0' });
    await slots.armTrial();
    expect(slots.list()).toContainEqual({ name: 'B', state: 'trial', version: '0.2.0' });
    const trial = await boot();
    expect(trial.list()).toEqual([
      { name: 'A', state: 'good', version: '0.1.0' },
      { name: 'B', state: 'trial', version: '0.2.0' },
    ]);
    await trial.confirm();
    expect(trial.list()).toContainEqual({ name: 'B', state: 'good', version: '0.2.0' });
    expect(versionOf(await boot())).toBe('0.2.0');
  });

  it('fall back when a trial does not confirm itself, and can try it again', async () => {
    const slots = await boot();
    await write(slots);
    await slots.armTrial();
    expect(versionOf(await boot())).toBe('0.2.0');
    const back = await boot();
    expect(versionOf(back)).toBe('0.1.0');
    expect(back.list()).toContainEqual({ name: 'B', state: 'bad', version: '0.2.0' });
    await back.armTrial();
    expect(versionOf(await boot())).toBe('0.2.0');
  });

  it('refuse a trial without a whole image, and an update on trial', async () => {
    const slots = await boot();
    await expect(slots.armTrial()).rejects.toThrow('no whole image');
    await write(slots);
    await slots.armTrial();
    await expect((await boot()).write(image)).rejects.toThrow('has not proved itself');
  });

  it('ask RAUC for the very bundle that was signed, which the phone itself fetches', async () => {
    await write(await boot());
    const own = expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}\.raucb$/);
    expect(rauc.installs).toEqual([[own, '0']]);
  });

  it('know a failure for one of the source where the phone could not fetch a piece', async () => {
    const broken: ImageSource = {
      ...image,
      async *open(fromByte, toByte = whole.length - 1) {
        yield whole.subarray(fromByte, toByte + 1);
        if (fromByte === 0) throw new Error('The image broke off.');
      },
    };
    expect(await (await boot()).write(broken)).toEqual({
      ok: false,
      error: { reason: 'source', detail: 'The image broke off.' },
    });
  });

  it.each([
    ['rejected', 'signature verification failed: unable to get local issuer certificate'],
    ['rejected', "Compatible mismatch: Expected 'offhook-virt' but bundle manifest has 'offhook-rpi4'"],
    ['no-space', 'Slot rootfs.1 is too small: no space left on device'],
  ] as const)('know a failure for %s by the words "%s"', async (reason, words) => {
    rauc.fails = words;
    const slots = await boot();
    expect(await write(slots)).toEqual({ ok: false, error: { reason, detail: words } });
    await expect(slots.armTrial()).rejects.toThrow();
  });

  it('refuse a bundle that was exchanged for another', async () => {
    rauc.bundleHash = 'ef'.repeat(32);
    expect(await (await boot()).write(image)).toMatchObject({ ok: false, error: { reason: 'differs' } });
    expect(rauc.installs).toEqual([]);
  });

  it('read back what the card made of it', async () => {
    const slots = await boot();
    const writing = slots.write(image);
    await rauc.installed.promise;
    rauc.spoil('B');
    await clock.advance(5_000);
    expect(await writing).toMatchObject({ ok: false, error: { reason: 'differs' } });
  });

  it('restart by the file that the system waits for', async () => {
    (await boot()).restart();
    expect(existsSync(join(folder, 'restart'))).toBe(true);
  });

  it('say what is wrong where RAUC or the kernel do not answer', async () => {
    const options = { bus: rauc, clock, version: '', restartFile: '' };
    expect(await RaucBootSlots.open({ ...options, kernelCommandLine: 'quiet' })).toMatchObject({
      ok: false,
      error: 'The kernel was not told which slot runs ("rauc.slot=").',
    });
    rauc.get = async () => ({ ok: false, error: 'The name de.pengutronix.rauc is not known' });
    expect(await RaucBootSlots.open({ ...options, kernelCommandLine: 'rauc.slot=A' })).toMatchObject({ ok: false });
  });
});

it('reads what RAUC 1.13 answered to busctl', () => {
  const recorded = JSON.parse(
    readFileSync(new URL('../../../data/rauc/slot-status.json', import.meta.url), 'utf8'),
  ) as {
    readonly data: unknown;
  };
  expect(readSlots(recorded.data)).toEqual({
    ok: true,
    value: [
      { name: 'rootfs.1', bootName: 'B', device: '/dev/offhook/slot-b', good: false, image: undefined },
      { name: 'rootfs.0', bootName: 'A', device: '/dev/offhook/slot-a', good: true, image: undefined },
    ],
  });
});

it.each([[undefined], [[]], [[[]]], [[['rootfs.0']]], [{ data: 1 }], ['text']])('takes %j for no slots', (answer) => {
  expect(readSlots(answer).ok).toBe(false);
});

it('leaves a phone without RAUC as it is, and says so', async () => {
  const said: string[] = [];
  const silent = { get: async () => err('no bus'), call: async () => err('no bus') };
  const slots = await openRaucSlots(clock, (sentence) => said.push(sentence), silent);
  expect(said).toEqual([expect.stringContaining('This phone cannot be updated until that is mended.')]);
  expect(slots.list()).toMatchObject([{ name: 'A', state: 'good' }]);
  expect(await slots.write(image)).toMatchObject({ ok: false });
  await expect(slots.armTrial()).rejects.toThrow();
});

describe('busctl', () => {
  let bus: PeerProcess;
  let address: string;
  beforeEach(async () => {
    address = `unix:path=${join(folder, 'bus')}`;
    const started = await startPeer('dbus-daemon', ['--session', '--nofork', '--nopidfile', `--address=${address}`], {
      ready: () => existsSync(join(folder, 'bus')),
      timeLimitMs: 10_000,
    });
    if (!started.ok) throw new Error(started.error);
    bus = started.value;
  });
  afterEach(() => bus.stop());
  const daemon = { service: 'org.freedesktop.DBus', path: '/org/freedesktop/DBus', interface: 'org.freedesktop.DBus' };

  it('reads a property and calls a method of a real bus', async () => {
    const busctl = new Busctl(address);
    expect(await busctl.get(daemon, 'Interfaces')).toMatchObject({ ok: true, value: expect.any(Array) });
    expect(await busctl.call(daemon, 'NameHasOwner', 's', 'org.freedesktop.DBus')).toEqual({ ok: true, value: [true] });
  });

  it('tells in the words of the bus what does not work, and no argument', async () => {
    const answer = await new Busctl(address).call({ ...daemon, service: 'de.pengutronix.rauc' }, 'Mark', 's', 'secret');
    expect(answer).toMatchObject({ ok: false, error: expect.stringContaining('de.pengutronix.rauc') });
    expect(JSON.stringify(answer)).not.toContain('secret');
    expect(await new Busctl('unix:path=/nowhere').get(daemon, 'Features')).toMatchObject({ ok: false });
  });
});
