// Reads the administrator's policy, from a local file or out of the configuration, into one immutable Policy that every room is handed.

import { err, ok, type Result } from '../../hal/result.ts';
import { type Config, type Policy, policySchema, readJson, validate } from '../config/index.ts';

/** Without a file the defaults rule, which are the careful ones. */
export function readPolicy(source: Config['policy']): Result<Policy, readonly string[]> {
  const json = typeof source === 'string' ? readJson(source) : ok(source ?? {});
  if (!json.ok) return err([json.error]);
  const valid = validate(policySchema, json.value);
  const name = typeof source === 'string' ? source : 'The policy';
  if (!valid.ok) return err(valid.error.map((sentence) => `${name}: ${sentence}`));
  return ok(Object.freeze(valid.value));
}
