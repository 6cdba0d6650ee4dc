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
    trust_anchors: config.trust_anchors.map((anchor) => (isText(anchor) ? anchor : resolve(folder, anchor))),
    contacts: config.contacts && resolve(folder, config.contacts),
    policy: typeof config.policy === 'string' ? resolve(folder, config.policy) : config.policy,
    store: resolve(folder, config.store),
  };
}

const pemBegin = '-----BEGIN CERTIFICATE-----';

/** The certificate itself, so that one file is all that a card needs. */
function isText(anchor: string): boolean {
  return anchor.trimStart().startsWith(pemBegin);
}

function readTrustAnchor(anchor: string): Result<string> {
  const text = isText(anchor) ? ok(anchor) : readText(anchor);
  if (!text.ok) return text;
  const name = isText(anchor) ? 'A text in "trust_anchors"' : anchor;
  return holdsCertificate(text.value) ? text : err(`${name} holds no certificate in PEM form.`);
}

/** OpenSSL would pass over one that is damaged, and the server would merely be untrusted. */
function holdsCertificate(text: string): boolean {
  if (!text.includes(pemBegin)) return false;
  try {
    return new X509Certificate(text).raw.length > 0;
  } catch (error) {
    // OpenSSL's errors carry a code; anything else is a fault of ours.
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
}
