// An update server without a network: offers what it is told to, and notes what the phone told it.

import type { DeviceReport, Outcome, UpdateServer } from '../../../firmware/admin/update/index.ts';
import { type Manifest, type Refusal, refusal } from '../../../firmware/admin/update/manifest/index.ts';
import { DownloadFailed } from '../../../firmware/admin/update/server/update-server.ts';
import type { ImageSource } from '../../../hal/boot-slots.ts';
import { ok, type Result } from '../../../hal/result.ts';

const chunkBytes = 1024;
const away: Refusal = { reason: 'unreachable', sentence: 'The update server is away.' };

export class MemoryUpdateServer implements UpdateServer {
  readonly reports: DeviceReport[] = [];
  readonly outcomes: Outcome[] = [];
  /** From which byte on the image was asked for. */
  readonly fetchedFrom: number[] = [];
  reachable = true;
  manifest: Uint8Array | undefined;
  ticket: string | undefined;
  image: Uint8Array = new Uint8Array(0);
  /** The connection breaks after so many bytes of the image. */
  breaksAfterBytes = Number.POSITIVE_INFINITY;

  async check(report: DeviceReport) {
    this.reports.push(report);
    if (!this.reachable) return { ok: false as const, error: away };
    const { manifest, ticket } = this;
    return ok(manifest && { manifest, ticket, image: (signed: Manifest) => this.#source(signed) });
  }

  async tell(_report: DeviceReport, outcome: Outcome): Promise<Result<void, Refusal>> {
    if (!this.reachable) return refusal('unreachable', away.sentence);
    this.outcomes.push(outcome);
    return ok(undefined);
  }

  #source(manifest: Manifest): Result<ImageSource, Refusal> {
    const { sizeBytes, sha256, manifestSha256 } = manifest.bundle;
    const open = (fromByte: number) => this.#open(fromByte);
    const { version } = manifest;
    return ok({ version, sizeBytes, sha256, manifestSha256, open });
  }

  async *#open(fromByte: number): AsyncGenerator<Uint8Array> {
    this.fetchedFrom.push(fromByte);
    for (let at = fromByte; at < this.image.length; at += chunkBytes) {
      if (at - fromByte >= this.breaksAfterBytes)
        throw new DownloadFailed({ reason: 'bundle-cut', sentence: 'The image broke off.' });
      yield this.image.subarray(at, at + chunkBytes);
    }
  }
}
