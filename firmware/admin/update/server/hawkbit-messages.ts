// The parts of hawkBit's Direct Device Integration API (DDI v1) that the phone reads; what it does not know, it passes over.

import * as z from 'zod';

const href = z.object({ href: z.string().max(2048) });

/** Answer of `GET /{tenant}/controller/v1/{controllerId}`. */
export const baseSchema = z.object({
  _links: z
    .object({ configData: href.optional(), deploymentBase: href.optional(), cancelAction: href.optional() })
    .default({}),
});

/** Answer of `deploymentBase`: what is to be installed. */
export const deploymentSchema = z.object({
  id: z.string().regex(/^\d{1,19}$/),
  deployment: z.object({
    chunks: z
      .array(
        z.object({
          artifacts: z
            .array(z.object({ filename: z.string().max(256), size: z.number(), _links: z.record(z.string(), href) }))
            .max(16),
        }),
      )
      .max(16),
  }),
});

/** Answer of `cancelAction`. */
export const cancelSchema = z.object({ cancelAction: z.object({ stopId: z.string().regex(/^\d{1,19}$/) }) });

export type Artifact = z.infer<typeof deploymentSchema>['deployment']['chunks'][number]['artifacts'][number];
