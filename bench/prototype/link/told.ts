// Holds what a phone tells the bench to its form: a prototype may be broken, and the bench is not to break with it.

import * as z from 'zod';
import type { Told } from '../../../firmware/admin/bench-test/index.ts';
import { keyNames } from '../../../hal/keypad.ts';
import { err, ok, type Result } from '../../../hal/result.ts';

const text = z.string().max(512);
const figure = z.number();

const toldSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('hello'),
    protocol: z.int(),
    identity: z.object({ vendor: text, model: text, revision: text, serialNumber: text, macAddress: text }),
    board: text,
    version: text,
    slots: z.array(z.object({ name: text, state: text, version: text.optional(), running: z.boolean() })).max(4),
    screen: z.object({ width: z.int().min(1).max(8192), height: z.int().min(1).max(8192) }),
    devices: z.array(z.object({ device: text, isWorking: z.boolean(), sentence: text })).max(64),
    upMs: figure,
  }),
  z.object({ type: z.literal('key'), key: z.enum(keyNames), down: z.boolean(), atMs: figure }),
  z.object({ type: z.literal('hook'), position: z.enum(['on-hook', 'off-hook']) }),
  z.object({ type: z.literal('touch'), x: figure, y: figure, down: z.boolean() }),
  z.object({
    type: z.literal('update'),
    update: z.looseObject({ step: text, version: text.optional(), share: figure, problem: text.optional() }),
  }),
  z.object({ type: z.literal('event'), event: z.looseObject({ type: text }) }),
]);

export function parseTold(message: string): Result<Told> {
  let value: unknown;
  try {
    value = JSON.parse(message);
  } catch (error) {
    if (error instanceof SyntaxError) return err('not JSON');
    throw error;
  }
  const told = toldSchema.safeParse(value);
  if (!told.success) return err(told.error.issues[0]?.message ?? 'of another form');
  // Figures of a call are read one by one, each held to be a number where it is used.
  return ok(told.data as Told);
}
