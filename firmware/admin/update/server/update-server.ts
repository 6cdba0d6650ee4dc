// What the phone asks of an update server and tells it, whichever kind it is.

import type { ImageSource } from '../../../../hal/boot-slots.ts';
import type { Result } from '../../../../hal/result.ts';
import type { Manifest, Refusal } from '../manifest/index.ts';

/** All that ever leaves the phone for an update, beside its outcome: the line of the feature table, word for word. */
export interface DeviceReport {
  /** Signed-in user; empty where nobody is. */
  readonly user: string;
  readonly version: string;
  readonly vendor: string;
  readonly model: string;
  readonly revision: string;
  readonly serialNumber: string;
  readonly macAddress: string;
}

export interface Offer {
  readonly manifest: Uint8Array;
  /** What the server wants to hear again with the outcome, e.g. the number of an action. */
  readonly ticket: string | undefined;
  /** The image that a manifest names, once the manifest is believed. */
  image(manifest: Manifest): Result<ImageSource, Refusal>;
}

export interface Outcome {
  readonly version: string;
  readonly result: 'kept' | 'fell-back' | 'refused';
  /** A word of ours, such as `no-audio` or `expired`; empty for `kept`. */
  readonly reason: string;
  readonly ticket: string | undefined;
}

/** Contract: speaks to the one server of the policy and to nobody else, follows no redirection, and never throws. */
export interface UpdateServer {
  /** Undefined: there is nothing for this phone. */
  check(report: DeviceReport): Promise<Result<Offer | undefined, Refusal>>;
  tell(report: DeviceReport, outcome: Outcome): Promise<Result<void, Refusal>>;
}

/** Thrown by an image's bytes when they do not come. */
export class DownloadFailed extends Error {
  readonly refusal: Refusal;

  constructor(failed: Refusal) {
    super(failed.sentence);
    this.refusal = failed;
  }
}
