// Reads the administrator's policy, a local file or a part of the configuration, into one immutable Policy that every room is handed.

import { err, ok, type Result } from '../../hal/result.ts';
import { type Policy, policySchema, readJson, validate } from '../config/index.ts';

/** Without a file the defaults rule, which are the careful ones. */
export function readPolicy(
  given: string | Readonly<Record<string, unknown>> | undefined,
): Result<Policy, readonly string[]> {
  const json = typeof given === 'string' ? readJson(given) : ok(given ?? {});
  const name = typeof given === 'string' ? given : 'The policy';
  if (!json.ok) return err([json.error]);
  const valid = validate(policySchema, json.value);
  if (!valid.ok) return err(valid.error.map((sentence) => `${name}: ${sentence}`));
  return ok(Object.freeze(valid.value));
}
