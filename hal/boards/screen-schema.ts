// What a board description may say of a screen on the kernel's mode setting, and of the fingers on it.

import * as z from 'zod';
import { inputMatch } from './device-schemas.ts';

/** Six numbers, as the touch panel's place on the panel is made of what it says; see docs/hardware.md. */
const calibration = z.tuple([
  z.number().min(-10).max(10),
  z.number().min(-10).max(10),
  z.number().min(-10).max(10),
  z.number().min(-10).max(10),
  z.number().min(-10).max(10),
  z.number().min(-10).max(10),
]);

export const drmScreen = z.strictObject({
  driver: z.literal('drm'),
  /** Absent: the first with a panel. */
  card: z
    .string()
    .regex(/^\/dev\/dri\/card\d+$/, 'it is a device file like /dev/dri/card0')
    .optional(),
  /** As `ls /sys/class/drm` has it after the card, e.g. "HDMI-A-1"; absent: the first with a panel. */
  connector: z.string().min(1).max(40).optional(),
  /** Of the picture as a person sees it; absent: the panel's, within 480x320 and 1024x600. */
  width: z.int().min(480).max(1024).optional(),
  height: z.int().min(320).max(600).optional(),
  /** Degrees clockwise, by which the picture is turned on the panel. */
  rotation: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]).default(0),
  /** Absent: what the driver takes, best 32. */
  bits_per_pixel: z.union([z.literal(16), z.literal(32)]).optional(),
  /** Absent: no finger is heard. */
  touch: z
    .strictObject({ device: inputMatch.prefault({ kind: 'touchscreen' }), calibration: calibration.optional() })
    .optional(),
});
