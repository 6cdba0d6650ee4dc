// A key panel with a microcontroller on a serial line: keys, hook and lamps, through noise and unplugging.

import type { Clock, Timer } from '../../clock.ts';
import type { DeviceState } from '../../device-state.ts';
import type { HookPosition } from '../../hook-switch.ts';
import { type LampName, type LampState, lampNames } from '../../indicators.ts';
import { type KeyEvent, type KeyName, keyNames } from '../../keypad.ts';
import type { DeskDevice } from '../device/desk-device.ts';
import { notThere } from '../device/device-error.ts';
import { ToldState } from '../device/told-state.ts';
import { encodeFrame, FrameReader } from './frames.ts';
import {
  lampsBody,
  messageTypes,
  type PanelMessage,
  type PanelState,
  panelVersion,
  parsePanelMessage,
} from './panel-messages.ts';
import { type OpenSerialLine, openSerialLine, type SerialLine } from './serial-line.ts';

export interface SerialPanelOptions {
  /** Best a name that udev keeps, e.g. "/dev/serial/by-id/usb-…". */
  readonly path: string;
  readonly baud: number;
  readonly clock: Clock;
  warn(sentence: string): void;
  readonly open?: OpenSerialLine;
}

const againMs = 2_000;
/** The panel says its state twice a second at least; the phone its lamps once a second. */
const silentMs = 2_000;
const lampsEveryMs = 1_000;
const nothing: PanelState = { keys: new Set(), isOffHook: false };
const noisyPieces = 50;
/** A line that has been clean for so long is trusted again. */
const noiseFadesMs = 60_000;

export class SerialPanel implements DeskDevice {
  readonly #options: SerialPanelOptions;
  readonly #told: ToldState;
  readonly #keyListeners = new Set<(event: KeyEvent) => void>();
  readonly #hookListeners = new Set<(position: HookPosition) => void>();
  readonly #lamps = new Map<LampName, LampState>();
  #reader = new FrameReader();
  #line: SerialLine | undefined;
  #state = nothing;
  #sequence: number | undefined;
  #again: Timer | undefined;
  #silence: Timer | undefined;
  #lampBeat: Timer | undefined;
  #isNoiseTold = false;
  #noisyAtMs: number | undefined;
  #heardNoise = 0;
  #isClosed = false;

  constructor(options: SerialPanelOptions) {
    this.#options = options;
    this.#told = new ToldState(`key panel at ${options.path}`, options.warn);
  }

