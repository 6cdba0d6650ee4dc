// Runs hawkBit on the loopback and does by its management interface what an administrator does by hand.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ok, type Result } from '../../../hal/result.ts';
import { findFreePorts } from '../free-port.ts';
import { startPeer } from '../peer-process.ts';

const readyWithinMs = 120_000;
const credentials = `Basic ${Buffer.from('admin:admin').toString('base64')}`;
/** A start on two cores takes half a minute; the just-in-time compiler's second stage would not pay. */
const javaFlags = [
  '-Xmx384m',
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  // What Spring of its time does, and newer Java forbids unless told.
  ...['--add-opens', 'java.base/java.lang=ALL-UNNAMED', '--add-opens', 'java.base/java.util=ALL-UNNAMED'],
];

export interface Hawkbit {
  readonly port: number;
  /** Answers the parsed body; throws what the server says where it refuses. */
  manage(method: string, path: string, body?: object): Promise<unknown>;
  upload(moduleId: number, name: string, bytes: Uint8Array): Promise<void>;
  stop(): Promise<void>;
}

export async function startHawkbit(jar: string): Promise<Result<Hawkbit>> {
  const folder = mkdtempSync(join(tmpdir(), 'offhook-hawkbit-'));
  const [port = 0] = await findFreePorts(1);
  const base = `http://127.0.0.1:${port}/rest/v1`;
  const options = [`--server.port=${port}`, `--org.eclipse.hawkbit.repository.file.path=${join(folder, 'artifacts')}`];
  const started = await startPeer('java', [...javaFlags, '-jar', jar, ...options], {
    ready: () => answers(`${base}/targets`),
    timeLimitMs: readyWithinMs,
    folder,
  });
  if (!started.ok) {
    rmSync(folder, { recursive: true, force: true });
    return started;
  }
  return ok({
    port,
    manage: (method, path, body) =>
      ask(`${base}/${path}`, { method, ...(body && { body: JSON.stringify(body) }) }, 'application/json'),
    upload: async (moduleId, name, bytes) => {
      const form = new FormData();
      form.append('file', new Blob([Buffer.from(bytes)]), name);
      await ask(`${base}/softwaremodules/${moduleId}/artifacts`, { method: 'POST', body: form }, undefined);
    },
    stop: async () => {
      await started.value.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  });
}

async function ask(url: string, question: RequestInit, contentType: string | undefined): Promise<unknown> {
  const headers = { authorization: credentials, ...(contentType && { 'content-type': contentType }) };
  const response = await fetch(url, { ...question, headers });
  const text = await response.text();
  if (!response.ok) throw new Error(`${question.method} ${url}: ${response.status} ${text.slice(0, 500)}`);
  return text === '' ? undefined : JSON.parse(text);
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { headers: { authorization: credentials } })).ok;
  } catch (error) {
    // Nobody listens there yet.
    if (error instanceof TypeError) return false;
    throw error;
  }
}
