// What wpa_cli 2.10 printed of a sign-in at hostapd's switch, right and wrong, and of networks in reach.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseScan, parseStatus } from '../../../../../hal/linux/network/wpa-answers.ts';

const head = 'bssid=01:80:c2:00:00:03\nfreq=0\nssid=\nid=0\nmode=station\nkey_mgmt=IEEE 802.1X (no WPA)\n';

test('a sign-in that was accepted', () => {
  const answer = `${head}wpa_state=COMPLETED\nSupplicant PAE state=AUTHENTICATED\nsuppPortStatus=Authorized\nEAP state=SUCCESS\n`;
  expect(parseStatus(answer)).toBe('joined');
});

test('a sign-in that was refused', () => {
  const answer = `${head}wpa_state=ASSOCIATED\nSupplicant PAE state=HELD\nsuppPortStatus=Unauthorized\nEAP state=FAILURE\n`;
  expect(parseStatus(answer)).toBe('refused');
});

test('networks in reach: each name once, the strongest first', () => {
  const answer = [
    'bssid / frequency / signal level / flags / ssid',
    '02:00:00:00:01:00\t2412\t-61\t[WPA2-PSK-CCMP][ESS]\tFernleigh Phones',
    '02:00:00:00:02:00\t5180\t-45\t[WPA2-PSK-CCMP][ESS]\tFernleigh Phones',
    '02:00:00:00:03:00\t2437\t-70\t[WPA2-EAP-CCMP][ESS]\tFernleigh',
    '02:00:00:00:04:00\t2437\t-90\t[WPA2-SAE-CCMP][ESS]\tCaf\\xc3\\xa9 \\"Linden\\"',
    '02:00:00:00:05:00\t2437\t-55\t[ESS]\tGuests',
    '02:00:00:00:06:00\t2437\t-50\t[ESS]\t',
    '02:00:00:00:07:00\t2437\t-50\t[ESS]\t\\xff\\xfe',
  ].join('\n');
  expect(parseScan(answer)).toEqual([
    { ssid: 'Fernleigh Phones', security: 'wpa2', signalPercent: 100 },
    { ssid: 'Guests', security: 'open', signalPercent: 90 },
    { ssid: 'Fernleigh', security: 'enterprise', signalPercent: 60 },
    { ssid: 'Café "Linden"', security: 'wpa3', signalPercent: 20 },
  ]);
});

test('whatever comes is read or passed over', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (text) => {
      parseStatus(text);
      for (const { ssid } of parseScan(`02:00:00:00:01:00\t1\t-60\t[ESS]\t${text}`))
        expect(Buffer.byteLength(ssid)).toBeLessThanOrEqual(32);
    }),
  );
});
