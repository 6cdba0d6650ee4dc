// Reads the configuration file and the trust anchors it names, with all its mistakes reported together.

import { X509Certificate } from 'node:crypto';
import { dirname, resolve } from 'node:path';
import { err, ok, type Result } from '../../hal/result.ts';
import { type Config, configSchema } from './config-schema.ts';
import { readJson, readText } from './read-json.ts';
import { validate } from './validate.ts';

export interface LoadedConfig {
  readonly config: Config;
  /** PEM texts of `trust_anchors`. */
  readonly trustAnchors: readonly string[];
}

export function loadConfig(file: string): Result<LoadedConfig, readonly string[]> {
  const json = readJson(file);
  if (!json.ok) return err([json.error]);
  const valid = validate(configSchema, json.value);
  if (!valid.ok) return err(valid.error.map((sentence) => `${file}: ${sentence}`));
  const config = withAbsolutePaths(valid.value, dirname(resolve(file)));
  const anchors = config.trust_anchors.map(readTrustAnchor);
  const problems = anchors.flatMap((anchor) => (anchor.ok ? [] : [`${file}: ${anchor.error}`]));
  if (problems.length > 0) return err(problems);
  return ok({
    config: Object.freeze(config),
    trustAnchors: anchors.flatMap((anchor) => (anchor.ok ? [anchor.value] : [])),
  });
}

function withAbsolutePaths(config: Config, folder: string): Config {
  return {
    ...config,
    trust_anchors: config.trust_anchors.map((path) => resolve(folder, path)),
    contacts: config.contacts && resolve(folder, config.contacts),
    policy: config.policy && resolve(folder, config.policy),
    store: resolve(folder, config.store),
  };
}

function readTrustAnchor(file: string): Result<string> {
  const text = readText(file);
  if (!text.ok) return text;
  return holdsCertificate(text.value) ? text : err(`${file} holds no certificate in PEM form.`);
}

/** OpenSSL would pass over one that is damaged, and the server would merely be untrusted. */
function holdsCertificate(text: string): boolean {
  if (!text.includes('-----BEGIN CERTIFICATE-----')) return false;
  try {
    return new X509Certificate(text).raw.length > 0;
  } catch (error) {
    // OpenSSL's errors carry a code; anything else is a fault of ours.
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
}
