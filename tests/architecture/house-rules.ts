// The house's rules about single files: each looks at one file's text and answers with what is wrong in it.

import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

export interface SourceFile {
  /** Relative to the root of the tree. */
  readonly path: string;
  readonly text: string;
}

export interface HouseRule {
  readonly name: string;
  readonly sentence: string;
  /** A file that must be refused, proof that the rule can fail. */
  readonly planted: SourceFile;
  readonly finds: (file: SourceFile) => boolean;
}

const mostLines = 400;
const vagueNames = /^(utils?|helpers?|managers?|common|misc)\b/;
const isTest = (file: SourceFile) => file.path.startsWith('tests/');
const isRust = (file: SourceFile) => file.path.endsWith('.rs');
/** These files speak about the forbidden words to forbid them. */
const isThisRoom = (file: SourceFile) => file.path.startsWith('tests/architecture/');

export const houseRules: readonly HouseRule[] = [
  {
    name: 'first-line',
    sentence: 'The first line of a file says its job in one sentence.',
    planted: { path: 'media/session.ts', text: "import 'node:fs';\n" },
    finds: ({ text }) => {
      const [first = '', second = ''] = text.split('\n');
      const line = first.startsWith('#!') ? second : first;
      return !/^(\/\/!?|\/\*\*?|#|<!--|\/\/\/) ?\S.{10,}/.test(line);
    },
  },
  {
    name: 'size',
    sentence: `A file of more than ${mostLines} lines has two jobs.`,
    planted: { path: 'media/session.ts', text: `// Does far too much in one place.\n${'//\n'.repeat(mostLines)}` },
    finds: ({ text }) => text.trimEnd().split('\n').length > mostLines,
  },
  {
    name: 'plain-names',
    sentence: 'A file is named after what it exports, in kebab-case; a drawer for everything is no name.',
    planted: { path: 'media/utils.ts', text: '' },
    finds: (file) => {
      const name = basename(file.path).replace(/\.(test\.)?\w+$/, '');
      return vagueNames.test(name) || (!isRust(file) && !/^[a-z0-9]+([-.][a-z0-9]+)*$/.test(name));
    },
  },
  {
    name: 'no-shell',
    sentence: 'No shell ever sees data: commands are started with a list of arguments.',
    planted: { path: 'firmware/main.ts', text: "import { exec } from 'node:child_process';" },
    finds: (file) =>
      !isThisRoom(file) &&
      (/\bimport\b[^;]*\bexec(Sync)?\b[^;]*\bfrom 'node:child_process'/.test(file.text) ||
        /\bshell: (?!false)/.test(file.text)),
  },
  {
    name: 'no-swallowed-errors',
    sentence: 'An error is handled, passed on, or explained; it is never swallowed.',
    planted: { path: 'media/session.ts', text: 'try { x(); } catch {}' },
    finds: (file) => !isThisRoom(file) && /catch (\(\w+\) )?\{\s*\}|\.catch\(\(\) => \{\s*\}\)/.test(file.text),
  },
  {
    name: 'no-resting-tests',
    sentence: 'A test runs, or is not there.',
    planted: { path: 'tests/unit/media/session.test.ts', text: "it.skip('works', () => {});" },
    finds: (file) => isTest(file) && !isThisRoom(file) && /\b(it|test|describe)\.(skip|only|todo)\b/.test(file.text),
  },
  {
    name: 'nothing-left-to-do',
    sentence: 'What is missing stands in the README, not in a note in the code.',
    planted: { path: 'media/session.ts', text: '// TODO: hold' },
    finds: (file) => !isThisRoom(file) && /\b(TODO|FIXME|XXX|HACK)\b/.test(file.text),
  },
  {
    name: 'no-sleeping-tests',
    sentence: 'A test waits for an event, or moves the virtual clock; it never sleeps.',
    planted: {
      path: 'tests/unit/media/session.test.ts',
      text: 'await new Promise((resolve) => setTimeout(resolve, 50));',
    },
    finds: (file) =>
      isTest(file) &&
      !isThisRoom(file) &&
      /\(resolve\) => setTimeout\(resolve\b|from 'node:timers\/promises'/.test(file.text),
  },
  {
    name: 'loopback-only',
    sentence: 'A listener is bound to the loopback unless a person asks for the network.',
    planted: { path: 'bench/console/server.ts', text: "server.listen(0, '0.0.0.0');" },
    finds: (file) => !isTest(file) && /listen\([^)?]*'(0\.0\.0\.0|::)'/.test(file.text),
  },
];

const extensions = /\.(ts|tsx|mjs|js|rs|css)$/;
const skippedFolders = new Set(['node_modules', 'target', 'dist', 'data', '.git']);

/** Every source file of our own below the given folders. */
export function* sourceFiles(root: string, folders: readonly string[]): Generator<SourceFile> {
  for (const folder of folders) {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!skippedFolders.has(entry.name)) yield* sourceFiles(root, [path]);
      } else if (extensions.test(entry.name) && !entry.name.includes('.generated.')) {
        yield { path, text: readFileSync(join(root, path), 'utf8') };
      }
    }
  }
}
