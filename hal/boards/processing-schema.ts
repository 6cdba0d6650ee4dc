// What a board description may say of echo, noise and gain, for each path that a person talks on.

import * as z from 'zod';
import type { PathProcessing } from '../native/processing.ts';

/** An earpiece at the ear returns little echo, and its canceller would only add delay; a loudspeaker needs one. */
const settings = (echo: boolean) =>
  z
    .strictObject({
      echo: z.boolean().default(echo),
      noise: z.boolean().default(true),
      gain: z.boolean().default(true),
      high_pass: z.boolean().default(true),
    })
    .prefault({});

export const processingSchema = z.strictObject({
  handset: settings(false),
  headset: settings(true),
  speaker: settings(true),
});

type Described = z.infer<typeof processingSchema>;

export function pathProcessing({ handset, headset, speaker }: Described): PathProcessing {
  const named = ({ high_pass: highPass, ...others }: Described['handset']) => ({ ...others, highPass });
  return { handset: named(handset), headset: named(headset), speaker: named(speaker) };
}
