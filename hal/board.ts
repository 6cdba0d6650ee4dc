// Opens a board description: the one place that names drivers and chooses among them.

import { randomBytes } from 'node:crypto';
import { dirname, extname, resolve } from 'node:path';
import type { AudioSource } from './audio.ts';
import type { CheckedBoard } from './boards/board-schema.ts';
import { pathProcessing } from './boards/processing-schema.ts';
import { readBoard } from './boards/read-board.ts';
import type { BootSlots } from './boot-slots.ts';
import type { Clock, RandomSource } from './clock.ts';
import type { HookSwitch } from './hook-switch.ts';
import type { Identity } from './identity.ts';
import type { Indicators } from './indicators.ts';
import type { Keypad } from './keypad.ts';
import type { AlsaAudioOptions } from './linux/alsa-audio.ts';
import { halAddon } from './native/addon.ts';
import { err, ok, type Result } from './result.ts';
import type { Screen } from './screen.ts';
import type { SimAudioOptions } from './sim/audio.ts';
import { SimBootSlots } from './sim/boot-slots.ts';
import { DeskSet } from './sim/desk-set.ts';
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
  let deskSet: DeskSet;
  try {
    const port = checked.value.console?.port ?? 0;
    deskSet = await DeskSet.open({ ...access, port, onRefused: (sentence) => owner.warn(sentence) });
  } catch (error) {
    return err([`The desk set cannot wait for its pages: ${error instanceof Error ? error.message : String(error)}.`]);
  }
  const screen = new SimScreen(deskSet, sections.screen);
  const keypad = new SimKeypad(deskSet, clock);
  const hook = new SimHookSwitch(deskSet);
  const indicators = new SimIndicators(deskSet);
  const watchdog = new SimWatchdog(clock, () => owner.restart());
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
    endpoint: { port: deskSet.port },
    giveBackMemory: () => halAddon().giveBackMemory(),
    close: async () => {
      watchdog.disarm();
      for (const device of [screen, keypad, hook, indicators]) device.close();
      await deskSet.close();
    },
  });
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
