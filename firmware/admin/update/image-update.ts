// Automatic Image Update: asks the administrator's server, fetches what may be believed, and starts it when nobody is disturbed.

import type { BootSlots, ImageSource, Slot, WriteFailure } from '../../../hal/boot-slots.ts';
import type { Clock, RandomSource } from '../../../hal/clock.ts';
import type { DeviceIdentity } from '../../../hal/identity.ts';
import type { DeviceCheck } from '../../../media/session.ts';
import type { Policy } from '../../config/index.ts';
import type { Phone, UpdateState } from '../../phone.ts';
import type { LogSink, Store } from '../../store/index.ts';
import { CheckSchedule } from './check-schedule.ts';
import { IdleWatch } from './idle-watch.ts';
import { acceptManifest, type Manifest, type Refusal, type RefusalReason, readManifest } from './manifest/index.ts';
import { RestartGate } from './restart-gate.ts';
import {
  type DeviceReport,
  DownloadFailed,
  type Offer,
  type Outcome,
  type UpdateServer,
} from './server/update-server.ts';
import { Trial } from './trial.ts';
import { type Attempt, type TrialFault, UpdateRecord } from './update-record.ts';

/**
 * A fall-back for want of any answer may be the server's fault, and a trial that ended without a word a power cut's:
 * neither an outage nor a thunderstorm may roll back a fleet for good.
 */
export const mostTries = 3;
/** Between trials that end without a word: each may cost a quarter of an hour without a phone. */
export const silentPauseMs = 6 * 3_600_000;
const noAnswer: readonly RefusalReason[] = ['unreachable', 'too-slow', 'bundle-cut'];
const refusedWrite: Readonly<Record<WriteFailure['reason'], RefusalReason>> = {
  source: 'bundle-cut',
  differs: 'bundle-differs',
  rejected: 'bundle-rejected',
  'no-space': 'no-space',
};

export interface ImageUpdatePorts {
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly store: Store;
  readonly log: LogSink;
  readonly policy: Policy;
  readonly identity: DeviceIdentity;
  readonly slots: BootSlots;
  /** Of the firmware that runs, where its slot does not say. */
  readonly version: string;
  /** Undefined where the policy names none: then nothing is asked and nothing is sent. */
  readonly server: UpdateServer | undefined;
  readonly phone: Pick<Phone, 'state' | 'subscribe'>;
  /** Monotonic time of the last sign of a person. */
  readonly touchedAtMs: () => number;
  readonly checkSound: (durationMs: number) => Promise<DeviceCheck>;
  readonly show: (state: UpdateState) => void;
}

export const updateOff: UpdateState = {
  step: 'off',
  version: undefined,
  share: 0,
  lastCheckedAtMs: undefined,
  problem: undefined,
};

const keys = Object.keys(updateOff) as (keyof UpdateState)[];

export class ImageUpdate {
  readonly #ports: ImageUpdatePorts;
  readonly #record: UpdateRecord;
  readonly #idle: IdleWatch;
  readonly #gate: RestartGate;
  readonly #schedule: CheckSchedule;
  readonly #forget: () => void;
  #state = updateOff;
  #trial: Trial | undefined;
  #signedInAs: string | undefined;
  #told = '';

