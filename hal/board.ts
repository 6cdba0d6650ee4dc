// Opens a board description: the one place that names drivers and chooses among them.

import { randomBytes } from 'node:crypto';
import { dirname, extname, resolve } from 'node:path';
import type { AudioSource } from './audio.ts';
import type { CheckedBoard, DriverSections } from './boards/board-schema.ts';
import { pathProcessing } from './boards/processing-schema.ts';
import { readBoard } from './boards/read-board.ts';
import type { BootSlots } from './boot-slots.ts';
import { type Clock, earliestWallMs, type RandomSource } from './clock.ts';
import type { DeviceState, Diagnosable } from './device-state.ts';
import type { HookSwitch } from './hook-switch.ts';
import type { Identity } from './identity.ts';
import type { Indicators } from './indicators.ts';
import type { Keypad } from './keypad.ts';
import { ForeignNetwork, NoFactoryReset } from './linux/absent-machine.ts';
import type { AlsaAudioOptions } from './linux/alsa-audio.ts';
import type { DimmedPorts } from './linux/machine/idle-dimming.ts';
import type { SharedDevices } from './linux/shared-devices.ts';
import type { FactoryReset } from './machine/factory-reset.ts';
import type { Network } from './machine/network.ts';
import { halAddon } from './native/addon.ts';
import { err, ok, type Result } from './result.ts';
import type { Screen } from './screen.ts';
import type { SimAudioOptions } from './sim/audio.ts';
import { SimBootSlots } from './sim/boot-slots.ts';
import { DeskSet, type DeskSetOptions } from './sim/desk-set.ts';
import { KeptDisk } from './sim/disk/kept-disk.ts';
import { SimHookSwitch } from './sim/hook-switch.ts';
import { SimIdentity } from './sim/identity.ts';
import { SimIndicators } from './sim/indicators.ts';
import { SimKeypad } from './sim/keypad.ts';
import { SimFactoryReset } from './sim/machine/factory-reset.ts';
import { SimNetwork } from './sim/machine/network.ts';
import { PowerCutDisk } from './sim/power-cut-disk.ts';
import { SimScreen } from './sim/screen.ts';
import { SimWatchdog } from './sim/watchdog.ts';
import { SystemClock } from './system/clock.ts';
import { SystemRandom } from './system/random.ts';
import type { Watchdog } from './watchdog.ts';

export interface Board {
  readonly name: string;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly screen: Screen;
  readonly keypad: Keypad;
  readonly hook: HookSwitch;
  readonly indicators: Indicators;
  readonly identity: Identity;
  readonly watchdog: Watchdog;
  /** Asked for once the phone is up: the first screen need not wait for an updater. */
  readonly bootSlots: () => Promise<BootSlots>;
  readonly network: Network;
  readonly factoryReset: FactoryReset;
  /** The device itself is opened in the media thread. */
  readonly audio: AudioSource;
  /** Where a simulated desk set waits for its pages; absent on a real board. */
  readonly endpoint?: { readonly port: number };
  /** Every device of the board that can be lost, and whether it works. */
  states(): readonly DeviceState[];
  /** Free memory of the process goes back to the system, within milliseconds; not for the middle of a call. */
  giveBackMemory(): void;
  close(): Promise<void>;
}

export interface BoardOwner {
  /** One sentence for the log: a device or a page misbehaved. */
  warn(sentence: string): void;
  /** The watchdog ran out where no hardware can restart the board by itself. */
  restart(): void;
  /** Remove all that was kept and start again, where the board has no card of its own; absent: it cannot. */
  forget?(): void;
}

/** A description without a console lets no page in: nobody can have this token. */
const noPages = () => ({ token: randomBytes(32).toString('hex'), origins: [] });

export async function openBoard(file: string, owner: BoardOwner): Promise<Result<Board, readonly string[]>> {
  const checked = await readBoard(file);
  if (!checked.ok) return checked;
  const { name, sections } = checked.value;
  const access = checked.value.console ?? noPages();
  const audio = audioSource(checked.value, access, dirname(resolve(file)));
  if (!audio.ok) return err([`Board file ${file}: ${audio.error}`]);
  const clock = new SystemClock();
  const opening = new Opening(clock, owner, { ...access, port: checked.value.console?.port ?? 0 });
  try {
    const screen = await openScreen(sections.screen, opening);
    const keypad = await openKeypads(sections.keypad, opening);
    const hook = await openHooks(sections.hook, opening);
    const indicators = await openIndicators(sections.indicators, opening);
    const watchdog = await openWatchdog(sections.watchdog, clock, owner);
    const light = await openLight(checked.value.backlight, { screen, keypad, hook, indicators }, opening);
    const time = sections.identity.driver === 'machine' ? await watchTime(clock, owner) : undefined;
    const network = await openNetwork(checked.value.network, opening);
    const devices = [screen, keypad, hook, light.indicators];
    const others = [...light.parts, ...(time ? [time] : [])];
    return ok({
      name,
      clock,
      random: new SystemRandom(),
      screen,
      keypad,
      hook,
      indicators: light.indicators,
      identity: await openIdentity(sections.identity),
      watchdog,
      bootSlots: once(() => openBootSlots(sections.boot_slots, dirname(resolve(file)), clock, owner)),
      network,
      factoryReset: await openFactoryReset(checked.value.factoryReset, owner),
      audio: audio.value,
      ...opening.endpoint(),
      states: () =>
        [...devices, ...others, watchdog].flatMap((device) => (isDiagnosable(device) ? device.states() : [])),
      giveBackMemory: () => halAddon().giveBackMemory(),
      close: async () => {
        watchdog.disarm();
        for (const part of [...others, ...devices, network]) part.close();
        await opening.close();
      },
    });
  } catch (error) {
    await opening.close();
    return err([`The board ${name} cannot be opened: ${error instanceof Error ? error.message : String(error)}.`]);
  }
}

