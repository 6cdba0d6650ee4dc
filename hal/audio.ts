// Sound in and out, opened inside the media thread: one callback a period on the device's own clock.

export type AudioPath = 'handset' | 'headset' | 'speaker';

/** Samples are 16-bit, mono, 48 kHz everywhere between driver and media engine. */
export const deviceRateHz = 48_000;

/**
 * Called once a period by the device's clock, never by the arrival of microphone samples.
 * `capture` holds what the microphone heard; fill `playout` (the talking path) and `ringer` (the loud one).
 * All three have `periodSamples` samples, are reused between calls, and playout and ringer arrive as silence.
 */
export type AudioCallback = (capture: Int16Array, playout: Int16Array, ringer: Int16Array) => void;

export interface AudioStatistics {
  /** Periods the device had to fill itself because the engine was late. */
  readonly starvedPeriods: number;
  /** Samples thrown away to bring delay back after a stall. */
  readonly trimmedSamples: number;
  /** Samples now waiting between engine and ear, in milliseconds. */
  readonly playoutDelayMs: number;
  /** False while no microphone delivers (capture is silence then). */
  readonly capturing: boolean;
}

/**
 * Contract: `start` begins the periods, `stop` ends them before it returns; the clock runs on when the
 * microphone falls silent or disappears (capture is then zeros); a backlog shrinks by itself; changing the
 * path is heard within one period. A missing device is a state (`capturing` false), not an exception.
 */
export interface AudioDevice {
  readonly periodSamples: number;
  start(callback: AudioCallback): void;
  stop(): void;
  setPath(path: AudioPath): void;
  /** Playout volume, 0 to 1, for the talking path. */
  setVolume(volume: number): void;
  setRingerVolume(volume: number): void;
  /** Whether anybody hears the microphone; where nobody does, cleaning it would cost CPU for nothing. At first: yes. */
  setTalking?(talking: boolean): void;
  statistics(): AudioStatistics;
  close(): Promise<void>;
}

/** What a driver's module exports as `openAudio`; it runs in the media thread. `warn` takes sentences for the log. */
export type OpenAudio = (
  options: unknown,
  periodSamples: number,
  warn?: (sentence: string) => void,
) => Promise<AudioDevice & { readonly endpoint?: AudioEndpoint }>;

/** Where a simulated device waits for its far side; absent for a real one. */
export interface AudioEndpoint {
  readonly port: number;
}

/** How the board tells the media thread which driver to load: a module and its options, both cloneable. */
export interface AudioSource {
  readonly moduleUrl: string;
  readonly options: unknown;
}
