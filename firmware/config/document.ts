// Writes docs/configuration.md from the schemas: node firmware/config/document.ts > docs/configuration.md

import type * as z from 'zod';
import { accountSchema } from './account-schema.ts';
import { configSchema } from './config-schema.ts';
import { defaultOf, factsOf, isOptional, keysOf, typeInWords } from './key.ts';
import { policySchema } from './policy-schema.ts';

export function documentConfiguration(): string {
  return `${[
    '# Configuration',
    'This page is made from the schema: change `firmware/config/*-schema.ts`, then `node firmware/config/document.ts > docs/configuration.md`. A test holds them together.',
    'The phone reads one JSON file, given by `--config`. Paths in it are relative to the file. A key that is not listed here is an error that names the nearest one; all mistakes are told together. "Restart" means that a change is felt only after the phone has been restarted. Secrets are never printed or logged.',
    table('The configuration file', configSchema),
    table('`accounts[]`: one account', accountSchema),
    'The names are those of [baresip](https://github.com/baresip/baresip) accounts, so that they can be carried over.',
    table('The policy document', policySchema),
    'The file named by `policy`. Its keys have the names that Lync administrators know. Durations are written `HH:MM:SS`. Where "acts today" says no, the key is read and checked, and the part of the phone that obeys it comes with its feature.',
  ].join('\n\n')}\n`;
}

function table(title: string, schema: z.ZodType): string {
  const rows = rowsOf(schema, '');
  return [
    `## ${title}`,
    '',
    '| key | value | default | restart | acts today | what it does |',
    '|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

function rowsOf(schema: z.ZodType, prefix: string): readonly string[] {
  return Object.entries(keysOf(schema) ?? {}).flatMap(([name, entry]) => {
    const inside = keysOf(entry);
    return [rowOf(`${prefix}${name}`, entry), ...(inside ? rowsOf(entry, `${prefix}${name}.`) : [])];
  });
}

function rowOf(name: string, schema: z.ZodType): string {
  const facts = factsOf(schema);
  if (!facts) throw new Error(`The key ${name} has no help text.`);
  const help = facts.secret ? `${facts.help} **Secret.**` : facts.help;
  const cells = [
    `\`${name}\``,
    typeInWords(schema),
    defaultText(schema),
    facts.restart ? 'yes' : 'no',
    facts.inEffect ? 'yes' : 'no',
    help,
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function defaultText(schema: z.ZodType): string {
  const value = defaultOf(schema);
  if (value !== undefined) return keysOf(schema) ? '' : `\`${JSON.stringify(value)}\``;
  return isOptional(schema) ? 'absent' : 'none: it must be given';
}

if (import.meta.main) process.stdout.write(documentConfiguration());
