// A phone that its policy lends to a bench: it connects out by TLS, only while somebody is signed in, and obeys no other.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCertificates } from '../../../bench/enterprise/certificates/certificate-store.ts';
import { type LinkEvent, PhoneLink } from '../../../bench/prototype/link/phone-link.ts';
import { TestedPhone } from '../../../bench/prototype/link/tested-phone.ts';
import { type BenchTest, openBenchTest } from '../../../firmware/admin/bench-test/index.ts';
import { policySchema } from '../../../firmware/config/index.ts';
import type { AccountState, Phone, PhoneState } from '../../../firmware/phone.ts';
import { SimBootSlots } from '../../../hal/sim/boot-slots.ts';
import { PowerCutDisk } from '../../../hal/sim/power-cut-disk.ts';
import { ScriptedHookSwitch } from '../../../hal/sim/scripted/hook-switch.ts';
import { MemoryIndicators } from '../../../hal/sim/scripted/indicators.ts';
import { ScriptedKeypad } from '../../../hal/sim/scripted/keypad.ts';
import { MemoryScreen } from '../../../hal/sim/scripted/screen.ts';
import { SystemClock } from '../../../hal/system/clock.ts';
import { atRest } from '../../../ui/gallery/fixtures/state.ts';

const token = 'a token of this one bench';
const identity = { vendor: 'Offhook', model: 'Desk', revision: '1', macAddress: '02:00:00:00:00:01' };

/** Connections are made anew after a second, and a shared machine takes its time. */
const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 10_000 });

class LentPhone {
  readonly clock = new SystemClock();
  readonly keypad = new ScriptedKeypad(this.clock);
  readonly hook = new ScriptedHookSwitch();
  readonly screen = new MemoryScreen({ width: 80, height: 50 });
  readonly indicators = new MemoryIndicators();
  readonly log: string[] = [];
  readonly dialled: string[] = [];
  readonly keysHeard: string[] = [];
  test: BenchTest | undefined;
  #state: PhoneState = { ...atRest, account: { status: 'signed-in' } };
  readonly #listeners = new Set<() => void>();

  async start(server: string, anchor: string, given = token, serialNumber = 'P-1', enabled = true): Promise<void> {
    const { clock, keypad, hook, screen, indicators } = this;
    this.test = await openBenchTest({
      board: {
        ...{ name: 'a test board', clock, keypad, hook, screen, indicators },
        identity: { read: () => ({ ...identity, serialNumber }) },
        bootSlots: async () => SimBootSlots.boot(new PowerCutDisk()),
        states: () => [{ device: 'keypad', isWorking: true, sentence: 'answers' }],
      },
      policy: policySchema.parse({ benchTest: { enabled, server, token: given } }),
      trustAnchors: [anchor],
      version: '0.1.0',
      log: (_level, text) => this.log.push(text),
    });
    this.test?.ports.keypad.onKey(({ key, down }) => down && this.keysHeard.push(key));
    this.test?.attach(this.#phone());
  }

  become(account: AccountState): void {
    this.#state = { ...this.#state, account };
    for (const listener of this.#listeners) listener();
  }

  /** Only what an order can reach; another command would be a fault, and fails. */
  #phone(): Phone {
    const phone = this;
    const commands = { dial: (number: string) => this.dialled.push(number) } as unknown as Phone['commands'];
    return {
      get state() {
        return phone.#state;
      },
      subscribe: (listener) => {
        phone.#listeners.add(listener);
        return () => void phone.#listeners.delete(listener);
      },
      commands,
      levels: () => ({ capture: 0, playout: 0 }),
    };
  }
}

let folder: string;
let link: PhoneLink;
let anchor: string;
let phone: LentPhone;
let events: LinkEvent[];
const address = () => `wss://127.0.0.1:${link.port}/phone`;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'offhook-link-'));
  const certificates = await openCertificates(folder, ['127.0.0.1'], Date.now());
  if (!certificates.ok) throw new Error(certificates.error);
  const { authority, server } = certificates.value;
  anchor = authority.certificate;
  link = await open(server);
  events = [];
  link.listen((event) => events.push(event));
  phone = new LentPhone();
});
afterEach(async () => {
  phone.test?.close();
  await link.close();
  rmSync(folder, { recursive: true });
});

async function open(server: { readonly certificate: string; readonly privateKey: string }, phoneAddress?: string) {
  const served = { key: server.privateKey, cert: server.certificate };
  const opened = await PhoneLink.open({ host: '127.0.0.1', port: 0, identity: served, token, phoneAddress });
  if (!opened.ok) throw new Error(opened.error);
  return opened.value;
}

