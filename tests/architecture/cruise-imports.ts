// Runs dependency-cruiser over a tree with the house's rules and gives back the violations as sentences.

import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { type ImportRule, importRules } from './import-rules.ts';

export interface Violation {
  readonly rule: string;
  readonly sentence: string;
}

export interface Cruise {
  readonly violations: readonly Violation[];
  /** Files read and imports followed: a rule that saw nothing proves nothing. */
  readonly files: number;
  readonly imports: number;
}

/** dependency-cruiser asks swc for TypeScript without JSX; a file's own ending says whether it has any. */
const swc = createRequire(import.meta.url)('@swc/core') as { parseFileSync(file: string, options: object): unknown };
const parseFile = swc.parseFileSync.bind(swc);
swc.parseFileSync = (file, options) => parseFile(file, { ...options, tsx: file.endsWith('.tsx') });

const rooms = ['hal', 'media', 'firmware', 'ui', 'build', 'bench', 'tests', 'scripts'];

export async function cruiseImports(folder: string, rules: readonly ImportRule[] = importRules): Promise<Cruise> {
  const answer = await cruise(
    rooms.filter((room) => existsSync(join(folder, room))),
    {
      baseDir: folder,
      // TypeScript 7 has no JavaScript interface; swc reads the same files, `import type` included.
      parser: 'swc',
      validate: true,
      ruleSet: { forbidden: [...rules] },
      doNotFollow: { path: 'node_modules' },
      exclude: { path: '(^|/)(target|dist|tests/data)/' },
      enhancedResolveOptions: {
        extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
        exportsFields: ['exports'],
        conditionNames: ['import', 'node', 'default', 'types'],
        mainFields: ['module', 'main', 'types'],
      },
    },
  );
  // Only the `err` family of reporters answers with text; without one the answer is the result itself.
  const { summary } = answer.output as ICruiseResult;
  return {
    violations: summary.violations.map((violation) => ({
      rule: violation.rule.name,
      sentence: `${violation.from} -> ${violation.to}: ${rules.find((rule) => rule.name === violation.rule.name)?.comment ?? ''}`,
    })),
    files: summary.totalCruised,
    imports: summary.totalDependenciesCruised ?? 0,
  };
}
