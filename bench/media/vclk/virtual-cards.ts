// Opens virtual sound cards and the ALSA configuration that names them, for the phone and for its peers.

import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPlugIn } from './plug-in.ts';
import { VirtualCard, type VirtualCardOptions } from './virtual-card.ts';

/** Where files are memory; elsewhere the cards work too, with the disk's caches in between. */
const sharedMemory = '/dev/shm';
/** What brings `plug`, `default` and the like; without it only the cards' own PCMs are known. */
const systemConfiguration = '/usr/share/alsa/alsa.conf';

export interface VirtualCards {
  readonly cards: readonly VirtualCard[];
  /** For the environment of whatever opens the cards: `ALSA_CONFIG_PATH`. */
  readonly environment: { readonly ALSA_CONFIG_PATH: string };
  /** Streams that are still open live on, unheard. */
  close(): void;
}

/**
 * Each card is the PCM pair NAME_near and NAME_far; `default` is the first card's near end. What runs in this very
 * process sees them once `process.env.ALSA_CONFIG_PATH` is set, on the main thread, before a PCM is opened.
 */
export function openVirtualCards(...options: readonly VirtualCardOptions[]): VirtualCards {
  for (const { name } of options)
    if (!/^\w+$/.test(name)) throw new RangeError(`"${name}" is no name for a virtual card.`);
  const library = buildPlugIn();
  const folder = mkdtempSync(join(existsSync(sharedMemory) ? sharedMemory : tmpdir(), 'offhook-cards-'));
  const lines = [
    ...(existsSync(systemConfiguration) ? [`<${systemConfiguration}>`] : []),
    `pcm_type.vclk { lib "${library}" }`,
  ];
  const cards = options.map((each) => {
    const path = join(folder, each.name);
    const card = new VirtualCard(path, each);
    for (const end of ['near', 'far']) lines.push(`pcm.${each.name}_${end} { type vclk card "${path}" end ${end} }`);
    return card;
  });
  const [first] = cards;
  if (first) lines.push(`pcm.!default "${first.near}"`);
  const configuration = join(folder, 'asound.conf');
  writeFileSync(configuration, `${lines.join('\n')}\n`);
  return {
    cards,
    environment: { ALSA_CONFIG_PATH: configuration },
    close: () => {
      for (const card of cards) card.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
