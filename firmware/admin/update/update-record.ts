// What the updater must know after a restart: what it has believed, what it is trying, and what it still has to tell.

import * as z from 'zod';
import { ok, type Result } from '../../../hal/result.ts';
import { validate } from '../../config/index.ts';
import type { Store } from '../../store/index.ts';
import { type Ring, rings } from './manifest/index.ts';

const storeName = 'image-update';
const mostFailedBundles = 8;

const attemptSchema = z.strictObject({
  version: z.string(),
  sha256: z.string(),
  /** What ran when it was fetched. */
  from: z.string(),
  ticket: z.string().optional(),
  /** `written`: not armed yet, as far as we know; `armed`: the next start is its trial, or was. */
  stage: z.enum(['written', 'armed']),
  /** Trials so far. */
  tries: z.int().min(0).max(100),
  /** The old image was registered when the trial was armed. */
  registered: z.boolean(),
  /** Why the trial gave itself up; absent where it could not say so. */
  fault: z.enum(['no-screen', 'no-audio', 'not-registered', 'no-answer']).optional(),
});

const recordSchema = z.strictObject({
  keyListSequence: z.int().min(0),
  sequences: z.partialRecord(z.enum(rings), z.int().min(0)),
  /** SHA-256 of images that fell back, oldest first. */
  failedBundles: z.array(z.string()).max(mostFailedBundles),
  attempt: attemptSchema.optional(),
  untold: z
    .strictObject({
      version: z.string(),
      result: z.enum(['kept', 'fell-back', 'refused']),
      reason: z.string(),
      ticket: z.string().optional(),
    })
    .optional(),
});

export type Attempt = z.infer<typeof attemptSchema>;
export type TrialFault = NonNullable<Attempt['fault']>;
type Contents = z.infer<typeof recordSchema>;

const blank: Contents = { keyListSequence: 0, sequences: {}, failedBundles: [] };

export class UpdateRecord {
  readonly #store: Store;
  #contents: Contents;

  constructor(store: Store) {
    this.#store = store;
    const stored = store.read(storeName);
    const valid = stored === undefined ? ok(blank) : validate(recordSchema, stored);
    this.#contents = valid.ok ? valid.value : blank;
  }

  get contents(): Readonly<Contents> {
    return this.#contents;
  }

  /** On the disk when it answers `ok`; where it cannot be, nothing has changed. */
  change(change: Partial<Contents>): Result<void> {
    const next = { ...this.#contents, ...change };
    const written = this.#store.write(storeName, next);
    if (written.ok) this.#contents = next;
    return written;
  }

  /** A manifest has been believed: nothing older will be. */
  believe(keyListSequence: number, ring: Ring, sequence: number): Result<void> {
    const { sequences } = this.#contents;
    if (this.#contents.keyListSequence === keyListSequence && sequences[ring] === sequence) return ok(undefined);
    return this.change({ keyListSequence, sequences: { ...sequences, [ring]: sequence } });
  }

  /** The attempt is over; an image that was not kept is not tried again. */
  close({ sha256 }: Attempt, untold: NonNullable<Contents['untold']>): Result<void> {
    const { failedBundles } = this.#contents;
    if (untold.result === 'kept') return this.change({ attempt: undefined, untold });
    return this.change({
      attempt: undefined,
      untold,
      failedBundles: [...failedBundles, sha256].slice(-mostFailedBundles),
    });
  }
}
