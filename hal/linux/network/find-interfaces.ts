// Finds the cable's and the radio's interface among those of the kernel, by what they are and not by their name.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Interfaces } from './networkd-files.ts';

/** ARPHRD_ETHER of linux/if_arp.h, which Wi-Fi has as well. */
const ethernet = '1';
const namePattern = /^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,14}$/;

export function findInterfaces(named: Partial<Interfaces> = {}, sys = '/sys'): Interfaces {
  const folder = join(sys, 'class', 'net');
  const names = existsSync(folder) ? readdirSync(folder).sort() : [];
  // Without a device behind it, it is made by software: a bridge, a virtual network.
  const real = names.filter(
    (name) =>
      namePattern.test(name) &&
      existsSync(join(folder, name, 'device')) &&
      readFileSync(join(folder, name, 'type'), 'utf8').trim() === ethernet,
  );
  const isRadio = (name: string): boolean => existsSync(join(folder, name, 'phy80211'));
  return {
    wired: named.wired ?? real.find((name) => !isRadio(name)),
    wifi: named.wifi ?? real.find(isRadio),
  };
}
