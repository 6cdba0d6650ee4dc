// The bench's own update server: one signed manifest and its bundle, found by the phone only while they are on offer.

import { createReadStream, statSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { join } from 'node:path';
import { envelopeSchema } from '../../firmware/admin/update/manifest/index.ts';
import { readJson, validate } from '../../firmware/config/index.ts';
import { err, ok, type Result } from '../../hal/result.ts';
import { closeServer, listen } from '../enterprise/sip/listeners.ts';
import { bundleOf, dayMs, ReleaseDesk } from '../enterprise/update/release-desk.ts';
import type { UpdateDesk } from './steps/step.ts';

const manifestFile = 'approved.json';
const hourMs = 3_600_000;

export interface ShelfOptions {
  readonly host: string;
  readonly identity: { readonly key: string; readonly cert: string };
  /** Holds `approved.json`, as `npm run release:manifest` wrote it, and the bundle that it names. */
  readonly folder: string;
}

export class UpdateShelf implements UpdateDesk {
  readonly version: string;
  /** What the policy names. */
  readonly address: string;
  readonly #server: Server;
  readonly #folder: string;
  readonly #bundle: string;
  #isOffered = false;

  static async open({ host, identity, folder }: ShelfOptions): Promise<Result<UpdateShelf>> {
    const json = readJson(join(folder, manifestFile));
    if (!json.ok) return err(`--update: ${json.error}`);
    const envelope = validate(envelopeSchema, json.value);
    if (!envelope.ok) return err(`--update: ${join(folder, manifestFile)} is no signed manifest: ${envelope.error[0]}`);
    const { version, bundle } = envelope.value.manifest.signed;
    const bytes = sizeOf(join(folder, bundle.file));
    if (bytes !== bundle.sizeBytes) {
      return err(
        `--update: ${join(folder, bundle.file)} is not the bundle of ${bundle.sizeBytes} bytes that the manifest names.`,
      );
    }
    const server = createServer({ ...identity, minVersion: 'TLSv1.2' });
    const bound = await listen(server, 0, host);
    if (!bound.ok) return bound;
    return ok(new UpdateShelf(server, folder, version, bundle.file, `https://${host}:${bound.value}/images`));
  }

  private constructor(server: Server, folder: string, version: string, bundle: string, address: string) {
    this.#server = server;
    this.#folder = folder;
    this.#bundle = bundle;
    this.version = version;
    this.address = address;
    server.on('request', (request, response) => this.#answer(request, response));
    server.on('tlsClientError', (_error, socket) => socket.destroy());
  }

  offer(): void {
    this.#isOffered = true;
  }

  withdraw(): void {
    this.#isOffered = false;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await closeServer(this.#server);
  }

  /** Whatever the model's folder is called, it holds the same two files. */
  #answer(request: IncomingMessage, response: ServerResponse): void {
    const name = /^\/images\/[A-Za-z0-9._-]{1,64}\/([A-Za-z0-9._-]{1,128})$/.exec(request.url ?? '')?.[1];
    const isThere = name === this.#bundle || (name === manifestFile && this.#isOffered);
    if (name === undefined || !isThere || (request.method !== 'GET' && request.method !== 'HEAD')) {
      response.writeHead(404).end();
      return;
    }
    const file = join(this.#folder, name);
    const size = sizeOf(file) ?? 0;
    const from = Number(/^bytes=(\d{1,12})-/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const headers = { 'content-length': size - from, 'accept-ranges': 'bytes' };
    if (from > 0 && from < size) {
      response.writeHead(206, { ...headers, 'content-range': `bytes ${from}-${size - 1}/${size}` });
    } else response.writeHead(200, { ...headers, 'content-length': size });
    if (request.method === 'HEAD') response.end();
    else createReadStream(file, { start: from < size ? from : 0 }).pipe(response);
  }
}

/** For a simulated phone: any bytes are an image to it, signed by keys of this hour. Answers the root's public key. */
export function fillShelf(folder: string, version: string): readonly string[] {
  const desk = new ReleaseDesk();
  const image = Buffer.alloc(300_000, `Offhook ${version} `);
  const bundle = bundleOf(image, `offhook-${version}.raucb`);
  const nowMs = Date.now();
  const keys = desk.keyList({ nowMs: nowMs - dayMs });
  const envelope = desk.envelope({ version, bundle, nowMs: nowMs - hourMs, sequence: Math.floor(nowMs / 1000) }, keys);
  writeFileSync(join(folder, bundle.file), image);
  writeFileSync(join(folder, manifestFile), JSON.stringify(envelope));
  return desk.trust.rootKeys;
}

function sizeOf(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.size;
}
