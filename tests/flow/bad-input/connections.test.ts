// A whole phone in a call: pages that come and vanish a hundred times, and servers that show somebody else's certificate.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { CallingPhone, take } from './calling-phone.ts';

const rounds = 100;

let calling: CallingPhone;
beforeAll(async () => {
  calling = await CallingPhone.open({ audio: { driver: 'sim', mode: 'page' } });
});
afterAll(() => calling?.close());

function ports(): { readonly deskSet: number; readonly audio: number } {
  const ready = calling.phone.events.map(({ event }) => event).find((event) => event.type === 'ready');
  if (ready?.type !== 'ready' || !ready.deskSetPort || !ready.audioPort) throw new Error('The phone told no ports.');
  return { deskSet: ready.deskSetPort, audio: ready.audioPort };
}

/** Opens a page as the console does, sends, and is gone without a word. */
async function comeAndVanish(port: number, token: string, message: string | Uint8Array): Promise<void> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/?token=${token}`, { origin: 'http://127.0.0.1:1' });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  await new Promise((sent) => socket.send(message, sent));
  socket.terminate();
}

describe('in a call', () => {
  test(`${rounds} pages come, hold a key, and vanish`, async () => {
    const skip = calling.phone.events.length;
    const key = JSON.stringify({ type: 'key', key: 'volume-up', down: true });
    for (let round = 0; round < rounds; round++) await comeAndVanish(ports().deskSet, calling.deskSetToken, key);
    await calling.logged(/^Console page gone: its connection broke off; 1 left\.$/, skip);
    calling.expectNotEnded();
  });

  test(`${rounds} pages bring their microphone and vanish`, async () => {
    const skip = calling.phone.events.length;
    const half = new Uint8Array(961);
    for (let round = 0; round < rounds; round++) await comeAndVanish(ports().audio, calling.deskSetToken, half);
    await calling.logged(/^A page's sound is gone: its connection broke off; 0 left\.$/, skip);
    calling.expectNotEnded();
  });

  test('a page that nobody invited, and one that sends what is no key, are turned away with a line', async () => {
    const skip = calling.phone.events.length;
    await expect(comeAndVanish(ports().deskSet, 'guessed', '')).rejects.toThrow('403');
    expect(await calling.logged(/token is wrong/, skip)).not.toContain('guessed');
    const next = calling.phone.events.length;
    await expect(comeAndVanish(ports().audio, 'guessed', '')).rejects.toThrow('403');
    await calling.logged(/token is wrong/, next);
    await comeAndVanish(ports().deskSet, calling.deskSetToken, '{"type":"key","key":"F13","down":true}');
    await calling.logged(/Console page dropped: it sent something not a key/, skip);
    calling.expectNotEnded();
  });

  test.each([
    ['wrong-host', 'certificate-wrong-host', /elsewhere\.test/],
    ['expired', 'certificate-expired', /certificate is valid from \d{4}-\d\d-\d\d to/],
  ] as const)(
    'a server with a certificate that is %s is not spoken to until it shows the good one',
    async (kind, failure, words) => {
      const skip = calling.phone.events.length;
      await calling.enterprise.presentCertificate(kind);
      calling.enterprise.dropConnections('dana');
      expect(await calling.logged(new RegExp(`no connection to .*${failure}`), skip)).toMatch(words);
      const told = `reconnecting: ${failure}`;
      take(await calling.phone.waitFor((event) => event.type === 'account' && event.status === told, 5_000, skip));
      await calling.enterprise.presentCertificate('good');
      await calling.signedInAgain(skip);
      calling.expectNotEnded();
    },
  );

  test('after all of it, sound still runs both ways, and the person hangs up', async () => {
    await calling.expectAlive();
    await calling.hangUp();
    expect(calling.phone.errors).toBe('');
  });
});
