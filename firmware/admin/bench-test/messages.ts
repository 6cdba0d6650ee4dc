// What the bench may order of a phone that its policy lends to a bench test, and what the phone tells it.

import * as z from 'zod';
import type { AudioPath } from '../../../hal/audio.ts';
import type { DeviceState } from '../../../hal/device-state.ts';
import type { HookPosition } from '../../../hal/hook-switch.ts';
import type { DeviceIdentity } from '../../../hal/identity.ts';
import { lampNames } from '../../../hal/indicators.ts';
import type { KeyName } from '../../../hal/keypad.ts';
import { err, ok, type Result } from '../../../hal/result.ts';
import type { DiagnosticEvent } from '../../diagnostics.ts';
import type { UpdateState } from '../../phone.ts';
import { patternNames } from './patterns.ts';

export const benchTestProtocol = 1;
/** Longer orders are refused unread. */
export const mostOrderBytes = 1_024;

const orderSchema = z.discriminatedUnion('type', [
  /** Keys, hook and touches are told and no longer reach the phone itself; or they do again. */
  z.strictObject({ type: z.literal('capture'), on: z.boolean() }),
  /** Absent: the phone's own screen again. `marked` are the fields of the touch grid that were touched. */
  z.strictObject({
    type: z.literal('pattern'),
    pattern: z.enum(patternNames).optional(),
    marked: z.array(z.int().min(0).max(63)).max(64).optional(),
  }),
  z.strictObject({ type: z.literal('lamp'), lamp: z.enum(lampNames), state: z.enum(['off', 'on', 'blink']) }),
  /** All lamps show again what the phone wants them to. */
  z.strictObject({ type: z.literal('lamps-back') }),
  z.strictObject({ type: z.literal('call'), number: z.string().regex(/^\d{1,8}$/) }),
  z.strictObject({ type: z.literal('answer') }),
  z.strictObject({ type: z.literal('hang-up') }),
  z.strictObject({ type: z.literal('path'), path: z.enum(['handset', 'headset', 'speaker'] satisfies AudioPath[]) }),
  z.strictObject({ type: z.literal('look-for-update') }),
]);

/** None of them reads what belongs to the person: no contacts, no log, no sound. */
export type Order = z.infer<typeof orderSchema>;

export interface PhoneFacts {
  readonly protocol: number;
  readonly identity: DeviceIdentity;
  readonly board: string;
  readonly version: string;
  /** Of the two places an image can start from. */
  readonly slots: readonly {
    readonly name: string;
    readonly state: string;
    readonly version: string | undefined;
    readonly running: boolean;
  }[];
  readonly screen: { readonly width: number; readonly height: number };
  readonly devices: readonly DeviceState[];
  /** Milliseconds since this process started: a phone that was restarted tells less than before. */
  readonly upMs: number;
}

export type Told =
  | ({ readonly type: 'hello' } & PhoneFacts)
  | { readonly type: 'key'; readonly key: KeyName; readonly down: boolean; readonly atMs: number }
  | { readonly type: 'hook'; readonly position: HookPosition }
  | { readonly type: 'touch'; readonly x: number; readonly y: number; readonly down: boolean }
  | { readonly type: 'update'; readonly update: UpdateState }
  | { readonly type: 'event'; readonly event: Exclude<DiagnosticEvent, { readonly type: 'sip' }> };

export function parseOrder(text: string): Result<Order> {
  if (Buffer.byteLength(text) > mostOrderBytes) return err('longer than any order');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return err('not JSON');
    throw error;
  }
  const order = orderSchema.safeParse(value);
  return order.success ? ok(order.data) : err(describe(value));
}

function describe(value: unknown): string {
  const type = typeof value === 'object' && value !== null && 'type' in value ? value.type : undefined;
  if (typeof type !== 'string') return 'without a type';
  const isKnown = orderSchema.options.some(({ shape }) => shape.type.value === type);
  return isKnown ? `a wrong "${type}"` : 'of an unknown type';
}
