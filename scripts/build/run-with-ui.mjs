// Runs a program that draws the user interface: Node strips types but knows no JSX, so it is bundled first.

import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Bundles into `.offhook/tools`, from where addons and fonts are found as from anywhere else in the tree. */
export async function bundleTool(entry) {
  const folder = join(root, '.offhook', 'tools');
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, `${basename(entry).replace(/\.tsx?$/, '')}-${basename(dirname(entry))}.mjs`);
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    jsx: 'automatic',
    packages: 'external',
    external: ['*.node'],
    // React measures and draws as it does on the phone, not as in development.
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'warning',
  });
  return outfile;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [entry, ...args] = process.argv.slice(2);
  const env = { ...process.env, NODE_ENV: 'production' };
  const child = spawn(process.execPath, [await bundleTool(entry), ...args], { stdio: 'inherit', cwd: root, env });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.once('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}
