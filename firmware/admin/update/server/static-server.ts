// A plain web server as update server: a signed manifest for each model and ring, and the bundle beside it.

import type { Clock } from '../../../../hal/clock.ts';
import { ok, type Result } from '../../../../hal/result.ts';
import { largestManifestBytes, type Manifest, type Refusal, type Ring, refusal } from '../manifest/index.ts';
import { HttpsClient } from './https-client.ts';
import { Download } from './image-download.ts';
import type { DeviceReport, Offer, Outcome, UpdateServer } from './update-server.ts';

export interface StaticServerOptions {
  /** https address of the folder. */
  readonly server: string;
  readonly compatible: string;
  readonly ring: Ring;
  readonly mostBytesPerSecond: number;
  readonly trustAnchors: readonly string[];
  readonly clock: Clock;
}

export class StaticServer implements UpdateServer {
  readonly #options: StaticServerOptions;
  readonly #client: HttpsClient;
  readonly #folder: string;

  constructor(options: StaticServerOptions) {
    this.#options = options;
    this.#client = new HttpsClient(options.server, options.trustAnchors, options.clock);
    this.#folder = `${options.server.replace(/\/+$/, '')}/${options.compatible}/`;
  }

  async check(report: DeviceReport): Promise<Result<Offer | undefined, Refusal>> {
    const answer = await this.#ask('GET', headersOf(report));
    if (!answer.ok) return answer;
    const { status, body } = answer.value;
    if (status === 404) return ok(undefined);
    if (status !== 200) return refusal('server-refused', `The update server answered ${status}.`);
    return ok({ manifest: body, ticket: undefined, image: (manifest) => ok(this.#image(manifest)) });
  }

  /** A file server keeps what it is asked, not what it is told: the outcome is a line in its log. */
  async tell(report: DeviceReport, { version, result, reason }: Outcome): Promise<Result<void, Refusal>> {
    const outcome = [result, version, reason].filter((word) => word !== '').join(' ');
    const answer = await this.#ask('HEAD', { ...headersOf(report), 'offhook-outcome': outcome });
    if (!answer.ok) return answer;
    const { status } = answer.value;
    return status === 200 || status === 404
      ? ok(undefined)
      : refusal('server-refused', `The update server answered ${status}.`);
  }

  #ask(method: 'GET' | 'HEAD', headers: Readonly<Record<string, string>>) {
    return this.#client.ask(`${this.#folder}${this.#options.ring}.json`, { method, headers }, largestManifestBytes);
  }

  #image(manifest: Manifest) {
    const { mostBytesPerSecond, clock } = this.#options;
    const { file, sizeBytes, sha256, manifestSha256 } = manifest.bundle;
    const url = `${this.#folder}${file}`;
    const download = new Download({ url, headers: {}, sizeBytes, mostBytesPerSecond }, this.#client, clock);
    return {
      ...{ version: manifest.version, sizeBytes, sha256, manifestSha256 },
      open: (fromByte: number, toByte?: number) => download.bytes(fromByte, toByte),
    };
  }
}

function headersOf(report: DeviceReport): Readonly<Record<string, string>> {
  return {
    'offhook-user': headerText(report.user),
    'offhook-version': headerText(report.version),
    'offhook-vendor': headerText(report.vendor),
    'offhook-model': headerText(report.model),
    'offhook-revision': headerText(report.revision),
    'offhook-serial': headerText(report.serialNumber),
    'offhook-mac': headerText(report.macAddress),
  };
}

/** A header holds visible ASCII; the rest is written as in addresses, and read back by any web server's tools. */
function headerText(text: string): string {
  return text.toWellFormed().replace(/[^ !#$&-~]/gu, encodeURIComponent);
}
