// Every way in which signing in can fail, through a whole phone against real servers: its own sentence on the screen.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Enterprise, startEnterprise } from '../../../bench/enterprise/enterprise.ts';
import { SystemClock } from '../../../hal/system/clock.ts';
import { catalogueFor, languages } from '../../../ui/text/index.ts';
import { take } from './calling-phone.ts';
import { type Attempt, SigningInDesk } from './signing-in-desk.ts';

const yearMs = 366 * 86_400_000;
const pin: Attempt = { who: '4217', secret: '246810' };
const password: Attempt = { who: 'dana@fernleigh.test', secret: 'harbour-lamp-42' };
const ways = [
  ['extension and PIN', pin],
  ['address and password', password],
] as const;

/** Servers that live a year before or after us: to them, our clock is off by a year. */
class OtherClock extends SystemClock {
  readonly #offsetMs: number;

  constructor(offsetMs: number) {
    super();
    this.#offsetMs = offsetMs;
  }

  override wallMs(): number {
    return super.wallMs() + this.#offsetMs;
  }
}

const folder = mkdtempSync(join(tmpdir(), 'offhook-sign-in-'));
let enterprise: Enterprise;
let desk: SigningInDesk | undefined;
beforeAll(async () => {
  enterprise = take(await startEnterprise({ folder: join(folder, 'now') }));
});
afterEach(async () => {
  await desk?.close();
  desk = undefined;
  await enterprise.presentCertificate('good');
});
afterAll(async () => {
  await enterprise.close();
  rmSync(folder, { recursive: true });
});

async function signIn(attempt: Attempt, at = enterprise, listening = true): Promise<SigningInDesk> {
  desk = await SigningInDesk.open(at, listening);
  await (attempt.who.includes('@') ? desk.signInWithPassword(attempt) : desk.signInWithPin(attempt));
  return desk;
}

test.each([
  ['a wrong PIN', { ...pin, secret: '135791' }, 'wrong-pin'],
  ['an unknown extension', { ...pin, who: '9999' }, 'unknown-user'],
  ['a wrong password', { ...password, secret: 'harbour-lamp-43' }, 'wrong-password'],
  ['a server name that nobody knows', { ...password, who: 'dana@nowhere.invalid' }, 'server-name-unknown'],
  ['an unknown user', { ...password, who: 'nobody@fernleigh.test' }, 'unknown-user'],
] as const)('%s', async (_, attempt, failure) => {
  await (await signIn(attempt)).expectFailure(failure, attempt);
});

describe.each(ways)('by %s', (_, attempt) => {
  test.each([
    ['expired', 'certificate-expired'],
    ['not-yet-valid', 'certificate-not-yet-valid'],
    ['wrong-host', 'certificate-wrong-host'],
    ['other-authority', 'certificate-untrusted'],
  ] as const)('at a server whose certificate is %s', async (kind, failure) => {
    await enterprise.presentCertificate(kind);
    await (await signIn(attempt)).expectFailure(failure, attempt);
  });

  test('where no server listens', async () => {
    await (await signIn(attempt, enterprise, false)).expectFailure('server-unreachable', attempt);
  });

  test.each([
    ['behind', yearMs],
    ['ahead', -yearMs],
  ])('with a clock a year %s', async (name, offsetMs) => {
    const clock = new OtherClock(offsetMs);
    const other = take(await startEnterprise({ folder: join(folder, `${name}-${attempt.who}`), clock }));
    await (await signIn(attempt, other)).expectFailure('clock-wrong', attempt);
    await other.close();
  });
});

test.each(languages)('no two failures have the same sentence in %s', (language) => {
  const sentences = Object.values(catalogueFor(language).signIn.failures).map(({ what }) => what);
  expect(new Set(sentences).size).toBe(sentences.length);
});
