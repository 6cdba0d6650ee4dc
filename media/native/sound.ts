// The measuring of sound as the addon offers it.

export interface SoundNative {
  /** Into `figures`: the samples' sum, the sum of their squares, the highest magnitude, how many are at full scale. */
  measureSound(frame: Int16Array, figures: Float64Array): void;
}
