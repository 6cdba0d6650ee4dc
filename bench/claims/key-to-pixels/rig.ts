// The whole phone's screens and core in this process: presses keys and tells how long each took to reach the glass.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KeyName } from '../../../hal/keypad.ts';
import { ScriptedKeypad } from '../../../hal/sim/scripted/keypad.ts';
import { SystemClock } from '../../../hal/system/clock.ts';
import { WholePhone } from '../../../tests/flow/fakes/whole-phone.ts';
import { startUi } from '../../../ui/app.tsx';
import type { Route } from '../../../ui/navigation/routes.ts';
import { MeasuredScreen } from './measured-screen.ts';

interface Walk {
  readonly route: Route;
  readonly keys: readonly KeyName[];
}

const times = <T>(count: number, item: T): readonly T[] => Array.from({ length: count }, () => item);

/** What a person does most: type a number with names looked up, walk a long list, walk the settings. */
const walks: readonly Walk[] = [
  { route: { screen: 'dial', typed: '' }, keys: ['4', '2', '1', '8', '7', '3', '5', '6', '9', '0', '*', '#'] },
  { route: { screen: 'contacts' }, keys: [...times(30, 'down' as const), ...times(20, 'up' as const)] },
  { route: { screen: 'settings' }, keys: [...times(4, 'down' as const), ...times(3, 'up' as const)] },
];
const contacts = 60;
/** Longer than any frame, so that each press is answered alone. */
const restMs = 12;
const limitMs = 500;

const presses = Number(process.argv[2]);
const folder = mkdtempSync(join(tmpdir(), 'offhook-keys-'));
try {
  const vcards = join(folder, 'contacts.vcf');
  writeFileSync(vcards, Array.from({ length: contacts }, (_, index) => vcard(index)).join(''));
  const phone = await WholePhone.signedIn({ config: { contacts: vcards } });
  const screen = new MeasuredScreen();
  const clock = new SystemClock();
  const keypad = new ScriptedKeypad(clock);
  const ui = startUi({ phone: phone.core, screen, keypad, clock });
  const measured: { readonly key: KeyName; readonly screen: string; readonly timeMs: number | undefined }[] = [];
  const rest = () => new Promise((resolve) => setTimeout(resolve, restMs));

  for (let walk = 0; measured.length < presses; walk++) {
    const { route, keys } = walks[walk % walks.length] as Walk;
    ui.navigator.home();
    await rest();
    ui.navigator.push(route);
    await phone.pass(restMs);
    await rest();
    for (const key of keys.slice(0, presses - measured.length)) {
      const begunMs = performance.now();
      const changed = screen.nextChange(limitMs);
      keypad.down(key);
      const atMs = await changed;
      keypad.up(key);
      measured.push({ key, screen: route.screen, timeMs: atMs === undefined ? undefined : atMs - begunMs });
      await phone.pass(restMs);
      await rest();
    }
  }
  ui.close();
  process.send?.(measured);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function vcard(index: number): string {
  const name = `Colleague ${String.fromCodePoint(65 + (index % 26))}${index}`;
  return `BEGIN:VCARD\r\nVERSION:4.0\r\nFN:${name}\r\nTITLE:Desk ${index}\r\nTEL:${4500 + index}\r\nEND:VCARD\r\n`;
}
