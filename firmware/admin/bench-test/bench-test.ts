// A phone on the bench: tells the bench what its keys, hook, screen and calls do, and obeys its few orders.

import type { BootSlots } from '../../../hal/boot-slots.ts';
import type { Clock } from '../../../hal/clock.ts';
import type { DeviceState } from '../../../hal/device-state.ts';
import type { HookSwitch } from '../../../hal/hook-switch.ts';
import type { DeviceIdentity } from '../../../hal/identity.ts';
import type { Indicators } from '../../../hal/indicators.ts';
import type { Keypad } from '../../../hal/keypad.ts';
import type { Screen } from '../../../hal/screen.ts';
import type { Policy } from '../../config/index.ts';
import type { DiagnosticEvent } from '../../diagnostics.ts';
import type { Phone, UpdateState } from '../../phone.ts';
import type { LogSink } from '../../store/index.ts';
import { BenchLine } from './bench-line.ts';
import { benchTestProtocol, type Order, parseOrder, type Told } from './messages.ts';
import { TappedHook } from './tapped-hook.ts';
import { TappedKeypad } from './tapped-keypad.ts';
import { TappedLamps } from './tapped-lamps.ts';
import { TappedScreen } from './tapped-screen.ts';

export interface TestedBoard {
  readonly name: string;
  readonly clock: Clock;
  readonly keypad: Keypad;
  readonly hook: HookSwitch;
  readonly screen: Screen;
  readonly indicators: Indicators;
  readonly identity: { read(): DeviceIdentity };
  readonly bootSlots: () => Promise<BootSlots>;
  states(): readonly DeviceState[];
}

export interface BenchTestOptions {
  readonly board: TestedBoard;
  readonly policy: Policy;
  readonly trustAnchors: readonly string[];
  readonly version: string;
  readonly log: LogSink;
}

export class BenchTest {
  /** What the phone is to use in place of the board's own. */
  readonly ports: {
    readonly keypad: TappedKeypad;
    readonly hook: TappedHook;
    readonly screen: TappedScreen;
    readonly indicators: TappedLamps;
  };
  readonly #options: BenchTestOptions;
  readonly #slots: BootSlots;
  readonly #line: BenchLine | undefined;
  #phone: Phone | undefined;
  #lookForUpdate: (() => void) | undefined;
  #update = '';

  constructor(options: BenchTestOptions, slots: BootSlots) {
    this.#options = options;
    this.#slots = slots;
    const { board, policy, trustAnchors, log } = options;
    this.ports = {
      keypad: new TappedKeypad(board.keypad, (event) => this.#tell({ type: 'key', ...event })),
      hook: new TappedHook(board.hook, (position) => this.#tell({ type: 'hook', position })),
      screen: new TappedScreen(board.screen, (event) => this.#tell({ type: 'touch', ...event })),
      indicators: new TappedLamps(board.indicators),
    };
    const { server, token } = policy.benchTest;
    if (server === undefined || token === undefined) {
      log('warning', 'Bench test: the policy switches it on without "benchTest.server" and "benchTest.token".');
      return;
    }
    log('warning', `Bench test: the policy lends this phone to ${server} while somebody is signed in.`);
    this.#line = new BenchLine({
      ...{ server, token, trustAnchors, log, clock: board.clock },
      onOpen: () => this.#greet(),
      onMessage: (text) => this.#receive(text),
      onLost: () => this.#giveBack(),
    });
  }

  /** From now on the phone is lent to the bench while somebody is signed in, and to nobody else. */
  attach(phone: Phone): void {
    this.#phone = phone;
    const follow = (): void => {
      // A lost registration is no sign-out: losing the network is a part of the test.
      const { status } = phone.state.account;
      if (status === 'signed-in') this.#line?.want(true);
      else if (status === 'signed-out') this.#line?.want(false);
      this.#tellUpdate(phone.state.update);
    };
    phone.subscribe(follow);
    follow();
  }

  /** Whoever asks the update server, once there is somebody. */
  updatesBy(look: () => void): void {
    this.#lookForUpdate = look;
  }

  diagnose(event: DiagnosticEvent): void {
    if (event.type !== 'sip') this.#tell({ type: 'event', event });
  }

  close(): void {
    this.#line?.want(false);
  }

  #greet(): void {
    const { board, version } = this.#options;
    const { screen } = board;
    const slots = this.#slots;
    this.#tell({
      type: 'hello',
      protocol: benchTestProtocol,
      identity: board.identity.read(),
      board: board.name,
      version,
      slots: slots.list().map((slot) => ({ ...slot, running: slot.name === slots.running() })),
      screen: { width: screen.width, height: screen.height },
      devices: board.states(),
      upMs: board.clock.nowMs(),
    });
    this.#tell({ type: 'hook', position: board.hook.position });
    this.#update = '';
    if (this.#phone) this.#tellUpdate(this.#phone.state.update);
  }

  #receive(text: string): void {
    const order = parseOrder(text);
    if (order.ok) this.#obey(order.value);
    else this.#options.log('warning', `Bench test: an order was ${order.error}.`);
  }

  #obey(order: Order): void {
    const { keypad, hook, screen, indicators } = this.ports;
    const commands = this.#phone?.commands;
    switch (order.type) {
      case 'capture':
        for (const port of [keypad, hook, screen]) port.capture(order.on);
        break;
      case 'pattern':
        screen.show(order.pattern, order.marked);
        break;
      case 'lamp':
        indicators.order(order.lamp, order.state);
        break;
      case 'lamps-back':
        indicators.giveBack();
        break;
      case 'call':
        commands?.dial(order.number);
        break;
      case 'answer':
        commands?.answer();
        break;
      case 'hang-up':
        for (const { id, phase } of this.#phone?.state.calls ?? []) if (phase !== 'ended') commands?.hangUp(id);
        break;
      case 'path':
        commands?.setAudioPath(order.path);
        break;
      case 'look-for-update':
        this.#lookForUpdate?.();
    }
  }

  /** Without the bench the phone is a phone. */
  #giveBack(): void {
    const { keypad, hook, screen, indicators } = this.ports;
    for (const port of [keypad, hook, screen]) port.capture(false);
    screen.show(undefined);
    indicators.giveBack();
  }

  #tellUpdate(update: UpdateState): void {
    const told = JSON.stringify(update);
    if (told === this.#update) return;
    this.#update = told;
    this.#tell({ type: 'update', update });
  }

  #tell(told: Told): void {
    this.#line?.send(JSON.stringify(told));
  }
}
