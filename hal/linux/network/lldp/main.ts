// Started by the system now and then with the right to raw packets: asks the switch for the voice network and leaves its number.

import { readFileSync, readSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { halAddon } from '../../../native/addon.ts';
import { SystemClock } from '../../../system/clock.ts';
import { findInterfaces } from '../find-interfaces.ts';
import { askSwitch, type Cable } from './ask-switch.ts';

const told = '/run/offhook-lldp/voice-vlan';

function openCable(name: string): Cable | undefined {
  const descriptor = halAddon().openLinkSocket(name);
  if (descriptor < 0) {
    process.stderr.write(`The cable ${name} cannot be listened to (error ${-descriptor}).\n`);
    return undefined;
  }
  const room = Buffer.alloc(2048);
  return {
    receive: () => {
      try {
        return Uint8Array.from(room.subarray(0, readSync(descriptor, room)));
      } catch (error) {
        // Nothing waits, or the cable was pulled: both mean to wait.
        if (error instanceof Error && 'code' in error) return undefined;
        throw error;
      }
    },
    send: (frame) => {
      try {
        writeSync(descriptor, frame);
      } catch (error) {
        process.stderr.write(`The switch was not asked: ${error instanceof Error ? error.message : error}.\n`);
      }
    },
  };
}

function addressOf(name: string): Uint8Array {
  const text = readFileSync(`/sys/class/net/${name}/address`, 'utf8').trim();
  return Uint8Array.from(text.split(':').map((octet) => Number.parseInt(octet, 16)));
}

const { wired } = findInterfaces();
const cable = wired === undefined ? undefined : openCable(wired);
if (cable && wired !== undefined) {
  const policy = await askSwitch(cable, addressOf(wired), new SystemClock());
  // Silence changes nothing: a switch that restarts must not throw the phone out of its network.
  if (policy) {
    writeFileSync(`${told}.new`, policy.vlan === undefined ? 'none\n' : `${policy.vlan}\n`);
    const before = readBefore();
    if (before === readFileSync(`${told}.new`, 'utf8')) process.exit(0);
    renameSync(`${told}.new`, told);
    process.stdout.write(`The switch says: voice network ${policy.vlan ?? 'untagged'}.\n`);
  }
}
process.exit(0);

function readBefore(): string | undefined {
  try {
    return readFileSync(told, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
