// `npm run claim -- NAME [--long]`: measures one claim and ends with its line; exit code 0 only where it is met.

import { nearestName } from '../../hal/boards/nearest-name.ts';
import { claims } from './all-claims.ts';
import { verdict } from './claim.ts';

const shortLimitMs = 30 * 60_000;

async function main(words: readonly string[]): Promise<number> {
  const long = words.includes('--long');
  const [name, ...rest] = words.filter((word) => word !== '--long');
  if (name === undefined) {
    for (const claim of claims) console.log(`${claim.name.padEnd(20)} ${claim.what}`);
    return 0;
  }
  const claim = claims.find((candidate) => candidate.name === name);
  if (!claim || rest.length > 0) {
    const names = claims.map((candidate) => candidate.name);
    const nearest = nearestName(name, names);
    console.error(claim ? 'One claim at a time, please.' : `There is no claim "${name}"; ${hint(nearest, names)}`);
    return 1;
  }
  const limit = long ? undefined : setTimeout(() => giveUp(name), shortLimitMs);
  limit?.unref();
  const { lines, met } = verdict(name, await claim.measure({ long, say: (line) => console.log(line) }));
  clearTimeout(limit);
  for (const line of lines) console.log(line);
  return met ? 0 : 1;
}

function hint(nearest: string | undefined, names: readonly string[]): string {
  return nearest ? `did you mean "${nearest}"?` : `there are ${names.join(', ')}.`;
}

function giveUp(name: string): void {
  console.error(`${name} was not measured within ${shortLimitMs / 60_000} minutes.`);
  process.exit(1);
}

process.exitCode = await main(process.argv.slice(2));
