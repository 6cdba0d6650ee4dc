// Opens a board description: the one place that names drivers and chooses among them.

import { randomBytes } from 'node:crypto';
import { dirname, extname, resolve } from 'node:path';
import type { AudioSource } from './audio.ts';
import type { CheckedBoard, DriverSections } from './boards/board-schema.ts';
import { pathProcessing } from './boards/processing-schema.ts';
import { readBoard } from './boards/read-board.ts';
import type { BootSlots } from './boot-slots.ts';
import type { Clock, RandomSource } from './clock.ts';
import type { DeviceState, Diagnosable } from './device-state.ts';
import type { HookSwitch } from './hook-switch.ts';
import type { Identity } from './identity.ts';
import type { Indicators } from './indicators.ts';
import type { Keypad } from './keypad.ts';
import type { AlsaAudioOptions } from './linux/alsa-audio.ts';
import type { SharedDevices } from './linux/shared-devices.ts';
import { halAddon } from './native/addon.ts';
import { inputCode } from './native/input-codes.ts';
import { err, ok, type Result } from './result.ts';
import type { Screen } from './screen.ts';
import type { SimAudioOptions } from './sim/audio.ts';
import { SimBootSlots } from './sim/boot-slots.ts';
import { DeskSet, type DeskSetOptions } from './sim/desk-set.ts';
import { SimHookSwitch } from './sim/hook-switch.ts';
import { SimIdentity } from './sim/identity.ts';
import { SimIndicators } from './sim/indicators.ts';
import { SimKeypad } from './sim/keypad.ts';
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
  readonly bootSlots: BootSlots;
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
    const watchdog = new SimWatchdog(clock, () => owner.restart());
    const devices = [screen, keypad, hook, indicators];
    return ok({
      name,
      clock,
      random: new SystemRandom(),
      screen,
      keypad,
      hook,
      indicators,
      identity: new SimIdentity(sections.identity.serial_number),
      watchdog,
      bootSlots: SimBootSlots.boot(new PowerCutDisk()),
      audio: audio.value,
      ...opening.endpoint(),
      states: () => devices.flatMap((device) => (isDiagnosable(device) ? device.states() : [])),
      giveBackMemory: () => halAddon().giveBackMemory(),
      close: async () => {
        watchdog.disarm();
        for (const device of devices) device.close();
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
  readonly #owner: BoardOwner;
  readonly #access: DeskSetOptions;
  #deskSet: DeskSet | undefined;
  #devices: SharedDevices | undefined;

  constructor(clock: Clock, owner: BoardOwner, access: DeskSetOptions) {
    this.clock = clock;
    this.#owner = owner;
    this.#access = access;
  }

  async deskSet(): Promise<DeskSet> {
    const onRefused = (sentence: string): void => this.#owner.warn(sentence);
    this.#deskSet ??= await DeskSet.open({ ...this.#access, onRefused });
    return this.#deskSet;
  }

  /** Loaded only on a real machine: a simulated phone has no use for their code. */
  async devices(): Promise<SharedDevices> {
    const { SharedDevices } = await import('./linux/shared-devices.ts');
    this.#devices ??= new SharedDevices(this.clock, (sentence) => this.#owner.warn(sentence));
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

async function openScreen(section: DriverSections['screen'], opening: Opening): Promise<Screen> {
  return new SimScreen(await opening.deskSet(), section);
}

async function openKeypads(sections: DriverSections['keypad'], opening: Opening): Promise<Keypad> {
  const [first, ...others] = await inTurn(sections, (section) => openKeypad(section, opening));
  if (first && others.length === 0) return first;
  const { SeveralKeypads } = await import('./linux/several.ts');
  return new SeveralKeypads(first ? [first, ...others] : [], opening.clock);
}

async function openKeypad(section: DriverSections['keypad'][number], opening: Opening): Promise<Keypad> {
  if (section.driver === 'sim') return new SimKeypad(await opening.deskSet(), opening.clock);
  const { EvdevKeypad } = await import('./linux/input/evdev-keypad.ts');
  const { keyMap } = await import('./linux/input/key-map.ts');
  const { device, grab, keys, layout } = section;
  const source = (await opening.devices()).input(device, grab, 'keypad');
  return new EvdevKeypad({ source, clock: opening.clock, keys: keyMap(keys), layout });
}

async function openHooks(sections: DriverSections['hook'], opening: Opening): Promise<HookSwitch> {
  const [first, ...others] = await inTurn(sections, (section) => openHook(section, opening));
  if (first && others.length === 0) return first;
  const { SeveralHooks } = await import('./linux/several.ts');
  return new SeveralHooks(first ? [first, ...others] : []);
}

async function openHook(section: DriverSections['hook'][number], opening: Opening): Promise<HookSwitch> {
  if (section.driver === 'sim') return new SimHookSwitch(await opening.deskSet());
  if (section.driver === 'none') return new (await import('./linux/absent.ts')).NoHookSwitch();
  const { EvdevHook } = await import('./linux/input/evdev-hook.ts');
  const { device, grab, code, on_means: onMeans, debounce_ms: debounceMs, toggles } = section;
  const source = (await opening.devices()).input(device, grab, 'hook switch');
  return new EvdevHook({ source, clock: opening.clock, ...inputCode(code), onMeans, debounceMs, toggles });
}

async function openIndicators(sections: DriverSections['indicators'], opening: Opening): Promise<Indicators> {
  const [first, ...others] = await inTurn(sections, (section) => openLamps(section, opening));
  if (first && others.length === 0) return first;
  const { SeveralIndicators } = await import('./linux/several.ts');
  return new SeveralIndicators(first ? [first, ...others] : []);
}

async function openLamps(section: DriverSections['indicators'][number], opening: Opening): Promise<Indicators> {
  if (section.driver === 'sim') return new SimIndicators(await opening.deskSet());
  return new (await import('./linux/absent.ts')).NoIndicators();
}

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
