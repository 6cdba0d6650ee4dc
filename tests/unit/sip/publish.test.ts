// Publishing, over real TLS, to servers that take it, challenge it, refuse it, forget their manners or say nothing.

import { describe, expect, it } from 'vitest';
import { Bench, until } from './support/bench.ts';

const bench = new Bench().install();
const publication = { target: 'collector', event: 'vq-rtcpxr', contentType: 'application/vq-rtcpxr', body: 'VQ\r\n' };

async function publishTo(
  answer: (status: (code: number, phrase: string, headers?: readonly string[]) => void) => void,
) {
  const server = await bench.server();
  const phone = await bench.registeredPhone(server);
  const result = phone.agent.publish(publication);
  const request = await server.next('PUBLISH');
  answer((code, phrase, headers = []) => server.reply(request, code, phrase, { headers }));
  return { server, phone, request, result };
}

describe('a publication', () => {
  it('is taken with the name that the server gives it', async () => {
    const { request, result } = await publishTo((reply) => reply(200, 'OK', ['SIP-ETag: a1', 'Expires: 3600']));
    expect(request.first).toBe('PUBLISH sip:collector@fernleigh.test SIP/2.0');
    expect(request.header('Event')).toBe('vq-rtcpxr');
    expect(request.header('Content-Type')).toBe('application/vq-rtcpxr');
    expect(request.body).toBe('VQ\r\n');
    expect(await result).toEqual({ ok: true, value: { noTag: false } });
  });

  it('is taken without a name too, and says so', async () => {
    const { result } = await publishTo((reply) => reply(200, 'OK'));
    expect(await result).toEqual({ ok: true, value: { noTag: true } });
  });

  it.each([
    [403, true],
    [404, true],
    [489, true],
    [302, true],
    [480, false],
    [500, false],
    [503, false],
  ])('refused with %i is an answer, not the end of the phone', async (status, final) => {
    const { result, phone } = await publishTo((reply) => reply(status, 'No', ['Retry-After: 17']));
    expect(await result).toEqual({ ok: false, error: { detail: `${status} No`, final, retryAfterMs: 17_000 } });
    expect(phone.agent.registration.status).toBe('registered');
  });

  it('answers a challenge', async () => {
    const challenge = 'WWW-Authenticate: Digest realm="fernleigh.test", nonce="n1", algorithm=SHA-256, qop="auth"';
    const { server, result } = await publishTo((reply) => reply(401, 'Unauthorized', [challenge]));
    const again = await server.next('PUBLISH');
    expect(again.header('Authorization')).toContain('username="dana"');
    server.reply(again, 200, 'OK', { headers: ['SIP-ETag: a2'] });
    expect((await result).ok).toBe(true);
  });

  it('that is never answered ends in half a minute', async () => {
    const { phone, result } = await publishTo(() => undefined);
    await phone.clock.advance(32_000);
    expect(await result).toEqual({ ok: false, error: { detail: 'no answer', final: false, retryAfterMs: undefined } });
  });

  it('waits for nobody where nobody is signed in or the server is gone', async () => {
    const server = await bench.server();
    const stranger = bench.phone(server);
    expect(await stranger.agent.publish(publication)).toMatchObject({ ok: false, error: { final: true } });
    const phone = await bench.registeredPhone(server);
    server.dropConnections();
    await until(() => phone.agent.registration.status !== 'registered');
    expect(await phone.agent.publish(publication)).toMatchObject({ ok: false, error: { final: false } });
  });
});
