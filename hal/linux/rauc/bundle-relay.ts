// Hands RAUC the image over the loopback, piece by piece as it asks: certificates, tokens, rate and limits are the phone's own.

import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { ImageSource } from '../../boot-slots.ts';

export interface BundleRelay {
  /** Nobody else can guess it. */
  readonly url: string;
  /** Why a piece could not be had, in the source's own words; the last one counts. */
  readonly failure: () => string | undefined;
  close(): void;
}

type Source = Pick<ImageSource, 'sizeBytes' | 'open'>;

/** A bundle ends with the length of its signature in eight bytes. */
const lengthBytes = 8;
const longestSignatureBytes = 64 * 1024;

/**
 * A bundle's signature covers its manifest, and that every block of it. It is fetched once and kept: what RAUC was asked
 * about is what it installs, whatever the server sends later. Throws where it cannot be had.
 */
export async function openBundleRelay(source: Source): Promise<BundleRelay> {
  const image = await withKeptSignature(source);
  const path = `/${randomBytes(16).toString('hex')}.raucb`;
  let failure: string | undefined;
  const server = createServer((request, response) => {
    if (request.url !== path || request.method !== 'GET') {
      response.writeHead(404).end();
      return;
    }
    answer(image, request, response).catch((error: unknown) => {
      failure = error instanceof Error ? error.message : String(error);
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}${path}`,
    failure: () => failure,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function answer(
  { sizeBytes, open }: Source,
  { headers }: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const asked = /^bytes=(\d{1,15})-(\d{1,15})?$/.exec(headers.range ?? '');
  const from = asked ? Number(asked[1]) : 0;
  const to = Math.min(asked?.[2] === undefined ? sizeBytes - 1 : Number(asked[2]), sizeBytes - 1);
  if ((headers.range !== undefined && !asked) || from > to) {
    response.writeHead(416, { 'content-range': `bytes */${sizeBytes}` }).end();
    return;
  }
  const range = asked ? { 'content-range': `bytes ${from}-${to}/${sizeBytes}` } : {};
  response.writeHead(asked ? 206 : 200, { 'content-length': to - from + 1, 'accept-ranges': 'bytes', ...range });
  await pipeline(open(from, to), response);
}

async function withKeptSignature({ sizeBytes, open }: Source): Promise<Source> {
  const length = await bytesOf(open(sizeBytes - lengthBytes, sizeBytes - 1));
  const signatureBytes = length.length === lengthBytes ? Number(length.readBigUInt64BE()) : 0;
  const from = sizeBytes - lengthBytes - signatureBytes;
  if (signatureBytes === 0 || signatureBytes > longestSignatureBytes || from < 0)
    throw new Error('The bundle does not end with a signature.');
  const kept = Buffer.concat([await bytesOf(open(from, sizeBytes - lengthBytes - 1)), length]);
  return {
    sizeBytes,
    open: async function* (fromByte, toByte = sizeBytes - 1) {
      if (fromByte < from) yield* open(fromByte, Math.min(toByte, from - 1));
      if (toByte >= from) yield kept.subarray(Math.max(0, fromByte - from), toByte - from + 1);
    },
  };
}

async function bytesOf(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}
