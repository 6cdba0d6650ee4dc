// Format and lint of the crates, where the person's Rust brings the tools for it.

import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { findRust } from '../setup/rust.mjs';
import { runCheck } from './run-check.mjs';

const tools = [
  { name: 'Rust format', subcommand: 'fmt', args: ['fmt', '--check', '--all'] },
  {
    name: 'Rust lint (clippy)',
    subcommand: 'clippy',
    args: ['clippy', '--release', '--locked', '--workspace', '--', '-D', 'warnings'],
  },
];

/** Debian's cargo-web has neither; that is said aloud, not passed over. */
export function clippyAndFormat() {
  const rust = findRust();
  if (!rust) return [];
  const env = { PATH: `${dirname(rust.cargo)}:${process.env.PATH}`, RUSTC: rust.rustc };
  return tools.flatMap((tool) => {
    const there =
      spawnSync(rust.cargo, [tool.subcommand, '--version'], { env: { ...process.env, ...env } }).status === 0;
    if (there) return [runCheck({ name: tool.name, command: rust.cargo, args: tool.args, env })];
    console.log(`- ${tool.name}: not run, this Rust has no cargo ${tool.subcommand}`);
    return [];
  });
}
