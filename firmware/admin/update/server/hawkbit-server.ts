// Eclipse hawkBit as update server, by its DDI API: the signed manifest is an artifact beside the bundle.

import type { ImageSource } from '../../../../hal/boot-slots.ts';
import type { Clock } from '../../../../hal/clock.ts';
import { ok, type Result } from '../../../../hal/result.ts';
import { validate } from '../../../config/index.ts';
import { largestManifestBytes, type Manifest, type Refusal, refusal } from '../manifest/index.ts';
import { type Artifact, baseSchema, cancelSchema, deploymentSchema } from './hawkbit-messages.ts';
import { type Answer, HttpsClient, type Question } from './https-client.ts';
import { Download } from './image-download.ts';
import type { DeviceReport, Offer, Outcome, UpdateServer } from './update-server.ts';

/** The artifact that holds the signed manifest. */
export const manifestArtifact = 'manifest.json';
const mostAnswerBytes = 256 * 1024;

export interface HawkbitServerOptions {
  /** https address of the server. */
  readonly server: string;
  readonly tenant: string;
  /** What the server knows this phone by. */
  readonly controllerId: string;
  /** The value of the header, `TargetToken …` or `GatewayToken …`. */
  readonly authorization: string;
  readonly mostBytesPerSecond: number;
  readonly trustAnchors: readonly string[];
  readonly clock: Clock;
}

export class HawkbitServer implements UpdateServer {
  readonly #options: HawkbitServerOptions;
  readonly #client: HttpsClient;
  readonly #base: string;
  /** What it was told last about this phone. */
  #reported = '';

  constructor(options: HawkbitServerOptions) {
    this.#options = options;
    this.#client = new HttpsClient(options.server, options.trustAnchors, options.clock);
    const [tenant, id] = [options.tenant, options.controllerId].map(encodeURIComponent);
    this.#base = `${options.server.replace(/\/+$/, '')}/${tenant}/controller/v1/${id}`;
  }

  async check(report: DeviceReport): Promise<Result<Offer | undefined, Refusal>> {
    const base = await this.#get(this.#base, baseSchema);
    if (!base.ok) return base;
    const links = base.value._links;
    const reported = await this.#report(report, links.configData !== undefined);
    if (!reported.ok) return reported;
    if (links.cancelAction) {
      const cancelled = await this.#cancel(this.#own(links.cancelAction.href));
      return cancelled.ok ? ok(undefined) : cancelled;
    }
    return links.deploymentBase ? this.#offer(this.#own(links.deploymentBase.href)) : ok(undefined);
  }

  async tell(_report: DeviceReport, { result, version, reason, ticket }: Outcome): Promise<Result<void, Refusal>> {
    // An update that this server did not order has no place where it could be told.
    if (ticket === undefined) return ok(undefined);
    const finished = result === 'kept' ? 'success' : 'failure';
    const details = [[result, version, reason].filter((word) => word !== '').join(' ')];
    return this.#feedback(`deploymentBase/${ticket}/feedback`, ticket, finished, details);
  }

