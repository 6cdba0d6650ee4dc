// The image's network: the phone's side and the side with rights, over real files, with the kernel's folders made up.

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ImageNetwork } from '../../../../hal/linux/network/image-network.ts';
import { type Places, setUpNetwork } from '../../../../hal/linux/network/set-up-network.ts';
import { type NetworkSettings, usualNetwork } from '../../../../hal/machine/network.ts';
import { ok } from '../../../../hal/result.ts';
import { VirtualClock } from '../../../../hal/sim/virtual-clock.ts';
import { networkContract } from '../../ports/network-contract.ts';

class Machine {
  readonly folder = mkdtempSync(join(tmpdir(), 'offhook-network-'));
  readonly clock = new VirtualClock();
  readonly ran: string[][] = [];
  readonly warnings: string[] = [];
  addresses = ['192.0.2.41'];
  wpa: 'joined' | 'refused' | 'searching' | undefined;
  readonly places: Places = {
    request: join(this.folder, 'request.json'),
    toldVlan: join(this.folder, 'voice-vlan'),
    networkd: join(this.folder, 'networkd'),
    networkdRuns: join(this.folder, 'links'),
    wpa: join(this.folder, 'wpa'),
    outcome: join(this.folder, 'told', 'network.json'),
    sys: join(this.folder, 'sys'),
  };

