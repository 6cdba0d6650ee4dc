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
  /** Times that a card ran dry or over, or fell asleep, and was started anew. */
  readonly xruns: number;
  /** Samples now waiting between engine and ear, in milliseconds. */
  readonly playoutDelayMs: number;
  /** False while no microphone delivers (capture is silence then). */
  readonly capturing: boolean;
  /** False while nothing can be heard on the path in use. */
  readonly playing: boolean;
  /** True while the sound is there and waits for a person to turn it on, who would look for a plug in vain. */
  readonly turnedOff?: boolean | undefined;
  /** Whether the system runs the device's thread before all ordinary ones; absent where it has no such thread. */
  readonly realTime: boolean | undefined;
  /** Absent where echo is not cancelled. */
  readonly echo: EchoStatistics | undefined;
  /**
   * Speech over noise in the microphone as it hears, before the noise is taken out; absent where it is not cleaned, or
   * not measured yet.
   */
  readonly signalToNoiseDb?: number | undefined;
}

/** In dB; absent until it has been measured. */
export interface EchoStatistics {
  /** Level played minus level of its echo in the microphone. */
  readonly returnLossDb: number | undefined;
  /** Level of the microphone minus what cancelling leaves, while only the far end speaks. */
  readonly enhancementDb: number | undefined;
  /** The canceller does not hold: the microphone is turned down while the far end speaks. */
  readonly halfDuplex: boolean;
}

/**
 * Contract: `start` begins the periods, `stop` ends them before it returns; the clock runs on when the
 * microphone falls silent or disappears (capture is then zeros); a backlog shrinks by itself; changing the
 * path is heard within one period, or as soon as the other path's card is open. A missing device is a state
 * (`capturing`, `playing` false), not an exception.
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
