// The units of the image that join the network and reset the phone: what each starts is there, and each is enabled or started by one that is.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { enabledUnits } from '../../../../build/image/system.ts';
import { entries } from '../../../../scripts/build/bundle.mjs';

const files = resolve(import.meta.dirname, '../../../../build/image/files');
const folder = join(files, 'usr/lib/systemd/system');
const units = new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
const enabled = new Set(Object.values(enabledUnits).flat());

describe.each([...units].filter(([name]) => name.startsWith('offhook')))('%s', (name, text) => {
  it('starts what is on the image', () => {
    const command = /^ExecStart=(\S+)(.*)$/m.exec(text);
    if (!command) return;
    const [, program = '', rest = ''] = command;
    const script = /\/usr\/lib\/offhook\/(hal\/\S+)\.mjs/.exec(rest)?.[1];
    if (script !== undefined) expect(entries).toContain(`${script}.ts`);
    if (program.startsWith('/usr/lib/offhook/')) expect(existsSync(join(files, program))).toBe(true);
  });

  it('is enabled, or started by one that is', () => {
    const byName = [...units].some(([other, otherText]) => other !== name && otherText.includes(`Unit=${name}`));
    const twin = name.endsWith('.service') && enabled.has(name.replace('.service', '.timer'));
    const byProgram = readFileSync(
      resolve(import.meta.dirname, '../../../../hal/linux/network/set-up-network.ts'),
      'utf8',
    ).includes(`'${name}'`);
    expect(enabled.has(name) || byName || twin || byProgram).toBe(true);
  });
});
