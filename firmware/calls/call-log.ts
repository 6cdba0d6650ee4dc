// The calls of the past: who, when, how long, missed or not; never what was said.

import * as z from 'zod';
import { validate } from '../config/index.ts';
import type { People } from '../people/index.ts';
import type { CallLogEntry, CallState, Party } from '../phone.ts';
import type { Store } from '../store/index.ts';

const maximumEntries = 200;
const storeName = 'call-log';

const text = z.string().max(300);
const storedSchema = z.object({
  missedCount: z.int().min(0),
  entries: z
    .array(
      z.object({
        id: text,
        direction: z.enum(['incoming', 'outgoing']),
        name: text,
        number: text,
        anonymous: z.boolean(),
        startedAtMs: z.number(),
        durationMs: z.number(),
        missed: z.boolean(),
        endReason: text.optional(),
      }),
    )
    .max(maximumEntries),
});

export class CallLog {
  readonly #store: Store;
  readonly #findPerson: (number: string) => Party['person'];
  /** The latest begun first. */
  #entries: readonly CallLogEntry[] = [];
  #missedCount = 0;

  constructor(store: Store, people: () => People) {
    this.#store = store;
    this.#findPerson = (number) => (number.includes('@') ? people().byAddress(number) : people().byNumber(number));
    this.#load();
  }

  get entries(): readonly CallLogEntry[] {
    return this.#entries;
  }

  get missedCount(): number {
    return this.#missedCount;
  }

  add(entry: CallLogEntry): void {
    // A call that waited begins later and ends sooner than the one it interrupted.
    this.#entries = [entry, ...this.#entries]
      .toSorted((one, other) => other.startedAtMs - one.startedAtMs)
      .slice(0, maximumEntries);
    if (entry.missed) this.#missedCount++;
    this.#save();
  }

  clearMissed(): void {
    if (this.#missedCount === 0) return;
    this.#missedCount = 0;
    this.#save();
  }

  /** The contacts changed: who the entries were with is looked up anew. */
  recognise(): void {
    this.#entries = this.#entries.map((entry) => ({
      ...entry,
      party: { ...entry.party, person: this.#findPerson(entry.party.number) },
    }));
  }

  /** At sign-out: the next person at this phone must not see them. */
  forget(): void {
    this.#entries = [];
    this.#missedCount = 0;
    this.#store.remove(storeName);
  }

  #load(): void {
    const stored = this.#store.read(storeName);
    if (stored === undefined) return;
    const valid = validate(storedSchema, stored);
    // A log of another version is worth less than a phone that starts.
    if (!valid.ok) return;
    this.#missedCount = valid.value.missedCount;
    this.#entries = valid.value.entries.map(({ name, number, anonymous, endReason, ...entry }) => ({
      ...entry,
      party: { name, number, anonymous, person: this.#findPerson(number) },
      // Written by this file from a CallEndReason; an unknown word only loses its sentence on the screen.
      endReason: endReason as CallLogEntry['endReason'],
    }));
  }

  #save(): void {
    const entries = this.#entries.map(({ party: { name, number, anonymous }, ...entry }) => ({
      ...entry,
      name: name.slice(0, 300),
      number: number.slice(0, 300),
      anonymous,
    }));
    this.#store.write(storeName, { missedCount: this.#missedCount, entries });
  }
}

export function logEntryOf(call: CallState): CallLogEntry {
  const { id, direction, party, startedAtMs, connectedAtMs, endedAtMs = startedAtMs, endReason } = call;
  const durationMs = connectedAtMs === undefined ? 0 : endedAtMs - connectedAtMs;
  const missed =
    direction === 'incoming' &&
    connectedAtMs === undefined &&
    endReason !== 'declined' &&
    endReason !== 'answered-elsewhere';
  return { id, direction, party, startedAtMs, durationMs, missed, endReason };
}
