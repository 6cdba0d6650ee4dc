// The person's own settings: language, theme, ringer and volumes, kept across restarts.

import * as z from 'zod';
import { type Policy, validate } from '../config/index.ts';
import type { Language, PhoneSettings } from '../phone.ts';
import type { Store } from '../store/index.ts';

const storeName = 'settings';
const volume = z.number().min(0).max(1);
const volumeStep = 0.1;
/** The voice can be made quiet, never lost. */
const leastTalkingVolume = 0.1;

const settingsSchema = z.object({
  language: z.enum(['en', 'de']),
  theme: z.enum(['dark', 'light', 'high-contrast']),
  textSize: z.enum(['normal', 'large', 'larger']),
  ringer: z.string().max(64),
  ringerVolume: volume,
  handsetVolume: volume,
  headsetVolume: volume,
  speakerVolume: volume,
  motion: z.boolean(),
});

export const volumeOfPath = { handset: 'handsetVolume', headset: 'headsetVolume', speaker: 'speakerVolume' } as const;

export type VolumeName = 'ringerVolume' | 'handsetVolume' | 'headsetVolume' | 'speakerVolume';

export class Settings {
  readonly #store: Store;
  readonly #policy: Policy;
  #current: PhoneSettings;

  constructor(store: Store, policy: Policy, language: Language) {
    this.#store = store;
    this.#policy = policy;
    const usual: PhoneSettings = {
      language,
      theme: 'dark',
      textSize: 'normal',
      ringer: '',
      ringerVolume: 0.6,
      handsetVolume: 0.6,
      headsetVolume: 0.6,
      speakerVolume: 0.6,
      motion: true,
    };
    const stored = store.read(storeName);
    const valid = stored === undefined ? undefined : validate(settingsSchema.partial(), stored);
    this.#current = valid?.ok ? { ...usual, ...withoutAbsent(valid.value) } : usual;
  }

  get current(): PhoneSettings {
    return this.#current;
  }

  /** Whether anything changed; what is out of range or not the person's to choose is left as it was. */
  change(change: Partial<PhoneSettings>): boolean {
    const allowed = this.#policy.enableRingerChange ? change : { ...change, ringer: this.#current.ringer };
    const valid = validate(settingsSchema, { ...this.#current, ...withoutAbsent(allowed) });
    if (!valid.ok) return false;
    this.#current = valid.value;
    this.#store.write(storeName, this.#current);
    return true;
  }

  stepVolume(name: VolumeName, steps: number): boolean {
    const least = name === 'ringerVolume' ? 0 : leastTalkingVolume;
    const wanted = Math.round((this.#current[name] + steps * volumeStep) * 100) / 100;
    return this.change({ [name]: Math.min(1, Math.max(least, wanted)) });
  }
}

function withoutAbsent<T extends object>(change: T): T {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as T;
}
