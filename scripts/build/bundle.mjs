// Bundles the phone for production: one output a process or thread entry, with the layout of the source.

import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
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
  'hal/linux/network/main.ts',
  'hal/linux/network/lldp/main.ts',
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

/**
 * The package serialport looks for its native part among the packages, which no phone has; in the bundle it stands
 * beside ours. One prebuilt file of the package a machine, named by Node's word for its processor.
 */
const serialPrebuilds = {
  x64: 'linux-x64/@serialport+bindings-cpp.glibc.node',
  arm64: 'linux-arm64/@serialport+bindings-cpp.armv8.glibc.node',
};

const serialBinding = {
  name: 'serial-binding',
  setup({ onLoad }) {
    onLoad({ filter: /@serialport[/]bindings-cpp[/]dist[/]serialport-bindings\.js$/ }, () => ({
      // As seen from every output, each of which lies one folder deep.
      contents: "exports.binding = require('../native/serialport.node');",
      loader: 'js',
    }));
  },
};

/** `arch` is the machine that the phone will run on: x64 or arm64. */
export function copySerialBinding(folder = join(root, 'dist'), arch = process.arch) {
  const prebuild = serialPrebuilds[arch];
  if (!prebuild) throw new Error(`There is no serial line for ${arch}: only for ${Object.keys(serialPrebuilds)}.`);
  const target = join(folder, 'native', 'serialport.node');
  mkdirSync(dirname(target), { recursive: true });
  copyFileSync(join(root, 'node_modules/@serialport/bindings-cpp/prebuilds', prebuild), `${target}.new`);
  // Renamed over the old one: a running phone keeps the library it has mapped.
  renameSync(`${target}.new`, target);
}

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
    plugins: [leanBuiltins, serialBinding],
    // CommonJS packages inside an ES module bundle still ask for Node's own modules by `require`.
    banner: {
      js: "import { createRequire as createRequireForBundle } from 'node:module'; const require = createRequireForBundle(import.meta.url);",
    },
    logLevel: 'warning',
  });
  copySerialBinding(folder);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundle();
