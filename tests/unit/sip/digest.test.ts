// Digest answers against the examples of RFC 7616 and RFC 2617, and the choice among challenges.

import { describe, expect, it } from 'vitest';
import { Authenticator } from '../../../firmware/sip/digest/authenticator.ts';
import {
  chooseChallenge,
  type DigestChallenge,
  printChallenge,
  readChallenges,
} from '../../../firmware/sip/digest/challenge.ts';
import { digestResponse } from '../../../firmware/sip/digest/credentials.ts';

describe('the examples of RFC 7616', () => {
  const request = {
    method: 'GET',
    uri: '/dir/index.html',
    nonceCount: 1,
    cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
  };
  const challenge: DigestChallenge = {
    realm: 'http-auth@example.org',
    nonce: '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v',
    opaque: 'FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS',
    algorithm: 'SHA-256',
    qopAuth: true,
    stale: false,
  };
  const account = { user: 'Mufasa', password: 'Circle of Life' };

  it('3.9.1 by SHA-256', () => {
    expect(digestResponse(account, challenge, request)).toBe(
      '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1',
    );
  });

  it('3.9.1 by MD5', () => {
    expect(digestResponse(account, { ...challenge, algorithm: 'MD5' }, request)).toBe(
      '8ca523f5e9506fed4657c9700eebdbec',
    );
  });
});

it('answers a server from before RFC 2617 without qop', () => {
  // RFC 2069 section 2.4 as corrected by its erratum.
  const challenge: DigestChallenge = {
    realm: 'testrealm@host.com',
    nonce: 'dcd98b7102dd2f0e8b11d0f600bfb0c093',
    opaque: undefined,
    algorithm: 'MD5',
    qopAuth: false,
    stale: false,
  };
  const request = { method: 'GET', uri: '/dir/index.html', nonceCount: 1, cnonce: 'unused' };
  expect(digestResponse({ user: 'Mufasa', password: 'CircleOfLife' }, challenge, request)).toBe(
    '1949323746fe6a43ef61f9606e7febea',
  );
});

describe('challenges', () => {
  const md5 = 'Digest realm="r", nonce="m", algorithm=MD5, qop="auth"';
  const sha256 = 'Digest  nonce="s" , realm="r",qop="auth,auth-int",algorithm=sha-256, stale=TRUE, opaque="o"';
  const sha512 = 'digest realm="r", nonce="t", algorithm=SHA-512-256, qop=auth';

  it('are answered best first, whatever their order', () => {
    expect(chooseChallenge(readChallenges([md5, sha512, sha256]), true)?.nonce).toBe('s');
    expect(chooseChallenge(readChallenges([md5, sha512]), true)?.nonce).toBe('t');
    expect(chooseChallenge(readChallenges([md5]), true)?.nonce).toBe('m');
    expect(chooseChallenge(readChallenges([md5]), false)).toBeUndefined();
  });

  it('are read with their spaces, cases and quotes', () => {
    expect(readChallenges([sha256])).toEqual([
      { realm: 'r', nonce: 's', opaque: 'o', algorithm: 'SHA-256', qopAuth: true, stale: true },
    ]);
  });

  it.each([
    'Basic realm="r"',
    'Digest realm="r"',
    'Digest nonce="n"',
    'Digest realm="r", nonce="n", algorithm=SHA-1',
    'Digest realm="r", nonce="n", algorithm=MD5-sess',
    'Digest realm="r", nonce="n", qop="auth-int"',
    '',
  ])('that cannot be answered are passed over: %s', (text) => {
    expect(readChallenges([text])).toEqual([]);
  });

  it('are printed so that they can be read again', () => {
    const [challenge] = readChallenges([sha256]);
    if (!challenge) throw new Error('unread');
    expect(readChallenges([printChallenge(challenge)])).toEqual([challenge]);
  });
});

describe('an authenticator', () => {
  const account = { user: 'da"na', password: 'secret' };
  const sha256 = 'Digest realm="r", nonce="n", algorithm=SHA-256, qop="auth"';

  it('counts the uses of a nonce and draws a cnonce for each', () => {
    let drawn = 0;
    const authenticator = new Authenticator(account, false, () => `c${drawn++}`);
    authenticator.choose('proxy', [sha256]);
    expect(authenticator.sign('proxy', 'INVITE', 'sip:a@b')).toMatch(/username="da\\"na".*cnonce="c0", nc=00000001/);
    expect(authenticator.sign('proxy', 'INVITE', 'sip:a@b')).toMatch(/cnonce="c1", nc=00000002/);
    expect(authenticator.sign('www', 'REGISTER', 'sip:b')).toBeUndefined();
    authenticator.forget();
    expect(authenticator.sign('proxy', 'INVITE', 'sip:a@b')).toBeUndefined();
  });

  it('never shows the password', () => {
    const authenticator = new Authenticator(account, true, () => 'c');
    authenticator.choose('www', ['Digest realm="r", nonce="n"']);
    expect(authenticator.sign('www', 'REGISTER', 'sip:b')).not.toContain('secret');
  });
});
