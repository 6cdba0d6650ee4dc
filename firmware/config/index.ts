// Configuration and policy: the one schema, its reader and its printer.

export type { AccountConfig } from './account-schema.ts';
export { cardProblem, notedCardProblem } from './card-problem.ts';
export { type Config, configSchema } from './config-schema.ts';
export { readJson, readText } from './file/read-json.ts';
export { key } from './key.ts';
export { type LoadedConfig, loadConfig } from './load-config.ts';
export { networkSettings } from './network-schema.ts';
export { type Policy, policySchema } from './policy-schema.ts';
export { redact } from './redact.ts';
export { validate } from './validate.ts';
export { isBase64Of, publicKeySchema } from './values/public-key.ts';
