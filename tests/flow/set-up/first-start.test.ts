// The first start of a phone without configuration, by its keys alone; the network later; and forgetting it all.

import { afterEach, describe, expect, test } from 'vitest';
import { MemoryStore } from '../../../firmware/store/index.ts';
import { Desk, digits } from '../fakes/desk.ts';
import type { PhoneOptions } from '../fakes/whole-phone.ts';

let desk: Desk;
afterEach(() => desk.close());

async function start(options: PhoneOptions = {}): Promise<void> {
  desk = new Desk({ firstStart: true, ...options });
  await desk.phone.attach();
  await desk.pass(50);
}

describe('the first start', () => {
  test('asks for language, network, time zone and server, and ends where one signs in', async () => {
    const store = new MemoryStore();
    await start({ store });
    expect(desk.text).toContain('Step 1 of 4');
    await desk.press('down', 'ok');
    expect(desk.text).toContain('Schritt 1 von 4');
    await desk.press('ok');
    expect(desk.text).toContain('Per Kabel verbunden');
    await desk.press('ok');
    expect(desk.text).toContain('Schritt 3 von 4');
    await desk.press(...digits('837466'), 'soft1'); // "TERHOO": nothing is called so
    expect(desk.text).toContain('Keine solche Stadt');
    await desk.press(...Array.from({ length: 6 }, () => 'back' as const), ...digits('9874'), 'ok'); // "ZÜRI"
    expect(desk.phone.timeZones.at(-1)).toBe('Europe/Zurich');
    await desk.type('phones.fernleigh.test');
    await desk.press('ok');
    expect(desk.phone.state.setUp).toMatchObject({
      needed: false,
      timeZone: 'Europe/Zurich',
      server: 'https://phones.fernleigh.test/sign-in',
    });
    expect(desk.text).toContain('Durchwahl');
    await desk.press(...digits('4217'), 'ok', ...digits('246810'), 'ok');
    await desk.pass(200);
    expect(desk.text).toContain('Dana Novak');
    expect(desk.ui.navigator.route).toEqual({ screen: 'home' });
  });

  test('is over for good once it is over, also after a restart', async () => {
    const store = new MemoryStore();
    await start({ store });
    await desk.press('soft1', 'soft1', 'soft1', 'soft1');
    expect(desk.phone.state.setUp.needed).toBe(false);
    desk.close();
    await start({ store });
    expect(desk.text).toContain('Extension');
    expect(desk.phone.timeZones).toEqual(['Europe/London']);
  });

  test('says what is no server’s address, and stays', async () => {
    await start();
    await desk.press('soft1', 'soft1', 'soft1');
    await desk.type('http://phones');
    await desk.press('soft1');
    expect(desk.text).toContain('This is no server’s address');
    expect(desk.phone.state.setUp.needed).toBe(true);
  });

  test('goes back step by step', async () => {
    await start();
    await desk.press('soft1', 'soft1', 'back', 'back');
    expect(desk.text).toContain('Step 1 of 4');
  });

  test('is not asked of a phone whose configuration knows the server', async () => {
    await start({ config: { sign_in_service: 'https://phones.fernleigh.test/sign-in' } });
    expect(desk.text).toContain('Extension');
  });
});

