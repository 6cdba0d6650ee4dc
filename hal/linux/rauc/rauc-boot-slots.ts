// The slots of a real card: RAUC writes them, the boot state chooses among them (docs/boot-state.md).

import { createHash } from 'node:crypto';
import { createReadStream, writeFileSync } from 'node:fs';
import type { BootSlots, ImageSource, Slot, SlotName, SlotState, WriteFailure } from '../../boot-slots.ts';
import type { Clock } from '../../clock.ts';
import { err, ok, type Result } from '../../result.ts';
import type { BundleRelay } from './bundle-relay.ts';
import { type RaucSlot, readSlots } from './rauc-slots.ts';
import type { BusObject, SystemBus } from './system-bus.ts';

const installer: BusObject = { service: 'de.pengutronix.rauc', path: '/', interface: 'de.pengutronix.rauc.Installer' };
const lookEveryMs = 1_000;
/** A bundle on a slow line, with everything else that RAUC does. */
const longestInstallMs = 4 * 3_600_000;

export interface RaucOptions {
  readonly bus: SystemBus;
  readonly clock: Clock;
  /** As the kernel was started: it says which slot runs and which was confirmed last. */
  readonly kernelCommandLine: string;
  /** Of the image that runs. */
  readonly version: string | undefined;
  /** The system restarts the board when this file appears (docs/image.md). */
  readonly restartFile: string;
}

export class RaucBootSlots implements BootSlots {
  readonly compatible: string;
  readonly #options: RaucOptions;
  readonly #running: SlotName;
  #confirmed: SlotName;
  #slots: readonly RaucSlot[];
  #primary: SlotName | undefined;

  private constructor(options: RaucOptions, running: SlotName, confirmed: SlotName, compatible: string, seen: Seen) {
    this.#options = options;
    this.#running = running;
    this.#confirmed = confirmed;
    this.compatible = compatible;
    this.#slots = seen.slots;
    this.#primary = seen.primary;
  }

  static async open(options: RaucOptions): Promise<Result<RaucBootSlots>> {
    const { bus, kernelCommandLine } = options;
    const running = slotIn(kernelCommandLine, 'rauc.slot');
    if (running === undefined) return err('The kernel was not told which slot runs ("rauc.slot=").');
    const compatible = await bus.get(installer, 'Compatible');
    if (!compatible.ok) return err(`RAUC does not answer: ${compatible.error}.`);
    if (typeof compatible.value !== 'string') return err('RAUC does not say what the board is.');
    const seen = await look(bus);
    if (!seen.ok) return seen;
    const confirmed = slotIn(kernelCommandLine, 'offhook.confirmed') ?? running;
    return ok(new RaucBootSlots(options, running, confirmed, compatible.value, seen.value));
  }

  running(): SlotName {
    return this.#running;
  }

