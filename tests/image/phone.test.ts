// A person at a phone that started from a card: signing in by its keys, and a test call whose sound comes back.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Enterprise, startEnterprise } from '../../bench/enterprise/enterprise.ts';
import { writeCard } from '../../bench/image/card.ts';
import { startLimitMs, testImage } from '../../bench/image/phone-machine.ts';
import { isAvailable } from '../../bench/image/screens.ts';
import { hostAddress, Machine } from '../../build/qemu/machine.ts';

const reports = resolve(import.meta.dirname, '..', '..', 'reports', 'image');
const folder = mkdtempSync(join(tmpdir(), 'offhook-person-'));
/** What a person would call an endless wait, thirty times over. */
const answerLimitMs = 240_000;
let enterprise: Enterprise;
let machine: Machine;

/** The first message of the enterprise, in either direction, that looks so. */
function message(looks: RegExp): Promise<void> {
  return new Promise((resolve) => {
    const stop = enterprise.onSip(({ direction, text }) => {
      if (!looks.test(`${direction} ${text}`)) return;
      stop();
      resolve();
    });
  });
}

beforeAll(async () => {
  const started = await startEnterprise({ folder: join(folder, 'enterprise'), announced: hostAddress });
  if (!started.ok) throw new Error(started.error);
  enterprise = started.value;
  const image = await testImage({ units: ['offhook-log.service'] });
  const anchor = readFileSync(enterprise.authorityFile, 'utf8');
  const config = { sign_in_service: enterprise.signInUrl, trust_anchors: [anchor] };
  const disk = writeCard(folder, image, JSON.stringify(config));
  machine = await Machine.start({ tools: image.tools, folder: join(reports, 'person'), disk });
  await machine.untilConsole(/Started offhook\.service/, startLimitMs);
});

afterAll(async () => {
  await machine?.cutPower();
  await enterprise?.close();
  rmSync(folder, { recursive: true });
});

describe('a person at a phone that started from a card', () => {
  it('signs in by extension and PIN on its keys, over TLS', async () => {
    await machine.screenshot('1-sign-in');
    await machine.press('4', '2', '1', '7', 'f1', '2', '4', '6', '8', '1', '0');
    await machine.screenshot('2-typed');
    const registered = message(/^sent SIP\/2\.0 200 OK\r\n[\s\S]*CSeq: \d+ REGISTER/i);
    await machine.press('f1');
    await registered;
    expect(enterprise.connectionsOf('dana')).toBe(1);
    await machine.untilConsole(/connected to 10\.0\.2\.2:\d+ by TLS/, answerLimitMs);
    await machine.untilScreen(isAvailable, 'home screen', answerLimitMs);
    await machine.screenshot('3-signed-in');
  });

  it('makes a test call: encrypted voice there and back through a sound card', async () => {
    await machine.press('up', 'ret');
    await machine.screenshot('4-test-call');
    const answered = message(/^sent SIP\/2\.0 200 OK\r\n[\s\S]*m=audio \d+ RTP\/SAVP/);
    const over = message(/^sent BYE /);
    await machine.press('f1');
    await answered;
    await machine.screenshot('5-in-the-test-call');
    // After prompt, recording and playback, as far as the phone's voice does not stop coming.
    await over;
    // The card's loop leads what the earpiece says to the microphone: the service heard its own prompt.
    expect(enterprise.loudestHeard()).toBeGreaterThan(1000);
    await machine.untilScreen(isAvailable, 'verdict', answerLimitMs);
    await machine.screenshot('6-verdict');
    expect(machine.console).not.toMatch(/node\[\d+\]: error/);
    expect(machine.console).not.toMatch(/offhook\.service: (Main process exited|Scheduled restart job)/);
  });
});
