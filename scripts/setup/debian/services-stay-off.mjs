// Lets packages be installed while none of their services starts now or at the next boot.

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const policyFile = '/usr/sbin/policy-rc.d';
const savedPolicyFile = `${policyFile}.before-offhook`;
const mark = 'offhook set-up';

/**
 * Debian asks policy-rc.d before a package starts its service. Ours answers "no" only while this process lives,
 * so that it is harmless even where a power cut keeps us from removing it.
 */
export async function withoutServices(install) {
  clearLeftovers();
  if (existsSync(policyFile)) renameSync(policyFile, savedPolicyFile);
  writeFileSync(policyFile, `#!/bin/sh\n# ${mark}\n[ -d /proc/${process.pid} ] && exit 101\nexit 0\n`, { mode: 0o755 });
  const enabledBefore = enabledServices();
  try {
    return await install();
  } finally {
    for (const name of enabledServices()) if (!enabledBefore.has(name)) disable(name);
    clearLeftovers();
  }
}

function clearLeftovers() {
  if (existsSync(policyFile) && readFileSync(policyFile, 'utf8').includes(mark)) rmSync(policyFile);
  if (existsSync(savedPolicyFile) && !existsSync(policyFile)) renameSync(savedPolicyFile, policyFile);
}

/** Names of services that would start at boot, by systemd or by the older rc folders. */
function enabledServices() {
  const names = new Set();
  for (const [parent, pattern] of [
    ['/etc/systemd/system', /\.(wants|requires)$/],
    ['/etc', /^rc[2-5]\.d$/],
  ]) {
    if (!existsSync(parent)) continue;
    for (const folder of readdirSync(parent).filter((name) => pattern.test(name))) {
      for (const link of readdirSync(join(parent, folder))) {
        if (parent !== '/etc') names.add(link);
        else if (link.startsWith('S')) names.add(`${link.slice(3)}.init`);
      }
    }
  }
  return names;
}

/** By Debian's own tools, which remember the choice through upgrades; they work without a running systemd. */
function disable(name) {
  if (name.endsWith('.init')) spawnSync('update-rc.d', [name.slice(0, -'.init'.length), 'disable']);
  else spawnSync('deb-systemd-helper', ['disable', name]);
}
