// Reads the administrator's policy from a local file into one immutable Policy that every room is handed.

import { err, ok, type Result } from '../../hal/result.ts';
import { type Policy, policySchema, readJson, validate } from '../config/index.ts';

/** Without a file the defaults rule, which are the careful ones. */
export function readPolicy(file: string | undefined): Result<Policy, readonly string[]> {
  const json = file === undefined ? ok({}) : readJson(file);
  if (!json.ok) return err([json.error]);
  const valid = validate(policySchema, json.value);
  if (!valid.ok) return err(valid.error.map((sentence) => `${file ?? 'The policy'}: ${sentence}`));
  return ok(Object.freeze(valid.value));
}
