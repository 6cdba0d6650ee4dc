// What becomes of network settings in the files of systemd-networkd and wpa_supplicant.

import { describe, expect, test } from 'vitest';
import { networkdFiles } from '../../../../../hal/linux/network/networkd-files.ts';
import { wpaFiles } from '../../../../../hal/linux/network/wpa-file.ts';
import { type NetworkSettings, usualNetwork } from '../../../../../hal/machine/network.ts';

const interfaces = { wired: 'eth0', wifi: 'wlan0' };

describe('files of systemd-networkd', () => {
  test('join a cable by DHCP and router advertisement, and leave the radio alone', () => {
    const files = networkdFiles(usualNetwork, interfaces, undefined);
    expect([...files.keys()]).toEqual(['70-offhook-unused.network', '70-offhook.network']);
    expect(files.get('70-offhook.network')).toContain('[Match]\nName=eth0\n');
    expect(files.get('70-offhook.network')).toContain('DHCP=yes\nIPv6AcceptRA=yes\n');
    expect(files.get('70-offhook-unused.network')).toBe('[Match]\nName=wlan0\n\n[Network]\nLinkLocalAddressing=no\n\n');
  });

  test('have fixed addresses, routers and name servers as written', () => {
    const settings: NetworkSettings = {
      ...usualNetwork,
      ipv4: { method: 'static', address: '10.0.0.9/24', gateway: '10.0.0.1' },
      ipv6: { method: 'static', address: '2001:db8::9/64' },
      dnsServers: ['10.0.0.53'],
    };
    const text = networkdFiles(settings, interfaces, undefined).get('70-offhook.network') ?? '';
    expect(text).toContain('DHCP=no\nIPv6AcceptRA=no\n');
    expect(text).toContain('Address=10.0.0.9/24\nGateway=10.0.0.1\nAddress=2001:db8::9/64\nDNS=10.0.0.53\n');
    expect(text).not.toContain('[DHCPv4]');
  });

  test('have nothing of a family that is off', () => {
    const settings: NetworkSettings = { ...usualNetwork, ipv6: { method: 'off' } };
    const text = networkdFiles(settings, interfaces, undefined).get('70-offhook.network') ?? '';
    expect(text).toContain('DHCP=ipv4\nIPv6AcceptRA=no\nLinkLocalAddressing=no\n');
  });

  test('carry voice in its own network, and nothing else on the cable', () => {
    const files = networkdFiles(usualNetwork, interfaces, 120);
    expect(files.get('70-offhook.network')).toBe(
      '[Match]\nName=eth0\n\n[Network]\nLinkLocalAddressing=no\nLLDP=yes\nVLAN=voice120\n\n',
    );
    expect(files.get('70-offhook-voice.netdev')).toBe('[NetDev]\nName=voice120\nKind=vlan\n\n[VLAN]\nId=120\n\n');
    expect(files.get('70-offhook-voice.network')).toContain('[Match]\nName=voice120\n');
  });

  test('know no voice network on the radio', () => {
    const settings: NetworkSettings = { ...usualNetwork, link: 'wifi', wifi: { ssid: 'x', security: 'open' } };
    const files = networkdFiles(settings, interfaces, 120);
    expect([...files.keys()]).toEqual(['70-offhook-unused.network', '70-offhook.network']);
    expect(files.get('70-offhook.network')).toContain('Name=wlan0\n');
  });
});

describe('the file of wpa_supplicant', () => {
  test('is not there for an open port', () => {
    expect(wpaFiles(usualNetwork).config).toBeUndefined();
  });

  test('says every text of a person in hexadecimal, so that none can say more than it is', () => {
    const nasty = 'a"\\ b}';
    const wired = wpaFiles({
      ...usualNetwork,
      access: { method: 'peap', identity: nasty, password: nasty, authority: '-----BEGIN X-----' },
    });
    expect(wired.config).not.toContain(nasty);
    expect(wired.config).toContain(`identity=${Buffer.from(nasty).toString('hex')}\n`);
    expect(wired.config).toContain('ca_cert="/run/offhook-network/authority.pem"\n');
    expect(wired.certificates.get('authority.pem')).toBe('-----BEGIN X-----');
    const radio = wpaFiles({
      ...usualNetwork,
      link: 'wifi',
      wifi: { ssid: nasty, security: 'wpa3', passphrase: `${nasty}${nasty}` },
    });
    expect(radio.config).not.toContain(nasty);
  });

  test('has the key of WPA2 itself (IEEE 802.11, J.4.2)', () => {
    const wifi = { ssid: 'IEEE', security: 'wpa2', passphrase: 'password' } as const;
    expect(wpaFiles({ ...usualNetwork, link: 'wifi', wifi }).config).toContain(
      'psk=f42c6fc52df0ebef9ebb4b90b38a5f902e83fe1b135a70e23aed762e9710a12e\n',
    );
  });

  test('signs in by certificate where there is one', () => {
    const access = { method: 'tls', identity: 'phone', certificate: 'C', key: 'K' } as const;
    const { config, certificates } = wpaFiles({ ...usualNetwork, access });
    expect(config).toContain('eap=TLS\n');
    expect(config).not.toContain('phase2');
    expect([...certificates.keys()]).toEqual(['certificate.pem', 'key.pem']);
  });
});
