// What is looked at every so often in a long call.

export interface SoakSample {
  /** Since the call began, in the call's own time. */
  readonly hours: number;
  readonly megabytes: number;
  readonly delayMs: number;
}