  constructor(ports: ImageUpdatePorts) {
    this.#ports = ports;
    this.#record = new UpdateRecord(ports.store);
    const { clock, random, policy, phone } = ports;
    this.#idle = new IdleWatch(policy);
    this.#gate = new RestartGate({
      clock,
      waitMs: () => this.#idle.waitMs(phone.state, ports.touchedAtMs(), clock.nowMs()),
      counting: (share) => this.#show({ step: share === undefined ? 'waiting' : 'restarting', share: share ?? 0 }),
      pass: () => void this.#safely(() => this.#restart(), undefined),
    });
    const { interval: intervalMs } = policy.imageUpdate;
    this.#schedule = new CheckSchedule({
      clock,
      random,
      intervalMs,
      check: () => this.#safely(() => this.#check(), true),
    });
    this.#forget = phone.subscribe(() => this.#follow());
  }

  /** Once the phone is up; `screenDrawn` comes when it shows something. */
  start(): void {
    if (this.#running.state === 'trial') this.#beginTrial();
    else this.#settle();
    this.#follow();
  }

  screenDrawn(): void {
    this.#trial?.screenDrawn();
  }

  /** Without waiting for the day's question: for a bench that tests it. */
  lookNow(): void {
    if (this.#server) this.#schedule.now();
  }

  close(): void {
    this.#forget();
    this.#trial?.close();
    this.#gate.close();
    this.#schedule.close();
  }

  get #running(): Slot {
    const name = this.#ports.slots.running();
    const slot = this.#ports.slots.list().find((candidate) => candidate.name === name);
    return slot ?? { name, state: 'good', version: undefined };
  }

  get #other(): Slot | undefined {
    const { slots } = this.#ports;
    return slots.list().find(({ name }) => name !== slots.running());
  }

  get #version(): string {
    return this.#running.version ?? this.#ports.version;
  }

  get #server(): UpdateServer | undefined {
    return this.#ports.policy.imageUpdate.enabled ? this.#ports.server : undefined;
  }

  #follow(): void {
    const { phone, clock } = this.#ports;
    const { state } = phone;
    this.#idle.follow(state, clock.nowMs());
    this.#trial?.follow(state);
    this.#gate.look();
    const user = state.account.status === 'signed-in' ? state.self?.address : undefined;
    if (user !== undefined && user !== this.#signedInAs && this.#server) this.#schedule.signedIn();
    // A lost connection is no sign-out.
    if (user !== undefined || state.account.status === 'signed-out') this.#signedInAs = user;
  }

  #beginTrial(): void {
    const { attempt } = this.#record.contents;
    this.#log('info', `version ${this.#version} is on trial in slot ${this.#running.name}`);
    this.#show({ step: 'on-trial', version: this.#version });
    this.#trial = new Trial({
      clock: this.#ports.clock,
      needsServer: attempt?.registered ?? false,
      checkSound: this.#ports.checkSound,
      onVerdict: (fault) =>
        void this.#safely(async () => (fault === undefined ? this.#keep() : this.#fallBack(fault)), undefined),
    });
  }

  async #keep(): Promise<void> {
    await this.#ports.slots.confirm();
    this.#log('info', `version ${this.#version} has proved itself and is kept`);
    this.#settle();
  }

  #fallBack(fault: TrialFault): void {
    const { attempt } = this.#record.contents;
    if (attempt) this.#record.change({ attempt: { ...attempt, fault } });
    this.#log(
      'error',
      `version ${this.#version} did not prove itself (${fault}); the phone goes back to the one before`,
    );
    this.#gate.open();
  }

  /** What became of the last attempt, as far as the slots and the record tell; then the days go on as ever. */
  #settle(): void {
    const { attempt } = this.#record.contents;
    this.#show({ step: this.#server ? 'resting' : 'off', version: undefined });
    if (attempt && attempt.version === this.#version) this.#close(attempt, 'kept', '');
    // Armed and not started yet: only this process was restarted, not the board.
    else if (attempt?.stage === 'written' || (attempt && this.#other?.state === 'trial')) this.#wait(attempt);
    else if (attempt) this.#fellBack(attempt);
    if (!this.#server) return;
    void this.#safely(() => this.#tell(), undefined);
    this.#schedule.started();
  }

  #fellBack(attempt: Attempt): void {
    const { clock } = this.#ports;
    const { fault = 'did-not-start', ...again } = attempt;
    const silent = fault === 'did-not-start';
    if ((silent || fault === 'no-answer') && attempt.tries < mostTries) {
      this.#log('warning', `version ${attempt.version} fell back (${fault}) and will be tried again`);
      if (this.#record.change({ attempt: { ...again, stage: 'written' } }).ok)
        this.#wait(again, clock.nowMs() + (silent ? silentPauseMs : 0));
      return;
    }
    this.#log('error', `version ${attempt.version} fell back to ${this.#version} (${fault}) and is not tried again`);
    this.#show({ problem: 'fell-back' });
    this.#close(attempt, 'fell-back', fault);
  }

  #close(attempt: Attempt, result: Outcome['result'], reason: string): void {
    const { version, ticket } = attempt;
    this.#record.close(attempt, { version, result, reason, ticket });
  }

  /** Restarts into the image that stands in the other slot when nobody is disturbed. */
  #wait(attempt: Attempt, notBeforeMs = Number.NEGATIVE_INFINITY): void {
    const { phone, clock } = this.#ports;
    if (this.#other?.version !== attempt.version) {
      this.#record.change({ attempt: undefined });
      return;
    }
    this.#show({ step: 'waiting', version: attempt.version });
    // What fell back for want of an answer waits until there is one again.
    const answered = () => attempt.tries === 0 || !attempt.registered || phone.state.account.status === 'signed-in';
    this.#gate.open(() => clock.nowMs() >= notBeforeMs && answered());
  }

  async #restart(): Promise<void> {
    const { attempt } = this.#record.contents;
    if (attempt && this.#running.state === 'good') {
      if (this.#other?.state !== 'trial') await this.#arm(attempt);
      this.#log('info', `restarting into version ${attempt.version} for its trial`);
    }
    this.#ports.slots.restart();
  }

  async #arm({ fault: _, ...attempt }: Attempt): Promise<void> {
    const { slots, phone } = this.#ports;
    await slots.armTrial();
    const registered = phone.state.account.status === 'signed-in';
    const armed: Attempt = { ...attempt, stage: 'armed', tries: attempt.tries + 1, registered };
    if (!this.#record.change({ attempt: armed }).ok) this.#log('warning', 'its record could not be written');
  }

  async #check(): Promise<boolean> {
    const server = this.#server;
    if (!server || !this.#isAt('resting')) return true;
    void this.#safely(() => this.#tell(), undefined);
    this.#show({ step: 'checking' });
    const offer = await server.check(this.#report());
    this.#show({ lastCheckedAtMs: this.#ports.clock.wallMs() });
    const outcome = offer.ok ? await this.#take(offer.value) : offer;
    if (!outcome.ok) this.#refused(outcome.error, offer.ok ? offer.value?.ticket : undefined);
    if (!this.#isAt('waiting')) this.#show({ step: 'resting', version: undefined, share: 0 });
    return outcome.ok || !noAnswer.includes(outcome.error.reason);
  }

  async #take(
    offer: Offer | undefined,
  ): Promise<{ readonly ok: true } | { readonly ok: false; readonly error: Refusal }> {
    if (!offer) return this.#nothingNew();
    const { policy, clock, slots } = this.#ports;
    const { keyListSequence, sequences, failedBundles } = this.#record.contents;
    const nowMs = clock.wallMs();
    const { rootKeys, ring } = policy.imageUpdate;
    const read = readManifest(offer.manifest, { rootKeys, keyListSequence, nowMs });
    if (!read.ok) return read;
    const { manifest } = read.value;
    const { compatible } = slots;
    const situation = { nowMs, compatible, version: this.#version, ring, sequences, failedBundles };
    const accepted = acceptManifest(manifest, situation);
    if (!accepted.ok) return accepted;
    const believed = this.#record.believe(read.value.keyListSequence, manifest.ring, manifest.sequence);
    if (!believed.ok) return unwritable(believed.error);
    if (accepted.value === 'up-to-date') {
      if (offer.ticket !== undefined) this.#note({ ...manifest, ticket: offer.ticket }, 'kept', '');
      return this.#nothingNew();
    }
    const image = offer.image(manifest);
    return image.ok ? this.#write(manifest, image.value, offer.ticket) : image;
  }

  async #write(manifest: Manifest, image: ImageSource, ticket: string | undefined) {
    const { version, bundle } = manifest;
    this.#log('info', `fetching version ${version}, ${bundle.sizeBytes} bytes`);
    this.#show({ step: 'downloading', version, share: 0 });
    let failed: Refusal | undefined;
    const open = async function* (fromByte: number, toByte?: number) {
      try {
        yield* image.open(fromByte, toByte);
      } catch (error) {
        if (error instanceof DownloadFailed) failed = error.refusal;
        throw error;
      }
    };
    const written = await this.#ports.slots.write({ ...image, open }, (share) => this.#progress(share));
    if (!written.ok) {
      const { reason, detail } = written.error;
      const sentence = `Version ${version} could not be written: ${detail}.`;
      return { ok: false as const, error: failed ?? { reason: refusedWrite[reason], sentence } };
    }
    const attempt: Attempt = {
      ...{ version, sha256: bundle.sha256, from: this.#version, ticket },
      ...{ stage: 'written' as const, tries: 0, registered: false },
    };
    const noted = this.#record.change({ attempt });
    if (!noted.ok) return unwritable(noted.error);
    this.#log('info', `version ${version} is written and read back; the phone restarts when it is idle`);
    this.#show({ problem: undefined });
    await this.#arm(attempt);
    this.#wait(attempt);
    return { ok: true as const };
  }

  /** Whole per cents only: each is a new state of the phone. */
  #progress(share: number): void {
    const shown = Math.floor(share * 100) / 100;
    if (shown !== this.#state.share) this.#show({ share: shown });
  }

  #nothingNew(): { readonly ok: true } {
    this.#told = '';
    this.#show({ problem: undefined });
    return { ok: true };
  }

  /** The same refusal day after day is one line of the log. */
  #refused({ reason, sentence }: Refusal, ticket: string | undefined): void {
    if (sentence !== this.#told) this.#log('warning', `${reason}: ${sentence}`);
    this.#told = sentence;
    this.#show({ problem: noAnswer.includes(reason) ? 'no-server' : 'refused' });
    if (ticket !== undefined && !noAnswer.includes(reason)) this.#note({ version: '', ticket }, 'refused', reason);
  }

  #note({ version, ticket }: { version: string; ticket: string }, result: Outcome['result'], reason: string): void {
    this.#record.change({ untold: { version, result, reason, ticket } });
    void this.#safely(() => this.#tell(), undefined);
  }

  /** What the server does not take now, it is told again with the next question. */
  async #tell(): Promise<void> {
    const { untold } = this.#record.contents;
    const server = this.#server;
    if (!server || !untold) return;
    const told = await server.tell(this.#report(), { ...untold, ticket: untold.ticket });
    if (told.ok && this.#record.contents.untold === untold) this.#record.change({ untold: undefined });
  }

  /** Whatever fails in a slot or on a disk, the phone goes on as it is. */
  async #safely<T>(work: () => Promise<T>, otherwise: T): Promise<T> {
    try {
      return await work();
    } catch (error) {
      this.#log('error', `stopped: ${error instanceof Error ? error.message : String(error)}`);
      if (!this.#isAt('on-trial')) this.#show({ step: 'resting', version: undefined, problem: 'failed' });
      return otherwise;
    }
  }

  #report(): DeviceReport {
    const { identity, phone } = this.#ports;
    const { vendor, model, revision, serialNumber, macAddress } = identity;
    const user = phone.state.self?.address ?? '';
    return { user, version: this.#version, vendor, model, revision, serialNumber, macAddress };
  }

  #isAt(step: UpdateState['step']): boolean {
    return this.#state.step === step;
  }

  #show(change: Partial<UpdateState>): void {
    const next = { ...this.#state, ...change };
    // Each new state makes the phone tell everybody, us as well.
    if (keys.every((name) => next[name] === this.#state[name])) return;
    this.#state = next;
    this.#ports.show(next);
  }

  #log(level: Parameters<LogSink>[0], what: string): void {
    this.#ports.log(level, `Image update: ${what}.`.replace(/\.\.$/, '.'));
  }
}

function unwritable(detail: string): { readonly ok: false; readonly error: Refusal } {
  return {
    ok: false,
    error: {
      reason: 'store-unwritable',
      sentence: `Nothing is installed while the phone cannot remember it: ${detail}`,
    },
  };
}
