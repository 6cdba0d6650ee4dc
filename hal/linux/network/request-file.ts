// The file by which the phone, which has no rights, asks for its network; whoever reads it has rights and believes nothing.

import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import * as z from 'zod';
import type { NetworkSettings } from '../../machine/network.ts';
import { err, ok, type Result } from '../../result.ts';
import { checkSettings, largestRequestBytes } from './settings-schema.ts';

export interface NetworkRequest {
  /** By which the answer is known. */
  readonly id: string;
  readonly settings: NetworkSettings | undefined;
  readonly wired: string | undefined;
  readonly wifi: string | undefined;
}

const interfaceName = z
  .string()
  .regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,14}$/)
  .optional();
const requestSchema = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{1,64}$/),
  settings: z.unknown(),
  wired: interfaceName,
  wifi: interfaceName,
});

const nothingAsked: NetworkRequest = { id: '', settings: undefined, wired: undefined, wifi: undefined };

export function readRequest(file: string): Result<NetworkRequest> {
  const text = readPlainFile(file);
  if (!text.ok) return text;
  if (text.value === undefined) return ok(nothingAsked);
  return parseRequest(text.value);
}

export function parseRequest(text: string): Result<NetworkRequest> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return err('The request is no JSON.');
    throw error;
  }
  const request = requestSchema.safeParse(value);
  if (!request.success) return err('The request is not of the right form.');
  const { id, wired, wifi } = request.data;
  const settings = checkSettings(request.data.settings);
  return settings.ok ? ok({ id, wired, wifi, settings: settings.value }) : settings;
}

/** Never through a link, which could lead to a file that the phone itself may not read. */
function readPlainFile(file: string): Result<string | undefined> {
  let descriptor: number;
  try {
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return code === 'ENOENT' ? ok(undefined) : err(`The request cannot be read (${String(code)}).`);
  }
  try {
    const facts = fstatSync(descriptor);
    if (!facts.isFile()) return err('The request is no file.');
    if (facts.size > largestRequestBytes) return err('The request is too large.');
    return ok(readFileSync(descriptor, 'utf8'));
  } finally {
    closeSync(descriptor);
  }
}
