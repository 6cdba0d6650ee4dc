// Which configuration the phone starts with: the one it was given or, where it cannot be used, the next that can.

import { err, ok, type Result } from '../hal/result.ts';
import { readPolicy } from './admin/index.ts';
import { type LoadedConfig, loadConfig, type Policy } from './config/index.ts';

export interface ChosenConfig {
  readonly loaded: LoadedConfig;
  readonly policy: Policy;
  /** One line for the log where it is not the first of the files. */
  readonly warning: string | undefined;
}

/** Every mistake of all files at once where none of them can be used: nobody wants to learn of them one by one. */
export function chooseConfig(files: readonly string[]): Result<ChosenConfig, readonly string[]> {
  const mistakes: string[] = [];
  for (const file of files) {
    const loaded = loadConfig(file);
    const policy = loaded.ok ? readPolicy(loaded.value.config.policy) : loaded;
    if (loaded.ok && policy.ok) {
      const warning = mistakes.length > 0 ? `${mistakes.join(' ')} The phone goes on with ${file}.` : undefined;
      return ok({ loaded: loaded.value, policy: policy.value, warning });
    }
    if (!policy.ok) mistakes.push(...policy.error);
  }
  return err(mistakes);
}
