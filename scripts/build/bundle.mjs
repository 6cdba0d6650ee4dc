// Bundles the phone for production: one output a process or thread entry, with the layout of the source.

import { existsSync, rmSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** What starts by its own file: the phone, its media thread, the sound drivers that it loads, and RAUC's back end. */
export const entries = [
  'firmware/main.ts',
  'media/worker.ts',
  'hal/sim/audio.ts',
  'hal/linux/alsa-audio.ts',
  'hal/linux/boot-state/main.ts',
];

/**
 * An `import` of one of Node's own modules reads all its properties, and some of them load half of Node: `http.WebSocket`
 * alone brings fetch and HTTP/2, in every thread. Taken as an object, a module loads only what is used.
 */
const leanBuiltins = {
  name: 'lean-builtins',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /.*/ }, ({ path }) => (isBuiltin(path) ? { path, namespace: 'builtin' } : undefined));
    onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
    }));
  },
};

export async function bundle(folder = join(root, 'dist')) {
  const missing = entries.filter((entry) => !existsSync(join(root, entry)));
  if (missing.length > 0) throw new Error(`Cannot bundle, these entries are missing: ${missing.join(', ')}.`);
  for (const part of ['firmware', 'media', 'hal', 'chunks'])
    rmSync(join(folder, part), { recursive: true, force: true });
  await build({
    absWorkingDir: root,
    entryPoints: entries,
    outdir: folder,
    outbase: root,
    outExtension: { '.js': '.mjs' },
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    minify: true,
    keepNames: true,
    sourcemap: 'linked',
    legalComments: 'linked',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    external: ['*.node'],
    plugins: [leanBuiltins],
    // CommonJS packages inside an ES module bundle still ask for Node's own modules by `require`.
    banner: {
      js: "import { createRequire as createRequireForBundle } from 'node:module'; const require = createRequireForBundle(import.meta.url);",
    },
    logLevel: 'warning',
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundle();