  /**
   * hawkBit behind a proxy often names itself by another protocol, host or port, and an image might lie anywhere: of its
   * links only the path is taken, on the one server that the policy names.
   */
  #own(href: string): string {
    const { server } = this.#options;
    const { pathname, search } = URL.canParse(href, server) ? new URL(href, server) : new URL(server);
    return `${new URL(server).origin}${pathname}${search}`;
  }

  #addressOf({ _links: links }: Artifact): string {
    return this.#own((links.download ?? links['download-http'])?.href ?? '');
  }

  /** On its own wish, and whenever something has changed: the very words of the feature table. */
  async #report(report: DeviceReport, wanted: boolean): Promise<Result<void, Refusal>> {
    const text = JSON.stringify({ mode: 'replace', data: report });
    if (!wanted && text === this.#reported) return ok(undefined);
    const answer = await this.#ask(`${this.#base}/configData`, { method: 'PUT', body: text });
    if (!answer.ok) return answer;
    this.#reported = text;
    return ok(undefined);
  }

  async #offer(url: string): Promise<Result<Offer | undefined, Refusal>> {
    const deployment = await this.#get(url, deploymentSchema);
    if (!deployment.ok) return deployment;
    const { id, deployment: what } = deployment.value;
    const artifacts = what.chunks.flatMap((chunk) => chunk.artifacts);
    const found = artifacts.find(({ filename }) => filename === manifestArtifact);
    if (!found) {
      const sentence = `The deployment ${id} holds no artifact "${manifestArtifact}", so nothing of it can be believed.`;
      await this.#feedback(`deploymentBase/${id}/feedback`, id, 'failure', [sentence]);
      return refusal('bundle-missing', sentence);
    }
    const manifest = await this.#ask(this.#addressOf(found), { method: 'GET' }, largestManifestBytes);
    if (!manifest.ok) return manifest;
    return ok({ manifest: manifest.value.body, ticket: id, image: (signed) => this.#image(signed, artifacts) });
  }

  #image(manifest: Manifest, artifacts: readonly Artifact[]): Result<ImageSource, Refusal> {
    const { mostBytesPerSecond, clock } = this.#options;
    const { file, sizeBytes, sha256, manifestSha256 } = manifest.bundle;
    const artifact = artifacts.find(({ filename }) => filename === file);
    if (!artifact) return refusal('bundle-missing', `The deployment holds no artifact "${file}".`);
    if (artifact.size !== sizeBytes)
      return refusal(
        'bundle-size',
        `The artifact "${file}" has ${artifact.size} bytes, the manifest says ${sizeBytes}.`,
      );
    const url = this.#addressOf(artifact);
    const headers = { authorization: this.#options.authorization };
    const download = new Download({ url, headers, sizeBytes, mostBytesPerSecond }, this.#client, clock);
    return ok({
      ...{ version: manifest.version, sizeBytes, sha256, manifestSha256 },
      open: (fromByte, toByte) => download.bytes(fromByte, toByte),
    });
  }

  /** The phone asks once a day and installs what it was offered then: an order taken back is always taken back in time. */
  async #cancel(url: string): Promise<Result<void, Refusal>> {
    const action = await this.#get(url, cancelSchema);
    if (!action.ok) return action;
    const id = action.value.cancelAction.stopId;
    return this.#feedback(`cancelAction/${id}/feedback`, id, 'success', []);
  }

  async #feedback(
    path: string,
    id: string,
    finished: 'success' | 'failure',
    details: readonly string[],
  ): Promise<Result<void, Refusal>> {
    const body = JSON.stringify({ id, status: { execution: 'closed', result: { finished }, details } });
    const answer = await this.#raw(`${this.#base}/${path}`, { method: 'POST', body }, mostAnswerBytes);
    if (!answer.ok) return answer;
    // An action that is over has nothing to be told any more.
    const { status } = answer.value;
    return isGood(status) || status === 404 || status === 410 ? ok(undefined) : refusedBy(status);
  }

  async #get<T>(
    url: string,
    schema: Parameters<typeof validate>[0] & { readonly _output: T },
  ): Promise<Result<T, Refusal>> {
    const answer = await this.#ask(url, { method: 'GET' });
    if (!answer.ok) return answer;
    let json: unknown;
    try {
      json = JSON.parse(Buffer.from(answer.value.body).toString('utf8'));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      return refusal('not-json', 'The update server sent no JSON.');
    }
    const valid = validate(schema, json);
    return valid.ok ? ok(valid.value as T) : refusal('wrong-shape', `The update server's answer: ${valid.error[0]}`);
  }

  async #ask(
    url: string,
    question: Omit<Question, 'headers'>,
    mostBytes = mostAnswerBytes,
  ): Promise<Result<Answer, Refusal>> {
    const answer = await this.#raw(url, question, mostBytes);
    return !answer.ok || isGood(answer.value.status) ? answer : refusedBy(answer.value.status);
  }

  #raw(url: string, question: Omit<Question, 'headers'>, mostBytes: number): Promise<Result<Answer, Refusal>> {
    const headers = {
      authorization: this.#options.authorization,
      accept: 'application/hal+json, application/json, */*',
    };
    return this.#client.ask(url, { ...question, headers }, mostBytes);
  }
}

function isGood(status: number): boolean {
  return status >= 200 && status < 300;
}

function refusedBy(status: number): ReturnType<typeof refusal> {
  const why = status === 401 ? 'it does not accept the token of this phone' : `it answered ${status}`;
  return refusal('server-refused', `The update server refused: ${why}.`);
}
