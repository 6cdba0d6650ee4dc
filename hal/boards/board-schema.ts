// What a board description may say: for each port a driver, its options and its pins.

import * as z from 'zod';
import {
  backlight,
  deviceWatchdog,
  evdevHook,
  evdevKeypad,
  gpioHook,
  gpioKeypad,
  gpioLamps,
  hidHandset,
  ledLamps,
  machineIdentity,
  none,
  pins,
  serialPanel,
  systemdWatchdog,
} from './device-schemas.ts';
import { factoryReset, network } from './machine-schemas.ts';
import { processingSchema } from './processing-schema.ts';
import { drmScreen } from './screen-schema.ts';

/** Any driver's section; what else it takes is up to the driver and is checked against its own schema. */
const section = z.looseObject({ driver: z.string(), pins: pins.optional() });

export const portNames = [
  'screen',
  'keypad',
  'hook',
  'indicators',
  'audio',
  'identity',
  'watchdog',
  'boot_slots',
] as const;
export type PortName = (typeof portNames)[number];

/** Ports that several devices may serve together, e.g. a keypad and the keys of a headset. */
export const sharedPorts = ['keypad', 'hook', 'indicators'] as const;
export type SharedPort = (typeof sharedPorts)[number];
/** One device, or all that serve the port together. */
const sections = z.union([section, z.array(section).min(1).max(4)]);

export const boardSchema = z.strictObject({
  $schema: z.string().optional(),
  name: z.string().min(1).max(80),
  /** How pages of the bench's console reach a simulated desk set; without it none can. */
  console: z
    .strictObject({
      token: z.string().min(16),
      origins: z.array(z.string()).min(1),
      port: z.int().min(0).max(65_535).optional(),
    })
    .optional(),
  /** Absent: the screen is as bright as it comes, always. */
  backlight: backlight.optional(),
  screen: section,
  keypad: sections,
  hook: sections,
  indicators: sections,
  audio: section,
  identity: section,
  watchdog: section,
  boot_slots: section,
  /** Absent: somebody else joins this machine to the network. */
  network: network.optional(),
  /** Absent: this board cannot forget everything by itself. */
  factory_reset: factoryReset.optional(),
} satisfies Record<PortName, typeof section | typeof sections> & z.ZodRawShape);

export type BoardDescription = z.infer<typeof boardSchema>;
export type Section = z.infer<typeof section>;

const plain = { driver: z.literal('sim'), pins: pins.optional() };

/** A PCM as ALSA names it, best a "hw:" one: rates and channels are converted by the phone itself. */
const pcm = z.string().min(1).max(120);
/** Added to what the card does by itself, in dB. */
const levelDb = z.number().min(-40).max(20).default(0);
const soundPath = z.strictObject({
  capture: pcm.optional(),
  playback: pcm.optional(),
  capture_db: levelDb,
  playback_db: levelDb,
});

/** Options of each driver, by port and driver name: the one table of what there is. */
export const driverSchemas = {
  screen: {
    sim: z.strictObject({
      ...plain,
      width: z.int().min(160).max(1920).default(800),
      height: z.int().min(120).max(1200).default(480),
    }),
    drm: drmScreen,
  },
  keypad: { sim: z.strictObject(plain), evdev: evdevKeypad, gpio: gpioKeypad, serial: serialPanel, hid: hidHandset },
  hook: { sim: z.strictObject(plain), evdev: evdevHook, gpio: gpioHook, serial: serialPanel, hid: hidHandset, none },
  indicators: {
    sim: z.strictObject(plain),
    gpio: gpioLamps,
    leds: ledLamps,
    serial: serialPanel,
    hid: hidHandset,
    none,
  },
  audio: {
    sim: z.strictObject({
      ...plain,
      mode: z.enum(['page', 'file', 'loopback', 'silence']),
      capture: z.string().optional(),
      loop: z.boolean().optional(),
      record: z.string().optional(),
      /** Absent: the microphone is taken as it is, as suits a recording. */
      processing: processingSchema.optional(),
    }),
    /** A path that is not described is as the handset; without a ringer it rings in the speaker. */
    alsa: z.strictObject({
      ...plain,
      driver: z.literal('alsa'),
      handset: soundPath,
      headset: soundPath.optional(),
      speaker: soundPath.optional(),
      ringer: z.strictObject({ playback: pcm, playback_db: levelDb }).optional(),
      /** Absent: the microphone is taken as it is. */
      processing: processingSchema.optional(),
    }),
  },
  identity: {
    sim: z.strictObject({ ...plain, serial_number: z.string().min(1).max(32).default('SIM-0001') }),
    machine: machineIdentity,
  },
  watchdog: { sim: z.strictObject(plain), device: deviceWatchdog, systemd: systemdWatchdog },
  boot_slots: {
    sim: z.strictObject({ ...plain, driver: z.literal('sim'), folder: z.string().min(1).optional() }),
    rauc: z.strictObject({ ...plain, driver: z.literal('rauc') }),
  },
} as const satisfies Record<PortName, Record<string, z.ZodObject>>;

type SectionOf<P extends PortName> = z.infer<(typeof driverSchemas)[P][keyof (typeof driverSchemas)[P]] & z.ZodType>;

/** The driver sections of a description after their own schemas have been applied, defaults filled in. */
export type DriverSections = {
  readonly [P in PortName]: P extends SharedPort ? readonly SectionOf<P>[] : SectionOf<P>;
};

export interface CheckedBoard {
  readonly name: string;
  readonly console: BoardDescription['console'];
  readonly backlight: BoardDescription['backlight'];
  readonly network: BoardDescription['network'];
  readonly factoryReset: BoardDescription['factory_reset'];
  readonly sections: DriverSections;
}
