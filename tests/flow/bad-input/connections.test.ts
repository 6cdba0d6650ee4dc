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

async function openPage(port: number, token: string): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/?token=${token}`, { origin: 'http://127.0.0.1:1' });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return socket;
}

/** Sends as the console does, and is gone without a word; the phone says so each time. */
async function comeAndVanish(port: number, message: string | Uint8Array, words: RegExp): Promise<void> {
  const skip = calling.phone.events.length;
  const socket = await openPage(port, calling.deskSetToken);
  await new Promise((sent) => socket.send(message, sent));
  socket.terminate();
  await calling.logged(words, skip);
}

describe('in a call', () => {
  test('a page whose sound is not turned on is missed, until it is', async () => {
    await calling.logged(/^The microphone is not turned on\.$/, 0);
    const skip = calling.phone.events.length;
    const page = await openPage(ports().audio, calling.deskSetToken);
    const speaking = setInterval(() => page.send(new Uint8Array(1_920)), 20);
    await calling.logged(/^The microphone is back\.$/, skip).finally(() => clearInterval(speaking));
    page.close();
    calling.expectNotEnded();
  });

  test(`${rounds} pages come, hold a key, and vanish`, async () => {
    const key = JSON.stringify({ type: 'key', key: 'volume-up', down: true });
    const words = /^Console page gone: its connection broke off; 1 left\.$/;
    for (let round = 0; round < rounds; round++) await comeAndVanish(ports().deskSet, key, words);
    calling.expectNotEnded();
  });

  test(`${rounds} pages bring their microphone and vanish`, async () => {
    const half = new Uint8Array(961);
    const words = /^A page's sound is gone: its connection broke off; 0 left\.$/;
    for (let round = 0; round < rounds; round++) await comeAndVanish(ports().audio, half, words);
    calling.expectNotEnded();
  });

  test.each(['deskSet', 'audio'] as const)(
    'a page that nobody invited is turned away with a line: %s',
    async (port) => {
      const skip = calling.phone.events.length;
      await expect(openPage(ports()[port], 'guessed')).rejects.toThrow('403');
      expect(await calling.logged(/token is wrong/, skip)).not.toContain('guessed');
      calling.expectNotEnded();
    },
  );

  test('a page that sends what is no key is turned away with a line', async () => {
    const skip = calling.phone.events.length;
    const page = await openPage(ports().deskSet, calling.deskSetToken);
    const closed = new Promise((resolve) => page.once('close', resolve));
    page.send('{"type":"key","key":"F13","down":true}');
    expect(await closed).toBe(1008);
    await calling.logged(/^Console page dropped: it sent something not a key of this desk set\.$/, skip);
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