describe('the network', () => {
  test('is joined by Wi-Fi with its password, which the screen never sees again', async () => {
    await start();
    await desk.press('soft1', 'down');
    desk.ui.display.root.byRole('listitem', /^Connection/).click();
    await desk.pass(50);
    await desk.press('down', 'ok');
    await desk.pass(50);
    desk.ui.display.root.byRole('listitem', /^Fernleigh Phones/).click();
    await desk.pass(50);
    await desk.type('wrong-lamp');
    await desk.press('ok');
    expect(desk.text).toContain('refuses the password');
    desk.ui.navigator.push({ screen: 'network-wifi-password', ssid: 'Fernleigh Phones', security: 'wpa2' });
    await desk.pass(50);
    await desk.type('harbour-lamp');
    await desk.press('ok');
    expect(desk.text).toContain('Connected to Fernleigh Phones');
    expect(desk.phone.network.settings.wifi?.passphrase).toBe('harbour-lamp');
    expect(JSON.stringify(desk.phone.state)).not.toContain('harbour-lamp');
  });

  test('takes a fixed address with star as the dot, and has it again after a restart', async () => {
    const store = new MemoryStore();
    await start({ store });
    desk.ui.navigator.push({ screen: 'set-up-network' });
    desk.ui.navigator.push({ screen: 'network-fixed-address', family: 4 });
    await desk.pass(50);
    await desk.press(...digits('10*0*0*9'), 'ok', 'ok', ...digits('10*0*0*1'), 'ok', 'ok');
    expect(desk.phone.network.settings.ipv4).toEqual({ method: 'static', address: '10.0.0.9/24', gateway: '10.0.0.1' });
    expect(desk.text).toContain('10.0.0.9');
    desk.close();
    await start({ store });
    expect(desk.phone.network.settings.ipv4).toMatchObject({ address: '10.0.0.9/24' });
  });

  test('says that the cable is missing, and that it is back', async () => {
    await start();
    await desk.press('soft1');
    desk.phone.network.plug(false);
    await desk.pass(50);
    expect(desk.text).toContain('No network cable');
    desk.phone.network.plug(true);
    await desk.pass(50);
    expect(desk.text).toContain('Connected by cable');
  });

  test('cannot be changed here where the configuration rules it', async () => {
    const { configSchema } = await import('../../../firmware/config/index.ts');
    const config = configSchema.parse({ network: { ipv4: { method: 'static', address: '10.0.0.7/24' } } });
    await start({ config });
    expect(desk.phone.network.settings.ipv4).toMatchObject({ address: '10.0.0.7/24' });
    desk.phone.core.commands.changeNetwork({ ...desk.phone.network.settings, voiceVlan: 7 });
    await desk.pass(50);
    expect(desk.phone.network.settings.voiceVlan).toBe('lldp');
    await desk.press('soft1');
    expect(desk.text).toContain('Your administrator has set the network.');
  });

  test('is reached by whoever cannot sign in for want of it', async () => {
    await start({ config: { sign_in_service: 'https://phones.fernleigh.test/sign-in' } });
    await desk.press('soft3');
    expect(desk.text).toContain('Connected by cable');
    await desk.press('back');
    expect(desk.text).toContain('Extension');
  });
});

describe('forgetting everything', () => {
  const known = { sign_in_service: 'https://phones.fernleigh.test/sign-in' };

  async function atReset(policy: Record<string, unknown> = {}): Promise<void> {
    await start({ config: known, policy });
    desk.phone.core.commands.signInWithPin('4217', '246810');
    await desk.pass(200);
    desk.ui.navigator.push({ screen: 'factory-reset' });
    await desk.pass(50);
  }

  test('is asked once more, and OK alone does no harm', async () => {
    await atReset();
    await desk.press('ok');
    expect(desk.phone.state.reset.begun).toBe(false);
    desk.ui.navigator.push({ screen: 'factory-reset' });
    await desk.pass(50);
    await desk.press('soft1');
    expect(desk.text).toContain('Erasing everything');
    expect(desk.phone.resets).toBe(0);
    await desk.pass(2_000);
    expect(desk.phone.resets).toBe(1);
  });

  test('needs the administrator’s PIN where the policy says so; five wrong ones close the way for five minutes', async () => {
    await atReset({ factoryReset: 'administrator', administratorPin: '8642' });
    for (let wrong = 0; wrong < 5; wrong++) await desk.press(...digits('1111'), 'soft1');
    expect(desk.text).toContain('Too many wrong PINs');
    await desk.press(...digits('8642'), 'soft1');
    expect(desk.phone.state.reset.begun).toBe(false);
    await desk.pass(5 * 60_000);
    await desk.press(...digits('8642'), 'soft1');
    expect(desk.text).toContain('Erasing everything');
  });

  test('is nobody’s where the policy says so', async () => {
    await atReset({ factoryReset: 'nobody' });
    expect(desk.text).toContain('Your company does not allow this');
    desk.phone.core.commands.factoryReset();
    await desk.pass(2_000);
    expect(desk.phone.resets).toBe(0);
    expect(desk.phone.setUp?.resetByKeys()).toBe(false);
  });
});
