// What a machine says of itself, read from folders made like the kernel's, and from this machine's own.

import { describe, expect, it } from 'vitest';
import { MachineIdentity } from '../../../../hal/linux/machine/machine-identity.ts';
import { identityContract } from '../../ports/identity-contract.ts';
import { machine } from './machine-folders.ts';

const ethernet = (name: string, address: string) => ({
  [`sys/class/net/${name}/device/`]: '',
  [`sys/class/net/${name}/type`]: '1\n',
  [`sys/class/net/${name}/address`]: `${address}\n`,
});

const raspberryPi = {
  'proc/device-tree/model': 'Raspberry Pi 4 Model B Rev 1.4\0',
  'proc/device-tree/compatible': 'raspberrypi,4-model-b\0brcm,bcm2711\0',
  'proc/device-tree/serial-number': '10000000a1b2c3d4\0',
  'proc/device-tree/system/linux,revision': Buffer.from('00c03114', 'hex'),
  ...ethernet('end0', 'DC:A6:32:01:02:03'),
  'sys/class/net/lo/type': '772\n',
  'sys/class/net/wlan0/wireless/': '',
  ...ethernet('wlan0', 'dc:a6:32:01:02:04'),
};
const pc = {
  'sys/class/dmi/id/sys_vendor': 'LENOVO\n',
  'sys/class/dmi/id/product_name': '20XW\n',
  'sys/class/dmi/id/product_version': 'Default string\n',
  'sys/class/dmi/id/product_serial': 'To be filled by O.E.M.\n',
  'etc/machine-id': '0123456789abcdef0123456789abcdef\n',
};

identityContract('MachineIdentity of a Raspberry Pi', () => new MachineIdentity(machine(raspberryPi).folders));
identityContract('MachineIdentity of a PC without a network', () => new MachineIdentity(machine(pc).folders));
identityContract('MachineIdentity of a machine that says nothing', () => new MachineIdentity(machine({}).folders));
identityContract('MachineIdentity of this machine', () => new MachineIdentity());

describe('MachineIdentity', () => {
  it('reads the device tree, and the address of the wired interface', () => {
    expect(new MachineIdentity(machine(raspberryPi).folders).read()).toEqual({
      vendor: 'Raspberry Pi',
      model: 'Raspberry Pi 4 Model B',
      revision: 'c03114',
      serialNumber: '10000000a1b2c3d4',
      macAddress: 'dc:a6:32:01:02:03',
    });
  });

  it('takes the wireless address where nothing is wired, and none of a group', () => {
    const files = { ...raspberryPi, ...ethernet('end0', '01:00:5e:00:00:01') };
    expect(new MachineIdentity(machine(files).folders).read().macAddress).toBe('dc:a6:32:01:02:04');
  });

  it('takes the address of a network whose driver comes up after the phone, and keeps it', () => {
    const early = machine(pc);
    const identity = new MachineIdentity(early.folders);
    expect(identity.read().serialNumber).toBe('0123456789abcdef0123456789abcdef');
    early.write(ethernet('enp1s0', '3c:18:a0:00:00:01'));
    const complete = identity.read();
    expect(complete).toMatchObject({ serialNumber: '3c:18:a0:00:00:01', macAddress: '3c:18:a0:00:00:01' });
    expect(identity.read()).toBe(complete);
  });

  it('passes over what the maker of a PC left blank', () => {
    const files = { ...pc, ...ethernet('enp1s0', '3c:18:a0:00:00:01') };
    expect(new MachineIdentity(machine(files).folders).read()).toMatchObject({
      vendor: 'LENOVO',
      model: '20XW',
      revision: 'unknown',
      serialNumber: '3c:18:a0:00:00:01',
    });
  });

  it('prints what the board file wants on the type plate, and nothing that cannot be printed', () => {
    const files = { ...raspberryPi, 'proc/device-tree/serial-number': `\u0007${'9'.repeat(500)}\0` };
    const plate = new MachineIdentity({ ...machine(files).folders, vendor: 'Example', model: 'Desk 1' }).read();
    expect(plate).toMatchObject({ vendor: 'Example', model: 'Desk 1' });
    expect(plate.serialNumber).toMatch(/^\?9{63}$/);
  });
});