  list(): readonly Slot[] {
    return this.#slots.map((slot) => ({
      name: slot.bootName,
      state: this.#stateOf(slot),
      version: slot.bootName === this.#running ? (this.#options.version ?? slot.image?.version) : slot.image?.version,
    }));
  }

  async write(image: ImageSource, onProgress?: (share: number) => void): Promise<Result<void, WriteFailure>> {
    this.#requireGoodRunning();
    const { bus } = this.#options;
    const relay = await openRelay(image);
    if (!relay.ok) return relay;
    try {
      const { url, failure } = relay.value;
      const inspected = await bus.call(installer, 'InspectBundle', 'sa{sv}', url, '0');
      if (!inspected.ok) return err(failureOf(inspected.error, failure()));
      if (manifestHashIn(inspected.value) !== image.manifestSha256)
        return err({ reason: 'differs', detail: 'The bundle is another than the one that was signed' });
      const begun = await bus.call(installer, 'InstallBundle', 'sa{sv}', url, '0');
      if (!begun.ok) return err(failureOf(begun.error, failure()));
      const failed = await this.#follow(onProgress);
      await this.#lookAgain();
      if (failed !== undefined) return err(failureOf(failed, failure()));
    } finally {
      relay.value.close();
    }
    return this.#readBack(image);
  }

  async armTrial(): Promise<void> {
    this.#requireGoodRunning();
    if (this.#other?.image === undefined) throw new Error('There is no whole image to try.');
    await this.#mark('active', this.#other.name);
  }

  async confirm(): Promise<void> {
    if (this.#running === this.#confirmed) return;
    await this.#mark('good', 'booted');
    this.#confirmed = this.#running;
  }

  restart(): void {
    writeFileSync(this.#options.restartFile, '');
  }

  get #other(): RaucSlot | undefined {
    return this.#slots.find(({ bootName }) => bootName !== this.#running);
  }

  #stateOf({ bootName, good, image }: RaucSlot): SlotState {
    if (bootName === this.#running) return bootName === this.#confirmed ? 'good' : 'trial';
    if (this.#running !== this.#confirmed && bootName === this.#confirmed) return 'good';
    if (bootName === this.#primary) return 'trial';
    return good ? 'good' : image === undefined ? 'empty' : 'bad';
  }

  #requireGoodRunning(): void {
    if (this.#running !== this.#confirmed) throw new Error('The running image has not proved itself yet.');
  }

  /** Until RAUC is idle again; answers its words where it failed. */
  async #follow(onProgress: ((share: number) => void) | undefined): Promise<string | undefined> {
    const { bus, clock } = this.#options;
    const startedAtMs = clock.nowMs();
    while (clock.nowMs() - startedAtMs < longestInstallMs) {
      await new Promise<void>((resolve) => clock.after(lookEveryMs, resolve));
      const operation = await bus.get(installer, 'Operation');
      if (!operation.ok) return operation.error;
      if (operation.value === 'idle') {
        const failed = await bus.get(installer, 'LastError');
        if (!failed.ok) return failed.error;
        return typeof failed.value === 'string' && failed.value !== '' ? failed.value : undefined;
      }
      const progress = await bus.get(installer, 'Progress');
      const [percent] = progress.ok && Array.isArray(progress.value) ? progress.value : [];
      if (typeof percent === 'number') onProgress?.(Math.min(1, Math.max(0, percent / 100)));
    }
    return 'the installation did not end';
  }

  /** RAUC has checked each block as it came; this looks at what the card made of them. */
  async #readBack(image: ImageSource): Promise<Result<void, WriteFailure>> {
    const other = this.#other;
    if (other?.image?.version !== image.version)
      return err({ reason: 'differs', detail: `RAUC wrote version ${other?.image?.version ?? 'unknown'}` });
    const { sizeBytes, sha256 } = other.image;
    const hash = createHash('sha256');
    try {
      for await (const chunk of createReadStream(other.device, { end: sizeBytes - 1 })) hash.update(chunk);
    } catch (error) {
      return err({ reason: 'differs', detail: `${other.device} cannot be read back: ${messageOf(error)}` });
    }
    return hash.digest('hex') === sha256
      ? ok(undefined)
      : err({ reason: 'differs', detail: `${other.device} does not read back as it was written` });
  }

  async #mark(state: 'active' | 'good', slot: string): Promise<void> {
    const marked = await this.#options.bus.call(installer, 'Mark', 'ss', state, slot);
    if (!marked.ok) throw new Error(`RAUC did not mark ${slot} ${state}: ${marked.error}.`);
    await this.#lookAgain();
  }

  async #lookAgain(): Promise<void> {
    const seen = await look(this.#options.bus);
    if (!seen.ok) throw new Error(seen.error);
    this.#slots = seen.value.slots;
    this.#primary = seen.value.primary;
  }
}

interface Seen {
  readonly slots: readonly RaucSlot[];
  readonly primary: SlotName | undefined;
}

async function look(bus: SystemBus): Promise<Result<Seen>> {
  const status = await bus.call(installer, 'GetSlotStatus');
  if (!status.ok) return err(`RAUC does not tell its slots: ${status.error}.`);
  const slots = readSlots(status.value);
  if (!slots.ok) return err(`RAUC's slots cannot be used: ${slots.error}.`);
  const answer = await bus.call(installer, 'GetPrimary');
  const [name] = answer.ok && Array.isArray(answer.value) ? answer.value : [];
  return ok({ slots: slots.value, primary: slots.value.find((slot) => slot.name === name)?.bootName });
}

function slotIn(commandLine: string, key: string): SlotName | undefined {
  const value = commandLine.split(/\s+/).findLast((word) => word.startsWith(`${key}=`));
  const slot = value?.slice(key.length + 1);
  return slot === 'A' || slot === 'B' ? slot : undefined;
}

/** Its code is loaded only by a phone that is being updated. */
async function openRelay(image: ImageSource): Promise<Result<BundleRelay, WriteFailure>> {
  const { openBundleRelay } = await import('./bundle-relay.ts');
  try {
    return ok(await openBundleRelay(image));
  } catch (error) {
    return err({ reason: 'source', detail: messageOf(error) });
  }
}

/** `answer` is that of InspectBundle: a dictionary of variants. */
function manifestHashIn(answer: unknown): unknown {
  const [facts] = Array.isArray(answer) ? (answer as readonly unknown[]) : [];
  const hash: unknown = typeof facts === 'object' && facts !== null ? Reflect.get(facts, 'manifest-hash') : undefined;
  return typeof hash === 'object' && hash !== null ? Reflect.get(hash, 'data') : undefined;
}

/** By RAUC's words, which are for people; an accident of the network is one that the relay has seen. */
function failureOf(words: string, source: string | undefined): WriteFailure {
  if (source !== undefined) return { reason: 'source', detail: source };
  return { reason: /no space|too large|not enough space/i.test(words) ? 'no-space' : 'rejected', detail: words };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
