// What a board description may say of the machine as a whole: who joins it to the network, and who makes it forget.

import * as z from 'zod';

/** The interface as the kernel calls it; absent: the first of its kind. */
const interfaceName = z
  .string()
  .regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,14}$/)
  .optional();

export const network = z.discriminatedUnion('driver', [
  z.strictObject({ driver: z.literal('sim') }),
  /** systemd-networkd and wpa_supplicant, by the unit of the image that may do so. */
  z.strictObject({ driver: z.literal('image'), wired: interfaceName, wifi: interfaceName }),
]);

export const factoryReset = z.discriminatedUnion('driver', [
  z.strictObject({ driver: z.literal('sim') }),
  /** The data partition is made anew at the next start. */
  z.strictObject({ driver: z.literal('image') }),
]);
