// A board that updates itself on a virtual clock and a disk whose power can be cut: it starts, restarts, and starts again.

import { ImageUpdate } from '../../../firmware/admin/update/index.ts';
import { policySchema } from '../../../firmware/config/index.ts';
import type { AccountState, PhoneState, UpdateState } from '../../../firmware/phone.ts';
import type { Store } from '../../../firmware/store/index.ts';
import { SimBootSlots } from '../../../hal/sim/boot-slots.ts';
import { PowerCut, PowerCutDisk } from '../../../hal/sim/power-cut-disk.ts';
import { VirtualClock } from '../../../hal/sim/virtual-clock.ts';
import { SystemRandom } from '../../../hal/system/random.ts';
import type { DeviceCheck } from '../../../media/session.ts';
import { atRest } from '../../../ui/gallery/fixtures/state.ts';
import { MemoryUpdateServer } from './memory-update-server.ts';
import { PowerCutStore } from './power-cut-store.ts';
import { bundleOf, bytesOf, nowMs, ReleaseDesk } from './release-desk.ts';

/** What is wrong with an image: nothing, or what it never does or gets. `hangs`: its phone never even starts. */
export type Ailment = 'none' | 'no-screen' | 'no-audio' | 'no-registration' | 'no-answer' | 'hangs';

export const factoryVersion = '0.2.0';
/** As far as the watchdog and the timer outside the phone let a silent image go. */
const silentForMs = 15 * 60_000;
const stepMs = 5_000;

export class SimulatedBoard {
  readonly desk: ReleaseDesk;
  readonly clock = new VirtualClock(nowMs);
  readonly disk: PowerCutDisk;
  readonly server = new MemoryUpdateServer();
  readonly log: string[] = [];
  readonly shown: UpdateState[] = [];
  /** By version; what is not here is sane. */
  readonly ailments = new Map<string, Ailment>();
  readonly policy: Readonly<Record<string, unknown>>;
  /** Versions in the order in which they started. */
  readonly starts: string[] = [];
  sipServerAnswers = true;
  signedIn = true;
  touchedAtMs = Number.NEGATIVE_INFINITY;
  slots: SimBootSlots;
  update: ImageUpdate | undefined;
  #state: PhoneState = atRest;
  #store: Store;
  #listeners = new Set<() => void>();
  #restarting = false;

  constructor(policy: Readonly<Record<string, unknown>> = {}, desk = new ReleaseDesk(), disk = new PowerCutDisk()) {
    this.desk = desk;
    this.disk = disk;
    const { rootKeys } = desk.trust;
    this.policy = { imageUpdate: { enabled: true, server: 'https://updates.test/', rootKeys, ...policy } };
    this.slots = SimBootSlots.boot(this.disk, factoryVersion);
    this.#store = new PowerCutStore(this.disk);
  }

  /** An image of the given size is released for this board, signed and all. */
  release(version: string, image: Uint8Array, change: Parameters<ReleaseDesk['envelope']>[0] = {}): void {
    this.server.image = image;
    const bundle = bundleOf(image, `offhook-${version}.raucb`);
    this.server.manifest = bytesOf(this.desk.envelope({ version, bundle, ...change }));
  }

  get state(): PhoneState {
    return this.#state;
  }

  get running(): string | undefined {
    return this.slots.list().find(({ name }) => name === this.slots.running())?.version;
  }

  get store(): Store {
    return this.#store;
  }

  /** For a phone whose data partition is gone. */
  replaceStore(store: Store): void {
    this.#store = store;
  }

  change(change: Partial<PhoneState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of [...this.#listeners]) listener();
  }

  /** Power on. */
  start(): void {
    this.update?.close();
    this.update = undefined;
    this.#listeners.clear();
    this.#restarting = false;
    this.slots = SimBootSlots.boot(this.disk, factoryVersion, () => {
      this.#restarting = true;
    });
    const version = this.running ?? '';
    this.starts.push(version);
    const ailment = this.ailments.get(version) ?? 'none';
    if (ailment === 'hangs') {
      this.clock.after(silentForMs, () => {
        this.#restarting = true;
      });
      return;
    }
    this.#state = { ...atRest, account: this.#account(ailment) };
    const update = new ImageUpdate({
      clock: this.clock,
      random: new SystemRandom(),
      store: this.#store,
      log: (_level, text) => this.log.push(text),
      policy: policySchema.parse(this.policy),
      identity: {
        vendor: 'Offhook',
        model: 'Desk',
        revision: '1',
        serialNumber: 'T-1',
        macAddress: '02:00:00:00:00:01',
      },
      slots: this.slots,
      version: factoryVersion,
      server: this.server,
      phone: this.#phone(),
      touchedAtMs: () => this.touchedAtMs,
      checkSound: (durationMs) => this.#checkSound(ailment, durationMs),
      show: (state) => this.#show(state),
    });
    this.update = update;
    update.start();
    if (ailment !== 'no-screen') update.screenDrawn();
  }

  /** Until `condition` holds or so much time has passed; the board restarts itself where it wants to. Answers whether it held. */
  async run(ms: number, condition: () => boolean = () => false): Promise<boolean> {
    for (let passed = 0; passed < ms && !condition(); passed += stepMs) {
      try {
        await this.clock.advance(stepMs);
        if (this.disk.powered && this.#restarting) this.start();
      } catch (error) {
        if (!(error instanceof PowerCut)) throw error;
      }
      if (!this.disk.powered) return false;
    }
    return condition();
  }

  /** After a cut; `cutAfter`: the power fails again after so many more writes. */
  async powerBack(cutAfter = Number.POSITIVE_INFINITY): Promise<void> {
    this.update?.close();
    // What the process that died had begun comes to its end without power, as it must.
    for (let turn = 0; turn < 4; turn++) await this.clock.advance(0);
    this.disk.restorePower();
    this.disk.cutAfter(cutAfter);
    try {
      this.start();
    } catch (error) {
      if (!(error instanceof PowerCut)) throw error;
    }
  }

  #account(ailment: Ailment): AccountState {
    if (!this.signedIn) return { status: 'signed-out', failure: undefined, lockedUntilMs: undefined };
    const answered = this.sipServerAnswers && ailment !== 'no-answer';
    if (answered && ailment !== 'no-registration') return { status: 'signed-in' };
    const failure = answered ? 'server-refused' : 'server-unreachable';
    return { status: 'reconnecting', failure, nextAttemptAtMs: undefined };
  }

  #phone() {
    const board = this;
    return {
      get state(): PhoneState {
        return board.#state;
      },
      subscribe: (listener: () => void) => {
        board.#listeners.add(listener);
        return () => void board.#listeners.delete(listener);
      },
    };
  }

  async #checkSound(ailment: Ailment, durationMs: number): Promise<DeviceCheck> {
    await new Promise<void>((resolve) => this.clock.after(durationMs, resolve));
    return ailment === 'no-audio' ? { ran: true, glitches: 3 } : { ran: true, glitches: 0 };
  }

  #show(update: UpdateState): void {
    this.shown.push(update);
    this.change({ update });
  }
}