  start(): void {
    this.#again?.cancel();
    if (this.#isClosed) return;
    const { path, baud, open = openSerialLine } = this.#options;
    this.#reader = new FrameReader();
    this.#line = open(path, baud, {
      onOpened: () => this.#opened(),
      onBytes: (chunk) => this.#take(chunk),
      onClosed: (reason) => this.#lose(fault(reason)),
    });
  }

  get position(): HookPosition {
    return this.#state.isOffHook ? 'off-hook' : 'on-hook';
  }

  onKey(listener: (event: KeyEvent) => void): () => void {
    this.#keyListeners.add(listener);
    return () => void this.#keyListeners.delete(listener);
  }

  onHook(listener: (position: HookPosition) => void): () => void {
    this.#hookListeners.add(listener);
    return () => void this.#hookListeners.delete(listener);
  }

  setLamp(lamp: LampName, state: LampState): void {
    if (this.lamp(lamp) === state) return;
    this.#lamps.set(lamp, state);
    this.#sayLamps();
  }

  lamp(lamp: LampName): LampState {
    return this.#lamps.get(lamp) ?? 'off';
  }

  states(): readonly DeviceState[] {
    const { path, clock } = this.#options;
    const isNoisy = this.#noisyAtMs !== undefined && clock.nowMs() - this.#noisyAtMs < noiseFadesMs;
    if (!isNoisy) return [this.#told.state];
    const sentence = 'hard to understand: check baud rate, cable and ground';
    return [this.#told.state, { device: `line of the key panel at ${path}`, isWorking: false, sentence }];
  }

  /** The panel's lamps go out with its phone. */
  close(): void {
    this.#isClosed = true;
    for (const timer of [this.#again, this.#silence, this.#lampBeat]) timer?.cancel();
    this.#keyListeners.clear();
    this.#hookListeners.clear();
    for (const lamp of lampNames) this.#lamps.set(lamp, 'off');
    this.#say(
      messageTypes.lamps,
      lampsBody((lamp) => this.lamp(lamp)),
    );
    this.#line?.close();
    this.#line = undefined;
  }

  #opened(): void {
    this.#say(messageTypes.ask, new Uint8Array());
    this.#sayLamps();
    this.#expectWord();
  }

  #take(chunk: Uint8Array): void {
    for (const frame of this.#reader.push(chunk)) {
      const message = parsePanelMessage(frame);
      if (message && this.#line) this.#hear(message);
    }
    const { noisePieces } = this.#reader;
    if (noisePieces >= noisyPieces && noisePieces !== this.#heardNoise) this.#noisyAtMs = this.#options.clock.nowMs();
    this.#heardNoise = noisePieces;
    if (noisePieces >= noisyPieces && !this.#isNoiseTold) {
      this.#isNoiseTold = true;
      this.#options.warn(
        `The key panel at ${this.#options.path} is hard to understand (${noisyPieces} broken messages): check baud rate, cable and ground.`,
      );
    }
  }

  #hear(message: PanelMessage): void {
    this.#expectWord();
    if (message.type === 'hello') {
      if (message.version !== panelVersion) {
        this.#lose(`it speaks version ${message.version}, and this phone version ${panelVersion}: update the panel`);
        return;
      }
      // It has just started: what it held before is let go, and its changes are counted anew.
      this.#sequence = undefined;
      this.#become(nothing);
      this.#told.works(`"${message.name}"`);
      this.#sayLamps();
      return;
    }
    if (!this.#told.state.isWorking) this.#told.works('a panel that answers');
    const missed = this.#sequence === undefined ? 1 : (message.sequence - this.#sequence) & 0xff;
    this.#sequence = message.sequence;
    // The same sequence again is the beat of a panel that has nothing new; after a gap the newest has to do.
    const news = missed === 0 ? 1 : Math.min(missed, message.states.length);
    for (const state of message.states.slice(0, news).reverse()) this.#become(state);
  }

  #become(state: PanelState): void {
    const before = this.#state;
    this.#state = state;
    for (const key of keyNames) if (before.keys.has(key) && !state.keys.has(key)) this.#report(key, false);
    for (const key of keyNames) if (!before.keys.has(key) && state.keys.has(key)) this.#report(key, true);
    if (before.isOffHook === state.isOffHook) return;
    for (const listener of [...this.#hookListeners]) listener(this.position);
  }

  #report(key: KeyName, down: boolean): void {
    const event = { key, down, atMs: this.#options.clock.nowMs() };
    for (const listener of [...this.#keyListeners]) listener(event);
  }

  #expectWord(): void {
    this.#silence?.cancel();
    this.#silence = this.#options.clock.after(silentMs, () =>
      this.#lose('it does not answer: check its power and cable, and the baud rate'),
    );
  }

  #lose(reason: string): void {
    if (this.#isClosed) return;
    for (const timer of [this.#silence, this.#lampBeat]) timer?.cancel();
    this.#line?.close();
    this.#line = undefined;
    this.#sequence = undefined;
    this.#become(nothing);
    this.#told.fails(reason);
    this.#again?.cancel();
    this.#again = this.#options.clock.after(againMs, () => this.start());
  }

  #sayLamps(): void {
    this.#lampBeat?.cancel();
    if (!this.#line) return;
    this.#say(
      messageTypes.lamps,
      lampsBody((lamp) => this.lamp(lamp)),
    );
    this.#lampBeat = this.#options.clock.after(lampsEveryMs, () => this.#sayLamps());
  }

  #say(type: number, body: Uint8Array): void {
    this.#line?.write(encodeFrame({ type, sequence: 0, body }));
  }
}

function fault(reason: string): string {
  if (/no such file|ENOENT/i.test(reason)) return notThere;
  if (/permission denied|EACCES/i.test(reason)) {
    return 'it may not be opened: put the phone\'s user into the group "dialout"';
  }
  if (/lock|busy/i.test(reason)) return 'another program has it open: end that program';
  return `the line is gone (${reason})`;
}
