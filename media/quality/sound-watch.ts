// Both directions' sound in the last second: loudness, clipping, speech and room; nothing while another call has the handset.

import { FrameFigures } from '../frame-figures.ts';
import { LevelMeter } from './level-meter.ts';
import { type SpeechFigures, SpeechLevels } from './speech-levels.ts';

export interface SoundFigures {
  readonly captureLevelDbfs: number | undefined;
  readonly playoutLevelDbfs: number | undefined;
  readonly clippedShare: number | undefined;
  readonly captureSpeech: SpeechFigures | undefined;
  readonly playoutSpeech: SpeechFigures | undefined;
  /** Periods since last asked, and those in which this call had the handset. */
  readonly periods: number;
  readonly heardPeriods: number;
}

export class SoundWatch {
  readonly #captureMeter = new LevelMeter();
  readonly #playoutMeter = new LevelMeter();
  readonly #captureLevels = new SpeechLevels();
  readonly #playoutLevels = new SpeechLevels();
  readonly #figures = new FrameFigures();
  #periods = 0;
  #heardPeriods = 0;

  /** `hasHandset` false: what is said is said in another call. */
  observeCapture(capture: Int16Array, hasHandset: boolean): void {
    if (!hasHandset) return;
    const figures = this.#figures.measure(capture);
    this.#captureMeter.observe(figures);
    this.#captureLevels.observe(figures);
  }

  /** Once a period. `hasHandset` false: nobody hears it. */
  observePlayout(playout: Int16Array, hasHandset: boolean): void {
    this.#periods++;
    if (!hasHandset) return;
    this.#heardPeriods++;
    const figures = this.#figures.measure(playout);
    this.#playoutMeter.observe(figures);
    this.#playoutLevels.observe(figures);
  }

  /** Once a second. */
  take(): SoundFigures {
    const [periods, heardPeriods] = [this.#periods, this.#heardPeriods];
    const capture = this.#captureMeter.take();
    const playout = this.#playoutMeter.take();
    const captureSpeech = this.#captureLevels.take();
    const playoutSpeech = this.#playoutLevels.take();
    this.#periods = 0;
    this.#heardPeriods = 0;
    const heard = heardPeriods > 0;
    return {
      captureLevelDbfs: heard ? capture.levelDbfs : undefined,
      playoutLevelDbfs: heard ? playout.levelDbfs : undefined,
      clippedShare: heard ? capture.clippedShare : undefined,
      captureSpeech: heard ? captureSpeech : undefined,
      playoutSpeech: heard ? playoutSpeech : undefined,
      periods,
      heardPeriods,
    };
  }
}