/** What several drivers share, opened with the first that wants it: the desk set's server, and a machine's devices. */
class Opening {
  readonly clock: Clock;
  readonly owner: BoardOwner;
  readonly #access: DeskSetOptions;
  #deskSet: DeskSet | undefined;
  #devices: SharedDevices | undefined;

  constructor(clock: Clock, owner: BoardOwner, access: DeskSetOptions) {
    this.clock = clock;
    this.owner = owner;
    this.#access = access;
  }

  async deskSet(): Promise<DeskSet> {
    const onRefused = (sentence: string): void => this.owner.warn(sentence);
    this.#deskSet ??= await DeskSet.open({ ...this.#access, onRefused });
    return this.#deskSet;
  }

  /** Loaded only on a real machine: a simulated phone has no use for their code. */
  async devices(): Promise<SharedDevices> {
    const { SharedDevices } = await import('./linux/shared-devices.ts');
    this.#devices ??= new SharedDevices(this.clock, (sentence) => this.owner.warn(sentence));
    return this.#devices;
  }

  endpoint(): Pick<Board, 'endpoint'> {
    return this.#deskSet ? { endpoint: { port: this.#deskSet.port } } : {};
  }

  async close(): Promise<void> {
    this.#devices?.close();
    await this.#deskSet?.close();
  }
}

function once<T>(open: () => Promise<T>): () => Promise<T> {
  let opened: Promise<T> | undefined;
  return () => {
    opened ??= open();
    return opened;
  };
}

async function openBootSlots(
  section: DriverSections['boot_slots'],
  folder: string,
  clock: Clock,
  owner: BoardOwner,
): Promise<BootSlots> {
  if (section.driver === 'sim') {
    const disk = section.folder === undefined ? new PowerCutDisk() : new KeptDisk(resolve(folder, section.folder));
    return SimBootSlots.boot(disk, undefined, () => owner.restart());
  }
  const { openRaucSlots } = await import('./linux/rauc/open-slots.ts');
  return openRaucSlots(clock, (sentence) => owner.warn(sentence));
}

async function openNetwork(section: CheckedBoard['network'], { owner, clock }: Opening): Promise<Network> {
  if (!section) return new ForeignNetwork();
  if (section.driver === 'sim') return new SimNetwork();
  const { openImageNetwork } = await import('./linux/network/image-network.ts');
  return openImageNetwork(section, clock, (sentence) => owner.warn(sentence));
}

async function openFactoryReset(section: CheckedBoard['factoryReset'], owner: BoardOwner): Promise<FactoryReset> {
  if (!section || (section.driver === 'sim' && !owner.forget)) return new NoFactoryReset();
  if (section.driver === 'sim') return new SimFactoryReset(() => owner.forget?.());
  const { ImageFactoryReset } = await import('./linux/machine/image-factory-reset.ts');
  return new ImageFactoryReset((sentence) => owner.warn(sentence));
}

async function openScreen(section: DriverSections['screen'], opening: Opening): Promise<Screen> {
  if (section.driver === 'sim') return new SimScreen(await opening.deskSet(), section);
  const { DrmScreen } = await import('./linux/screen/drm-screen.ts');
  const { EvdevTouch } = await import('./linux/screen/evdev-touch.ts');
  const { touch: finger, ...options } = section;
  const source = finger && (await opening.devices()).input(finger.device, true, 'touch panel');
  const touch = source && new EvdevTouch(source, finger.calibration);
  return new DrmScreen(options, { touch, warn: (sentence) => opening.owner.warn(sentence) });
}

async function openKeypads(sections: DriverSections['keypad'], opening: Opening): Promise<Keypad> {
  const keypads = await inTurn(sections, async (section) => {
    if (section.driver === 'sim') return new SimKeypad(await opening.deskSet(), opening.clock);
    return (await openPorts()).openKeypad(section, await opening.devices());
  });
  const [only, ...others] = keypads;
  if (only && others.length === 0) return only;
  return new (await several()).SeveralKeypads(keypads, opening.clock);
}

