// Versions of firmware and which of two is newer, by the rules of Semantic Versioning 2.0.0.

/** Release numbers of at most six digits, an optional pre-release; build names play no part and are not allowed. */
export const versionPattern =
  /^(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})(-[0-9A-Za-z]{1,16}(\.[0-9A-Za-z]{1,16}){0,3})?$/;

/** Negative where `a` is older than `b`, 0 where they are the same. Both must match `versionPattern`. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [split(a), split(b)];
  const release = firstDifference(left.release, right.release);
  if (release !== 0) return release;
  if (left.preRelease.length === 0 || right.preRelease.length === 0)
    return right.preRelease.length - left.preRelease.length;
  return firstDifference(left.preRelease, right.preRelease);
}

function split(version: string): { readonly release: readonly string[]; readonly preRelease: readonly string[] } {
  const dash = version.indexOf('-');
  const release = dash < 0 ? version : version.slice(0, dash);
  return { release: release.split('.'), preRelease: dash < 0 ? [] : version.slice(dash + 1).split('.') };
}

function firstDifference(a: readonly string[], b: readonly string[]): number {
  for (const [at, left] of a.entries()) {
    const right = b[at];
    if (right === undefined) return 1;
    const difference = compareParts(left, right);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Numbers by value and before words, words by their characters. */
function compareParts(a: string, b: string): number {
  const [left, right] = [isNumber(a), isNumber(b)];
  if (left && right) return Number(a) - Number(b);
  if (left !== right) return left ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

function isNumber(part: string): boolean {
  return /^\d+$/.test(part);
}
