// Digest on the server's side: algorithms, verdicts, and nonces on a virtual clock.

import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { DigestServer, NONCE_LIFETIME_MS } from '../../../../bench/enterprise/sip/digest.ts';
import { VirtualClock } from '../../../../hal/sim/virtual-clock.ts';
import { SystemRandom } from '../../../../hal/system/random.ts';

function server(clock = new VirtualClock()) {
  const passwordOf = (user: string) => (user === 'dana' ? 'secret' : undefined);
  return new DigestServer({ realm: 'fernleigh.test', clock, random: new SystemRandom(), passwordOf });
}

function credentials(
  nonce: string,
  options: { algorithm?: string; count?: string; password?: string; user?: string; realm?: string } = {},
): string {
  const {
    algorithm = 'SHA-256',
    count = '00000001',
    password = 'secret',
    user = 'dana',
    realm = 'fernleigh.test',
  } = options;
  const hash = (text: string) =>
    createHash(algorithm === 'MD5' ? 'md5' : 'sha256')
      .update(text)
      .digest('hex');
  const response = hash(`${hash(`${user}:${realm}:${password}`)}:${nonce}:${count}:c:auth:${hash('REGISTER:sip:x')}`);
  return `Digest username="${user}", realm="${realm}", nonce="${nonce}", uri="sip:x", response="${response}", algorithm=${algorithm}, qop=auth, nc=${count}, cnonce="c"`;
}

function nonceOf(digest: DigestServer): string {
  return /nonce="([^"]+)"/.exec(digest.challenges(false)[0] ?? '')?.[1] ?? '';
}

test.each(['SHA-256', 'MD5'] as const)('accepts %s', (algorithm) => {
  const digest = server();
  const verdict = digest.verify('REGISTER', [credentials(nonceOf(digest), { algorithm })]);
  expect(verdict).toEqual({ kind: 'accepted', user: 'dana', algorithm });
});

test('SHA-256 alone refuses MD5 credentials by challenging again', () => {
  const digest = server();
  digest.algorithms = ['SHA-256'];
  expect(digest.verify('REGISTER', [credentials(nonceOf(digest), { algorithm: 'MD5' })])).toEqual({
    kind: 'challenge',
    stale: false,
  });
});

test('tells wrong password, unknown user, other realm, other method and nonsense apart', () => {
  const digest = server();
  const nonce = nonceOf(digest);
  expect(digest.verify('REGISTER', [credentials(nonce, { password: 'x' })]).kind).toBe('wrong-password');
  expect(digest.verify('REGISTER', [credentials(nonce, { user: 'eve' })]).kind).toBe('unknown-user');
  expect(digest.verify('REGISTER', [credentials(nonce, { realm: 'other' })]).kind).toBe('challenge');
  expect(digest.verify('INVITE', [credentials(nonce)]).kind).toBe('wrong-password');
  expect(digest.verify('REGISTER', ['Digest realm="fernleigh.test"']).kind).toBe('malformed');
  expect(digest.verify('REGISTER', ['Basic abc']).kind).toBe('challenge');
});

test('a nonce works again with a higher count, not with the same', () => {
  const digest = server();
  const nonce = nonceOf(digest);
  expect(digest.verify('REGISTER', [credentials(nonce)]).kind).toBe('accepted');
  expect(digest.verify('REGISTER', [credentials(nonce, { count: '00000002' })]).kind).toBe('accepted');
  expect(digest.verify('REGISTER', [credentials(nonce, { count: '00000002' })])).toEqual({
    kind: 'challenge',
    stale: true,
  });
});

test('an old nonce is stale, but a wrong password with it is still a wrong password', async () => {
  const clock = new VirtualClock();
  const digest = server(clock);
  const nonce = nonceOf(digest);
  await clock.advance(NONCE_LIFETIME_MS + 1);
  expect(digest.verify('REGISTER', [credentials(nonce)])).toEqual({ kind: 'challenge', stale: true });
  expect(digest.verify('REGISTER', [credentials(nonce, { password: 'x' })]).kind).toBe('wrong-password');
});

test('a nonce of another server, or a made-up one, is stale', () => {
  const digest = server();
  expect(digest.verify('REGISTER', [credentials(nonceOf(server()))])).toEqual({ kind: 'challenge', stale: true });
  expect(digest.verify('REGISTER', [credentials('0.0.0')])).toEqual({ kind: 'challenge', stale: true });
});

test('offers only MD5 to agents that stumble over anything else', () => {
  const digest = server();
  expect(digest.challenges(false, 'baresip v1.0.0 (x86_64/linux)').join()).not.toContain('SHA-256');
  expect(digest.challenges(false, 'baresip v4.0.0').join()).toContain('SHA-256');
});
