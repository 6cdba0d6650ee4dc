// Started by the system, with rights, at each start and after each wish of the phone: joins the board to the network.

import { spawnSync } from 'node:child_process';
import { err, ok } from '../../result.ts';
import { setUpNetwork } from './set-up-network.ts';
import { wpaFolder } from './wpa-file.ts';

const longestProgramMs = 20_000;

const result = setUpNetwork(
  {
    request: '/var/lib/offhook/network-request.json',
    toldVlan: '/run/offhook-lldp/voice-vlan',
    networkd: '/run/systemd/network',
    networkdRuns: '/run/systemd/netif/state',
    wpa: wpaFolder,
    outcome: '/run/offhook-told/network.json',
    sys: '/sys',
  },
  (program, args) => {
    const done = spawnSync(`/usr/bin/${program}`, args, { timeout: longestProgramMs, stdio: 'ignore' });
    return done.status === 0
      ? ok(undefined)
      : err(`${program} ended with ${done.signal ?? done.status ?? done.error}.`);
  },
);
if (!result.ok) {
  process.stderr.write(`${result.error}\n`);
  process.exitCode = 1;
}