describe('a lent phone', () => {
  it('says who it is, tells its keys, keeps them from itself while they are captured, and gives all back', async () => {
    await phone.start(address(), anchor);
    await eventually(() => link.connected).toBe(true);
    expect(link.facts).toMatchObject({ identity: { serialNumber: 'P-1' }, board: 'a test board', version: '0.1.0' });
    const tested = new TestedPhone(link);
    phone.keypad.press('1');
    tested.keep({ type: 'capture', on: true });
    tested.order({ type: 'lamp', lamp: 'mute', state: 'on' });
    tested.order({ type: 'call', number: '4950' });
    await eventually(() => phone.dialled).toEqual(['4950']);
    phone.keypad.press('2');
    const keys = () => events.flatMap((event) => (event.type === 'key' && event.down ? [event.key] : []));
    await eventually(keys).toEqual(['1', '2']);
    expect([phone.keysHeard, phone.indicators.get('mute')]).toEqual([['1'], 'on']);

    // The line breaks: without the bench the phone is a phone, and with it again the order stands.
    link.setRefusing(true);
    await eventually(() => phone.indicators.get('mute')).toBe('off');
    phone.keypad.press('3');
    expect(phone.keysHeard).toEqual(['1', '3']);
    link.setRefusing(false);
    await eventually(() => link.connected).toBe(true);
    // In one line with the order, so that what is told after it was pressed under it.
    tested.order({ type: 'call', number: '4951' });
    await eventually(() => phone.dialled.at(-1)).toBe('4951');
    phone.keypad.press('4');
    await eventually(keys).toContain('4');
    expect(phone.keysHeard).toEqual(['1', '3']);
    expect(tested.breaks).toBe(1);
  });

  it('is lent while somebody is signed in, through a lost registration too, and to nobody afterwards', async () => {
    await phone.start(address(), anchor);
    await eventually(() => link.connected).toBe(true);
    phone.become({ status: 'reconnecting', failure: 'server-unreachable', nextAttemptAtMs: undefined });
    phone.keypad.press('7');
    await eventually(() => events.some((event) => event.type === 'key')).toBe(true);
    phone.become({ status: 'signed-out', failure: undefined, lockedUntilMs: undefined });
    await eventually(() => link.connected).toBe(false);
    phone.become({ status: 'signed-in' });
    await eventually(() => link.connected).toBe(true);
  });

  it('is not there at all where the policy does not say so', async () => {
    await phone.start(address(), anchor, token, 'P-1', false);
    expect(phone.test).toBeUndefined();
    expect(policySchema.parse({}).benchTest.enabled).toBe(false);
  });
});

describe('who is turned away, and told why', () => {
  it('a phone with another token: the phone says so, and the bench counts it', async () => {
    await phone.start(address(), anchor, 'the token of another bench');
    await eventually(() => link.refusals.wrongToken).toBe(1);
    await eventually(() => phone.log.at(-1)).toContain('the bench refuses the token of this policy');
    expect(link.connected).toBe(false);
  });

  it('a bench that the phone does not trust', async () => {
    const other = mkdtempSync(join(tmpdir(), 'offhook-other-'));
    const foreign = await openCertificates(other, ['127.0.0.1'], Date.now());
    rmSync(other, { recursive: true });
    await phone.start(address(), foreign.ok ? foreign.value.authority.certificate : '');
    await eventually(() => link.refusals.brokenTls).toBeGreaterThan(0);
    await eventually(() => phone.log.at(-1)).toContain('no connection to');
  });

  it('a second phone, while the first is on test', async () => {
    await phone.start(address(), anchor);
    await eventually(() => link.connected).toBe(true);
    const second = new LentPhone();
    await second.start(address(), anchor, token, 'P-2');
    await eventually(() => link.refusals.secondPhone).toEqual(['P-2']);
    second.test?.close();
    expect(link.facts?.identity.serialNumber).toBe('P-1');
  });

  it('a phone at another address than the one that was named', async () => {
    const certificates = await openCertificates(folder, ['127.0.0.1'], Date.now());
    if (!certificates.ok) throw new Error(certificates.error);
    await link.close();
    link = await open(certificates.value.server, '192.0.2.77');
    await phone.start(address(), anchor);
    await eventually(() => link.refusals.otherAddress).toEqual(['127.0.0.1']);
  });
});
