// Holds the house's import rules, and proves for each that it can be broken.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { cruiseImports } from './cruise-imports.ts';
import { importRules } from './import-rules.ts';

const root = resolve(import.meta.dirname, '..', '..');

/** For each rule the smallest tree that breaks it: file name -> content. */
const planted: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'ports-import-only-ports': { 'hal/keypad.ts': "import 'node:fs';" },
  'drivers-import-only-ports': {
    'hal/sim/keypad.ts': "import '../board.ts';",
    'hal/board.ts': '',
  },
  'only-board-names-drivers': {
    'media/session.ts': "import type { A } from '../hal/sim/audio.ts';",
    'hal/sim/audio.ts': 'export interface A {}',
  },
  'media-thread-names-no-device': {
    'media/worker.ts': "import '../hal/sim/audio.ts';",
    'hal/sim/audio.ts': '',
  },
  'only-main-names-board': { 'firmware/calls/index.ts': "import '../../hal/board.ts';", 'hal/board.ts': '' },
  'hal-is-lowest': { 'hal/sim/audio.ts': "import '../../media/session.ts';", 'media/session.ts': '' },
  'media-is-below-firmware': { 'media/session.ts': "import '../firmware/phone.ts';", 'firmware/phone.ts': '' },
  'only-main-names-the-ui': { 'firmware/phone.ts': "import '../ui/app.tsx';", 'ui/app.tsx': '' },
  'ui-sees-the-phone-only': {
    'ui/app.tsx': "import type { M } from '../media/session.ts'; export const app = (m: M) => <View>{m}</View>;",
    'media/session.ts': 'export interface M {}',
  },
  'only-sip-knows-the-sip-library': {
    'firmware/calls/index.ts': "import 'sip.js';",
    'node_modules/sip.js/package.json': '{ "name": "sip.js", "main": "./lib/index.js" }',
    'node_modules/sip.js/lib/index.js': '',
    'package.json': '{ "dependencies": { "sip.js": "1.0.0" } }',
  },
  'rooms-meet-through-their-index': {
    'firmware/calls/index.ts': "import '../people/merge.ts';",
    'firmware/people/merge.ts': '',
  },
  'shared-rooms-use-no-others': {
    'firmware/store/index.ts': "import '../calls/index.ts';",
    'firmware/calls/index.ts': '',
  },
  'nobody-knows-admin': { 'firmware/calls/index.ts': "import '../admin/index.ts';", 'firmware/admin/index.ts': '' },
  'nothing-imports-the-bench': {
    'firmware/phone.ts': "await import('../bench/enterprise/main.ts');",
    'bench/enterprise/main.ts': '',
  },
  'phone-needs-no-development-package': {
    'firmware/phone.ts': "import 'pngjs';",
    'node_modules/pngjs/package.json': '{ "name": "pngjs", "main": "./index.js" }',
    'node_modules/pngjs/index.js': '',
    'package.json': '{ "devDependencies": { "pngjs": "1.0.0" } }',
  },
  'every-import-is-found': { 'media/session.ts': "import './nowhere.ts';" },
  'no-circles': {
    'media/session.ts': "import type { B } from './worker.ts'; export interface A { b: B }",
    'media/worker.ts': "import type { A } from './session.ts'; export interface B { a: A }",
  },
};

describe('the tree', () => {
  it('keeps every import rule', async () => {
    const tree = await cruiseImports(root);
    expect(tree.violations.map((violation) => `${violation.rule}: ${violation.sentence}`)).toEqual([]);
    expect(tree.files).toBeGreaterThan(100);
    expect(tree.imports).toBeGreaterThan(200);
  });
});

describe('each import rule', () => {
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });

  it('has a planted violation', () => {
    expect(Object.keys(planted)).toEqual(importRules.map((rule) => rule.name));
  });

  it.each(importRules)('$name: $comment', async (rule) => {
    const folder = mkdtempSync(join(tmpdir(), 'offhook-rules-'));
    folders.push(folder);
    for (const [path, text] of Object.entries(planted[rule.name] ?? {})) {
      mkdirSync(join(folder, dirname(path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const broken = await cruiseImports(folder, [rule]);
    expect(broken.violations.map((violation) => violation.rule)).toContain(rule.name);
  });
});
