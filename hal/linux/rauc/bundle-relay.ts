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

export async function openBundleRelay(image: Pick<ImageSource, 'sizeBytes' | 'open'>): Promise<BundleRelay> {
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
  { sizeBytes, open }: Pick<ImageSource, 'sizeBytes' | 'open'>,
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
