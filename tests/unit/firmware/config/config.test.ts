// Every mistake in a configuration is told in one sentence that names the key; secrets stay unseen.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { documentConfiguration } from '../../../../firmware/config/document.ts';
import { configSchema, loadConfig, policySchema, redact, validate } from '../../../../firmware/config/index.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'offhook-config-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function problemsOf(text: string): readonly string[] {
  const file = join(folder, 'phone.json');
  writeFileSync(file, text);
  const loaded = loadConfig(file);
  return loaded.ok ? [] : loaded.error.map((sentence) => sentence.replace(file, 'phone.json'));
}

describe('loadConfig', () => {
  test('fills in defaults and makes paths absolute', () => {
    const file = join(folder, 'phone.json');
    writeFileSync(file, '{"accounts":[{"address":"dana@fernleigh.test"}],"contacts":"people.vcf"}');
    const loaded = loadConfig(file);
    expect(loaded).toMatchObject({
      ok: true,
      value: {
        config: {
          contacts: join(folder, 'people.vcf'),
          store: join(folder, 'store'),
          accounts: [{ transport: 'tls', ptime: 20 }],
        },
      },
    });
  });

  test('names the nearest known key, at the top and inside an account', () => {
    expect(problemsOf('{"acounts":[]}')).toEqual([
      'phone.json: The key "acounts" is not known; did you mean "accounts"?',
    ]);
    expect(problemsOf('{"accounts":[{"address":"a@b.c","authuser":"x"}]}')).toEqual([
      'phone.json: The key "accounts[0].authuser" is not known; did you mean "auth_user"?',
    ]);
  });

  test('lists the known keys where none is near', () => {
    expect(problemsOf('{"zzzzzzzzzzzz":1}')[0]).toContain('known keys are accounts, sign_in_service');
  });

  test('reports all mistakes together', () => {
    const problems = problemsOf(
      '{"languag":"en","time_zone":"Mars/Olympus","accounts":[{"address":"nobody","regint":"often"}]}',
    );
    expect(problems).toHaveLength(4);
    expect(problems).toContain(
      'phone.json: The key "accounts[0].regint" must be a whole number from 60 to 86400, not "often".',
    );
    expect(problems).toContain(
      'phone.json: The key "time_zone" must be a time zone such as "Europe/Berlin", not "Mars/Olympus".',
    );
  });

  test('says that a key is missing', () => {
    expect(problemsOf('{"accounts":[{}]}')).toEqual([
      'phone.json: The key "accounts[0].address" is missing; it must be an address such as "dana@example.com".',
    ]);
  });

  test('tells line and column of malformed JSON', () => {
    expect(problemsOf('{\n  "language": en\n}')).toEqual(['phone.json is not valid JSON at line 2, column 15.']);
    expect(problemsOf('{\n  "language": "en"')).toEqual(['phone.json is not valid JSON at line 2, column 19.']);
  });

  test('says that the file or a trust anchor does not exist', () => {
    const missing = loadConfig(join(folder, 'none.json'));
    expect(missing).toEqual({ ok: false, error: [`${join(folder, 'none.json')} does not exist.`] });
    expect(problemsOf('{"trust_anchors":["ca.pem"]}')).toEqual([
      `phone.json: ${join(folder, 'ca.pem')} does not exist.`,
    ]);
  });

  test('takes a trust anchor as a file or as its text', () => {
    const [text = ''] = rootCertificates;
    writeFileSync(join(folder, 'ca.pem'), text);
    const file = join(folder, 'phone.json');
    writeFileSync(file, JSON.stringify({ trust_anchors: ['ca.pem', text] }));
    const loaded = loadConfig(file);
    expect(loaded.ok && loaded.value.trustAnchors).toEqual([text, text]);
    expect(problemsOf(JSON.stringify({ trust_anchors: [`${text.slice(0, 100)}\n-----END CERTIFICATE-----`] }))).toEqual(
      ['phone.json: A text in "trust_anchors" holds no certificate in PEM form.'],
    );
  });

  test('a file that is no object is refused', () => {
    expect(problemsOf('[]')).toEqual(['phone.json: The file must be a group of keys in braces, not a list.']);
  });
});

describe('secrets', () => {
  test('a password of the wrong type is not shown', () => {
    const problems = problemsOf('{"accounts":[{"address":"a@b.c","auth_pass":246810}]}');
    expect(problems).toHaveLength(1);
    expect(problems.join()).not.toContain('246810');
  });

  test('the printer blanks them and anything the schema does not know', () => {
    const printed = JSON.stringify(
      redact(configSchema, { accounts: [{ address: 'a@b.c', auth_pass: 'harbour', pin: '1' }] }),
    );
    expect(printed).toBe('{"accounts":[{"address":"a@b.c","auth_pass":"••••••","pin":"••••••"}]}');
    expect(redact(configSchema, { policy: { imageUpdate: { gatewayToken: 'harbour' } } })).toEqual({
      policy: '••••••',
    });
  });
});

describe('policy', () => {
  test('has the defaults of the feature table', () => {
    const policy = validate(policySchema, {});
    expect(policy).toMatchObject({
      ok: true,
      value: {
        phoneLockTimeout: 600_000,
        minPhonePinLength: 6,
        voiceDiffServTag: 46,
        mediaEncryption: 'required',
        allowMd5Digest: false,
        archiving: 'off',
      },
    });
  });

  test('a duration that is none is refused', () => {
    expect(validate(policySchema, { phoneLockTimeout: '10 min' })).toEqual({
      ok: false,
      error: ['The key "phoneLockTimeout" must be a duration such as "00:10:00", not "10 min".'],
    });
  });
});

describe('the country of the tones', () => {
  test.each([
    ['UK', 'GB'],
    ['gb', 'GB'],
    ['Germany', 'DE'],
    ['Swizerland', 'CH'],
    ['USA', 'US'],
  ])('written as %s is refused, and %s proposed', (typed, code) => {
    const policy = validate(policySchema, { toneCountry: typed });
    expect(policy.ok).toBe(false);
    const [sentence = ''] = policy.ok ? [] : policy.error;
    expect(sentence).toMatch(/^The key "toneCountry" must be the code of a country whose tones are known \(AE, AR, /);
    expect(sentence.endsWith(`, not "${typed}". Did you mean "${code}"?`)).toBe(true);
  });

  test('that is not known names those that are, and proposes none', () => {
    const policy = validate(policySchema, { toneCountry: 'AQ' });
    expect(policy.ok ? [] : policy.error).toEqual([expect.stringMatching(/US, VE, ZA\), not "AQ"\.$/)]);
    expect(validate(policySchema, { toneCountry: 49 }).ok).toBe(false);
    expect(validate(policySchema, { toneCountry: 'ZA' })).toMatchObject({ ok: true, value: { toneCountry: 'ZA' } });
  });
});

test('docs/configuration.md is current', () => {
  const page = readFileSync(new URL('../../../../docs/configuration.md', import.meta.url), 'utf8');
  expect(page).toBe(documentConfiguration());
});
