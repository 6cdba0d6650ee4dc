// Reads a board description and tells everything that is wrong with it, one plain sentence each.

import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { err, ok, type Result } from '../result.ts';
import {
  type BoardDescription,
  boardSchema,
  type CheckedBoard,
  type DriverSections,
  driverSchemas,
  type PortName,
  portNames,
  type Section,
  sharedPorts,
} from './board-schema.ts';
import { nearestName } from './nearest-name.ts';

const largestFileBytes = 64 * 1024;

export async function readBoard(file: string): Promise<Result<CheckedBoard, readonly string[]>> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    return err([`The board file ${file} ${reasonOf(error)}.`]);
  }
  if (bytes.length > largestFileBytes) return err([`The board file ${file} is larger than 64 KiB.`]);
  const checked = parseBoard(bytes.toString('utf8'));
  return checked.ok ? checked : err(checked.error.map((sentence) => `Board file ${file}: ${sentence}`));
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'does not exist';
  return code === 'EISDIR' ? 'is a folder, not a file' : `cannot be read (${String(code)})`;
}

export function parseBoard(text: string): Result<CheckedBoard, readonly string[]> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return err([`It is not JSON: ${error instanceof Error ? error.message : String(error)}.`]);
  }
  const shape = boardSchema.safeParse(value);
  if (!shape.success) return err(sentencesOf(shape.error, boardSchema, ''));
  const mistakes: string[] = pinsUsedTwice(shape.data);
  const sections: Partial<Record<PortName, unknown>> = {};
  for (const port of portNames) {
    const described = [shape.data[port]].flat();
    const checked = described.map((section) => checkSection(port, section));
    mistakes.push(...checked.flatMap((result) => (result.ok ? [] : result.error)));
    const values = checked.flatMap((result) => (result.ok ? [result.value] : []));
    sections[port] = isShared(port) ? values : values[0];
  }
  if (mistakes.length > 0) return err(mistakes);
  // Each section has just been parsed by the schema that its type is inferred from.
  const { name, console, backlight, network, factory_reset: factoryReset } = shape.data;
  return ok({ name, console, backlight, network, factoryReset, sections: sections as DriverSections });
}

function isShared(port: PortName): boolean {
  return sharedPorts.some((shared) => shared === port);
}

function checkSection(port: PortName, section: Section): Result<unknown, readonly string[]> {
  const drivers: Readonly<Record<string, z.ZodObject>> = driverSchemas[port];
  const known = Object.keys(drivers);
  const schema = Object.hasOwn(drivers, section.driver) ? drivers[section.driver] : undefined;
  if (!schema) {
    const nearest = nearestName(section.driver, known);
    const hint = nearest ? `did you mean "${nearest}"?` : `there are ${known.join(', ')}.`;
    return err([`The ${port} has an unknown driver "${section.driver}"; ${hint}`]);
  }
  const parsed = schema.safeParse(section);
  return parsed.success ? ok(parsed.data) : err(sentencesOf(parsed.error, schema, `${port}.`));
}

/** Two ports on one line of the header would fight over it, and the board would only seem to work. */
function pinsUsedTwice(board: BoardDescription): string[] {
  const users = new Map<number, string[]>();
  for (const port of portNames) {
    for (const section of [board[port]].flat()) {
      for (const [use, pin] of Object.entries(section.pins ?? {})) {
        users.set(pin, [...(users.get(pin) ?? []), `${port}.pins.${use}`]);
      }
    }
  }
  return [...users]
    .filter(([, uses]) => uses.length > 1)
    .map(([pin, uses]) => `Pin ${pin} is used twice: by ${uses.join(' and by ')}.`);
}

function sentencesOf(error: z.ZodError, schema: z.ZodObject, prefix: string): readonly string[] {
  return error.issues.flatMap((issue) => {
    const path = `${prefix}${issue.path.join('.')}`;
    if (issue.code !== 'unrecognized_keys') return [`The key "${path}" is wrong: ${issue.message}.`];
    const folder = path === '' || path.endsWith('.') ? path : `${path}.`;
    return issue.keys.map((key) => {
      const nearest = nearestName(key, keysAt(schema, issue.path));
      return `The key "${folder}${key}" is not known${nearest ? `; did you mean "${folder}${nearest}"?` : '.'}`;
    });
  });
}

/** What may be said at a place inside a description; nothing where it holds names of its own, as `pins` does. */
function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  if (schema instanceof z.ZodOptional) return keysAt(schema.unwrap() as z.ZodType, path);
  if (!(schema instanceof z.ZodObject)) return [];
  const [first, ...rest] = path;
  const inner: z.ZodType | undefined = first === undefined ? undefined : schema.shape[String(first)];
  if (first === undefined) return Object.keys(schema.shape);
  return inner ? keysAt(inner, rest) : [];
}
