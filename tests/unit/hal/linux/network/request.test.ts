// What the program with rights believes of the phone's file, which anybody who took over the phone could write.

import { mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { networkdFiles } from '../../../../../hal/linux/network/networkd-files.ts';
import { parseRequest, readRequest } from '../../../../../hal/linux/network/request-file.ts';
import { wpaFiles } from '../../../../../hal/linux/network/wpa-file.ts';
import { usualNetwork } from '../../../../../hal/machine/network.ts';

const asked = (change: object = {}, request: object = {}): string =>
  JSON.stringify({ id: 'ab12', settings: { ...usualNetwork, ...change }, ...request });

describe('a request', () => {
  test('is taken where it is right', () => {
    expect(parseRequest(asked({}, { wired: 'eth0' }))).toMatchObject({ ok: true, value: { wired: 'eth0' } });
  });

  test.each([
    ['a line break in a name', asked({ link: 'wifi', wifi: { ssid: 'a\n[Network]', security: 'open' } })],
    ['an address that is none', asked({ ipv4: { method: 'static', address: '10.0.0.1\nDHCP=yes/24' } })],
    ['an address with a zone', asked({ ipv6: { method: 'static', address: 'fe80::1%eth0/64' } })],
    ['a name server that is none', asked({ dnsServers: ['example.com'] })],
    ['an interface that is a path', asked({}, { wired: '../../etc' })],
    ['a key that nobody knows', asked({ script: 'reboot' })],
    ['a certificate with quotes', asked({ access: { method: 'tls', identity: 'a', key: '"; rm -r /' } })],
    ['a virtual network that none is', asked({ voiceVlan: 4095 })],
    ['Wi-Fi without a name', asked({ link: 'wifi' })],
    ['WPA2 without a password', asked({ link: 'wifi', wifi: { ssid: 'x', security: 'wpa2' } })],
    ['no JSON', '{'],
    ['a list', '[]'],
  ])('is refused with %s', (_what, text) => {
    expect(parseRequest(text).ok).toBe(false);
  });

  test('never says what a value was', () => {
    const refused = parseRequest(asked({ access: { method: 'peap', identity: 'a', password: 'lamp\n' } }));
    expect(JSON.stringify(refused)).not.toContain('lamp');
  });

  test('never makes a line of its own in a file of another program, whatever comes', () => {
    const text = fc.string({ minLength: 8, maxLength: 30 });
    let taken = 0;
    const settings = fc.record({
      link: fc.constant('wifi'),
      ipv4: fc.record({ method: fc.constant('static'), address: fc.constantFrom('10.0.0.1/8', '10.0.0.1/8\n') }),
      ipv6: fc.constant({ method: 'off' }),
      dnsServers: fc.constantFrom([], ['10.0.0.53'], ['10.0.0.53\n']),
      wifi: fc.record({
        ssid: text,
        security: fc.constantFrom('open', 'wpa2', 'wpa3', 'enterprise'),
        passphrase: text,
      }),
      access: fc.record({ method: fc.constant('peap'), identity: text, password: text }),
      voiceVlan: fc.constant('off'),
    });
    fc.assert(
      fc.property(settings, (wanted) => {
        const read = parseRequest(JSON.stringify({ id: 'a', settings: wanted }));
        if (!read.ok || !read.value.settings) return;
        taken++;
        const config = wpaFiles(read.value.settings).config ?? '';
        for (const line of config.split('\n')) expect(line).toMatch(/^(\t?[a-z_0-9]+=[-A-Za-z0-9=" _./]*\{?|\}|)$/);
        for (const file of networkdFiles(read.value.settings, { wired: 'e', wifi: 'w' }, undefined).values())
          for (const line of file.split('\n'))
            expect(line).toMatch(/^(\[[A-Za-z0-9]+\]|[A-Za-z0-9]+=[-A-Za-z0-9.:/]*|)$/);
      }),
      { numRuns: 500 },
    );
    expect(taken).toBeGreaterThan(50);
  });

  test('is not followed through a link, and not read where it is too large', () => {
    const folder = mkdtempSync(join(tmpdir(), 'offhook-request-'));
    const file = join(folder, 'network-request.json');
    expect(readRequest(file)).toMatchObject({ ok: true, value: { settings: undefined } });
    symlinkSync('/etc/shadow', file);
    expect(readRequest(file)).toEqual({ ok: false, error: 'The request cannot be read (ELOOP).' });
    writeFileSync(join(folder, 'large'), ' '.repeat(70_000));
    expect(readRequest(join(folder, 'large'))).toMatchObject({ ok: false });
    expect(readRequest(folder)).toMatchObject({ ok: false });
  });
});