async function openHooks(sections: DriverSections['hook'], opening: Opening): Promise<HookSwitch> {
  const hooks = await inTurn(sections, async (section) => {
    if (section.driver === 'sim') return new SimHookSwitch(await opening.deskSet());
    return (await openPorts()).openHook(section, await opening.devices());
  });
  const [only, ...others] = hooks;
  return only && others.length === 0 ? only : new (await several()).SeveralHooks(hooks);
}

async function openIndicators(sections: DriverSections['indicators'], opening: Opening): Promise<Indicators> {
  const all = await inTurn(sections, async (section) => {
    if (section.driver === 'sim') return new SimIndicators(await opening.deskSet());
    return (await openPorts()).openLamps(section, await opening.devices());
  });
  const [only, ...others] = all;
  return only && others.length === 0 ? only : new (await several()).SeveralIndicators(all);
}

/** Where a board describes its backlight, it dims while nobody uses the phone. */
async function openLight(
  section: CheckedBoard['backlight'],
  ports: DimmedPorts & { readonly indicators: Indicators },
  { clock, owner }: Opening,
): Promise<{ readonly indicators: Indicators; readonly parts: readonly { close(): void }[] }> {
  const { indicators, screen } = ports;
  if (!section) return { indicators, parts: [] };
  const { Backlight } = await import('./linux/machine/backlight.ts');
  const { IdleDimming, WakingIndicators } = await import('./linux/machine/idle-dimming.ts');
  const { name, least, dim_after_s, dim_to: dimTo, off_after_s } = section;
  const backlight = new Backlight({ name, least, clock, warn: (sentence) => owner.warn(sentence) });
  const setBacklight = (level: number): void => {
    backlight.set(level);
    screen.setBacklight(level);
  };
  const steps = {
    dimAfterMs: dim_after_s * 1000,
    dimTo,
    offAfterMs: off_after_s === undefined ? undefined : off_after_s * 1000,
  };
  const dimmed = { onTouch: screen.onTouch.bind(screen), setBacklight };
  const dimming = new IdleDimming(clock, steps, { ...ports, screen: dimmed });
  return { indicators: new WakingIndicators(indicators, () => dimming.wake()), parts: [dimming, backlight] };
}

async function watchTime(clock: Clock, owner: BoardOwner) {
  const { KnownTime } = await import('./linux/machine/known-time.ts');
  const time = new KnownTime({ clock, earliestMs: earliestWallMs, warn: (sentence) => owner.warn(sentence) });
  time.start();
  return time;
}

async function openIdentity(section: DriverSections['identity']): Promise<Identity> {
  if (section.driver === 'sim') return new SimIdentity(section.serial_number);
  return new (await import('./linux/machine/machine-identity.ts')).MachineIdentity(section);
}

async function openWatchdog(section: DriverSections['watchdog'], clock: Clock, owner: BoardOwner): Promise<Watchdog> {
  const warn = (sentence: string): void => owner.warn(sentence);
  if (section.driver === 'sim') return new SimWatchdog(clock, () => owner.restart());
  if (section.driver === 'systemd') {
    return new (await import('./linux/machine/systemd-watchdog.ts')).SystemdWatchdog(warn);
  }
  return new (await import('./linux/machine/device-watchdog.ts')).DeviceWatchdog(section.file, warn);
}

/** Loaded only on a real machine: a simulated phone has no use for their code. */
const openPorts = () => import('./linux/open-ports.ts');
const several = () => import('./linux/several.ts');

function isDiagnosable(device: object): device is Diagnosable {
  return 'states' in device;
}

async function inTurn<T, U>(all: readonly T[], open: (one: T) => Promise<U>): Promise<readonly U[]> {
  const opened: U[] = [];
  for (const one of all) opened.push(await open(one));
  return opened;
}

/** Files in a description are relative to it. */
function audioSource(
  board: CheckedBoard,
  access: { readonly token: string; readonly origins: readonly string[] },
  folder: string,
): Result<AudioSource> {
  const { audio } = board.sections;
  if (audio.driver === 'alsa') {
    const { driver, pins, processing, ...paths } = audio;
    const options: AlsaAudioOptions = processing ? { ...paths, processing: pathProcessing(processing) } : paths;
    return ok({ moduleUrl: moduleUrl('linux/alsa-audio'), options });
  }
  const { mode, capture, loop, record, processing } = audio;
  let options: SimAudioOptions;
  if (mode === 'page') {
    options = { mode, token: access.token, origins: access.origins };
  } else if (mode === 'file') {
    if (capture === undefined) return err('The key "audio.capture" is missing; the mode "file" needs a WAV file.');
    const recording = record === undefined ? {} : { record: resolve(folder, record) };
    options = { mode, capture: resolve(folder, capture), ...(loop === undefined ? {} : { loop }), ...recording };
  } else {
    options = { mode };
  }
  if (processing) options = { ...options, processing: pathProcessing(processing) };
  return ok({ moduleUrl: moduleUrl('sim/audio'), options });
}

/** One folder below the root in the source and in the bundle alike. */
function moduleUrl(driver: string): string {
  return new URL(`../hal/${driver}${extname(import.meta.filename)}`, import.meta.url).href;
}
