// A bench whose phones are only far sides: simulated drivers and a test pattern, for testing the console page by itself.

import {
  type Bench,
  type Colleague,
  type ConsolePhone,
  clearNetwork,
  type Impairment,
  type PageReport,
} from '../../bench/console/protocol.ts';
import { loopbackOrigins } from '../../bench/console/server.ts';
import type { DiagnosticEvent } from '../../firmware/diagnostics.ts';
import type { KeyEvent } from '../../hal/keypad.ts';
import { ok, type Result } from '../../hal/result.ts';
import { DeskSet } from '../../hal/sim/desk-set.ts';
import { SimHookSwitch } from '../../hal/sim/hook-switch.ts';
import { SimIndicators } from '../../hal/sim/indicators.ts';
import { SimKeypad } from '../../hal/sim/keypad.ts';
import { SimScreen } from '../../hal/sim/screen.ts';
import { SimAudioDevice } from '../../hal/sim/sound/device.ts';
import { PageSound } from '../../hal/sim/sound/page-sound.ts';
import { SystemClock } from '../../hal/system/clock.ts';

export const screenSize = { width: 800, height: 480 };

const owners = [
  { name: 'Dana Novak', extension: '4217', pin: '246810' },
  { name: 'Jun Lee', extension: '4218', pin: '135792' },
];

const company: readonly Colleague[] = [
  { name: 'Mara Kovács', extension: '4402', title: 'Head of Design', behaviour: 'answers', canRing: true },
  { name: 'Amir Rao', extension: '4403', title: 'Finance', behaviour: 'is busy', canRing: true },
  {
    name: 'Audio Test Service',
    extension: '4900',
    title: '',
    behaviour: 'records 5 s and plays them back',
    canRing: false,
  },
  { name: 'Echo', extension: '4901', title: '', behaviour: 'sends your voice back', canRing: false },
];

/** One phone's simulated drivers, with what a test wants to see of them. */
export class FakePhone {
  readonly deskSet: DeskSet;
  readonly sound: PageSound;
  readonly audio: SimAudioDevice;
  readonly keypad: SimKeypad;
  readonly hook: SimHookSwitch;
  readonly indicators: SimIndicators;
  readonly screen: SimScreen;
  readonly frameBuffer = new Uint8Array(screenSize.width * screenSize.height * 4);
  readonly heard: string[] = [];
  readonly #waiting = new Set<() => void>();

  private constructor(deskSet: DeskSet, sound: PageSound) {
    const clock = new SystemClock();
    this.deskSet = deskSet;
    this.sound = sound;
    this.audio = new SimAudioDevice(sound, clock, 480);
    this.keypad = new SimKeypad(deskSet, clock);
    this.hook = new SimHookSwitch(deskSet);
    this.indicators = new SimIndicators(deskSet);
    this.screen = new SimScreen(deskSet, screenSize);
    this.screen.attach(this.frameBuffer);
    this.fill({ x: 0, y: 0, ...screenSize }, 0x0e1116);
    this.keypad.onKey(({ key, down }: KeyEvent) => this.#note(`${key} ${down ? 'down' : 'up'}`));
    this.keypad.onText((character) => this.#note(`text ${character}`));
    this.hook.onChange((position) => this.#note(position));
    this.screen.onTouch(({ x, y, down }) => this.#note(`touch ${x},${y} ${down ? 'down' : 'up'}`));
  }

  static async open(token: string, origins: readonly string[]): Promise<FakePhone> {
    return new FakePhone(await DeskSet.open({ token, origins }), await PageSound.open({ token, origins }));
  }

  fill(area: { x: number; y: number; width: number; height: number }, colour: number): void {
    const pixels = new Uint32Array(this.frameBuffer.buffer);
    for (let y = area.y; y < area.y + area.height; y++) {
      pixels.fill(colour, y * screenSize.width + area.x, y * screenSize.width + area.x + area.width);
    }
    this.screen.present([area]);
  }

  /** Send back what the microphone hears, like an echo line without a network. */
  echo(): void {
    this.audio.start((capture, playout) => playout.set(capture));
  }

  /** Resolves once everything in `wanted` has been heard, in this order. */
  async hears(...wanted: readonly string[]): Promise<void> {
    for (;;) {
      let from = 0;
      const missing = wanted.find((one) => {
        const at = this.heard.indexOf(one, from);
        from = at + 1;
        return at < 0;
      });
      if (missing === undefined) return;
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  async close(): Promise<void> {
    await this.audio.close();
    await this.deskSet.close();
  }

  #note(what: string): void {
    this.heard.push(what);
    for (const resume of this.#waiting) resume();
    this.#waiting.clear();
  }
}

export class FakeBench implements Bench {
  readonly domain = 'fernleigh.test';
  readonly company = company;
  readonly fakes: FakePhone[] = [];
  readonly rings: string[] = [];
  readonly #listeners = new Set<(phone: number, event: DiagnosticEvent) => void>();
  #phones: ConsolePhone[] = [];
  #impairment = clearNetwork;

  /** The console's port must be known first: phones let in its origin alone. */
  async open(count: number, consolePort: number): Promise<void> {
    for (const [at, owner] of owners.slice(0, count).entries()) {
      const token = `token-of-phone-${at + 1}`;
      const fake = await FakePhone.open(token, loopbackOrigins(consolePort));
      this.fakes.push(fake);
      const ports = { deskSet: fake.deskSet.port, audio: fake.sound.port ?? 0 };
      this.#phones.push({ id: at + 1, owner, status: 'ready', ports, token });
    }
  }

  phones(): readonly ConsolePhone[] {
    return this.#phones;
  }

  readonly reported: PageReport[] = [];
  readonly #reportListeners = new Set<(report: PageReport) => void>();

  reports(): readonly PageReport[] {
    return this.reported;
  }

  onReport(listener: (report: PageReport) => void): () => void {
    this.#reportListeners.add(listener);
    return () => void this.#reportListeners.delete(listener);
  }

  report(report: PageReport): void {
    this.reported.push(report);
    for (const listener of this.#reportListeners) listener(report);
  }

  onPhone(): () => void {
    return () => undefined;
  }

  onEvent(listener: (phone: number, event: DiagnosticEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  say(phone: number, event: DiagnosticEvent): void {
    for (const listener of this.#listeners) listener(phone, event);
  }

  impairment(): Impairment {
    return this.#impairment;
  }

  impair(impairment: Impairment): void {
    this.#impairment = impairment;
  }

  async ring(extension: string, phone: number): Promise<Result<void>> {
    this.rings.push(`${extension} rings phone ${phone}`);
    return ok(undefined);
  }

  async close(): Promise<void> {
    await Promise.all(this.fakes.map((fake) => fake.close()));
    this.#phones = [];
  }
}