  constructor({ wifi = false } = {}) {
    for (const name of ['links', 'told']) mkdirSync(join(this.folder, name));
    this.#interface('eth0');
    if (wifi) mkdirSync(join(this.#interface('wlan0'), 'phy80211'));
    // A network of software, which is nobody's cable.
    mkdirSync(join(this.places.sys, 'class', 'net', 'docker0'));
  }

  #interface(name: string): string {
    const folder = join(this.places.sys, 'class', 'net', name);
    mkdirSync(join(folder, 'device'), { recursive: true });
    writeFileSync(join(folder, 'type'), '1\n');
    writeFileSync(join(folder, 'carrier'), '1\n');
    return folder;
  }

  open(): ImageNetwork {
    return new ImageNetwork({
      clock: this.clock,
      named: {},
      requestFile: this.places.request,
      outcomeFile: this.places.outcome,
      linksFolder: join(this.folder, 'links'),
      wpa: {
        status: () => Promise.resolve(this.wpa),
        scan: () => Promise.resolve([{ ssid: 'Fernleigh', security: 'wpa2', signalPercent: 70 }]),
      },
      warn: (sentence) => this.warnings.push(sentence),
      sys: this.places.sys,
      addressesOf: () => this.addresses,
    });
  }

  /** As the path unit of the image starts it. */
  unit(): ReturnType<typeof setUpNetwork> {
    return setUpNetwork(this.places, (program, args) => {
      this.ran.push([program, ...args]);
      return ok(undefined);
    });
  }

  /** As systemd-networkd tells everybody that something has changed. */
  tell(): void {
    writeFileSync(join(this.folder, 'links', '2'), `${this.clock.nowMs()}`);
  }

  file(name: string): string {
    return readFileSync(join(this.places.networkd, name), 'utf8');
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

/** News of a folder come by the event loop. */
async function until(condition: () => boolean): Promise<void> {
  const limit = AbortSignal.timeout(5_000);
  while (!condition()) {
    if (limit.aborted) throw new Error('It did not come to that.');
    await new Promise((done) => setImmediate(done));
  }
}

const machines: Machine[] = [];
afterEach(() => {
  for (const machine of machines.splice(0)) machine.remove();
});

function machineWith(options = {}): Machine {
  const machine = new Machine(options);
  machines.push(machine);
  return machine;
}

networkContract('ImageNetwork', () => {
  const machine = machineWith({ wifi: true });
  const network = machine.open();
  return {
    network,
    settle: async () => {
      machine.unit();
      await new Promise((done) => setImmediate(done));
    },
    plug: async (cable) => {
      writeFileSync(join(machine.places.sys, 'class', 'net', 'eth0', 'carrier'), cable ? '1\n' : '0\n');
      machine.addresses = cable ? ['192.0.2.41'] : [];
      const before = network.state;
      machine.tell();
      await until(() => network.state !== before);
    },
  };
});

async function apply(machine: Machine, network: ImageNetwork, settings: NetworkSettings) {
  const applied = network.apply(settings);
  machine.unit();
  return await applied;
}

describe('the image', () => {
  it('is left as it is until the phone asks for something', () => {
    const machine = machineWith();
    expect(machine.unit()).toEqual(ok(undefined));
    expect(machine.ran).toEqual([]);
  });

  it('writes the files, tells the daemons, and takes the voice network that the switch tells', async () => {
    const machine = machineWith();
    const network = machine.open();
    writeFileSync(machine.places.toldVlan, '120\n');
    expect(await apply(machine, network, usualNetwork)).toEqual(ok(undefined));
    expect(machine.file('70-offhook-voice.netdev')).toContain('Id=120\n');
    expect(machine.ran).toEqual([
      ['networkctl', 'reload'],
      ['systemctl', '--no-block', 'stop', 'offhook-wpa.service'],
    ]);
    await until(() => network.state.voiceVlan === 120);
    // As systemd-networkd has made it by now.
    mkdirSync(join(machine.places.sys, 'class', 'net', 'voice120'));
    await apply(machine, network, { ...usualNetwork, voiceVlan: 'off' });
    expect(readdirSync(machine.places.networkd)).toEqual(['70-offhook.network']);
    expect(machine.ran).toContainEqual(['networkctl', 'delete', 'voice120']);
    network.close();
  });

  it('is not asked again for what is in force, as at each start of the phone', async () => {
    const machine = machineWith();
    const network = machine.open();
    await apply(machine, network, usualNetwork);
    network.close();
    const request = readFileSync(machine.places.request, 'utf8');
    const again = machine.open();
    expect(await again.apply(usualNetwork)).toEqual(ok(undefined));
    expect(readFileSync(machine.places.request, 'utf8')).toBe(request);
    again.close();
  });

  it('believes nothing but a number of what was told of the voice network', async () => {
    const machine = machineWith();
    writeFileSync(machine.places.toldVlan, '120\nKind=bond\n');
    const network = machine.open();
    await apply(machine, network, usualNetwork);
    expect(readdirSync(machine.places.networkd)).toEqual(['70-offhook.network']);
    network.close();
  });

  it('keeps passwords to itself and starts the sign-in', async () => {
    const machine = machineWith();
    const network = machine.open();
    machine.addresses = [];
    const access = { method: 'peap', identity: 'phone-4217', password: 'lamp', authority: '-----BEGIN ' } as const;
    await apply(machine, network, { ...usualNetwork, access });
    expect(machine.ran.at(-1)).toEqual(['systemctl', '--no-block', 'restart', 'offhook-wpa.service']);
    for (const name of readdirSync(machine.places.wpa))
      expect(statSync(join(machine.places.wpa, name)).mode & 0o077).toBe(0);
    expect(statSync(machine.places.request).mode & 0o077).toBe(0);
    machine.wpa = 'refused';
    await machine.clock.advance(4_000);
    await until(() => network.state.problem === 'access-refused');
    machine.addresses = ['192.0.2.41'];
    machine.wpa = 'joined';
    await machine.clock.advance(4_000);
    await until(() => network.state.status === 'connected');
    network.close();
  });

  it('says that there is no radio, and goes on by cable', async () => {
    const machine = machineWith();
    const network = machine.open();
    const wifi = { ssid: 'Fernleigh', security: 'wpa2', passphrase: 'harbour-lamp' } as const;
    const applied = await apply(machine, network, { ...usualNetwork, link: 'wifi', wifi });
    expect(applied).toEqual({ ok: false, error: 'There is no Wi-Fi adapter.' });
    expect(network.state).toMatchObject({ link: 'wired', status: 'connected', hasWifi: false });
    network.close();
  });

  it('says that the system does not answer', async () => {
    const machine = machineWith();
    const network = machine.open();
    const applied = network.apply(usualNetwork);
    await machine.clock.advance(16_000);
    expect(await applied).toEqual({ ok: false, error: 'The system does not answer.' });
    network.close();
  });

  it('comes up where nobody can set the network up', async () => {
    const machine = machineWith();
    rmSync(join(machine.folder, 'told'), { recursive: true });
    const network = machine.open();
    expect(network.state.status).toBe('connected');
    expect(machine.warnings).toEqual([expect.stringContaining('its network cannot be set up')]);
    network.close();
  });

  it('says that no address has come', async () => {
    const machine = machineWith();
    machine.addresses = [];
    const network = machine.open();
    expect(network.state.status).toBe('joining');
    await machine.clock.advance(25_000);
    await until(() => network.state.problem === 'no-address');
    network.close();
  });
});
