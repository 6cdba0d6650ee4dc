// The board description as a JSON Schema, for editors that complete and check while a board is described.

import * as z from 'zod';
import { boardSchema, driverSchemas, portNames } from './board-schema.ts';

export function boardJsonSchema(): string {
  const ports = Object.fromEntries(portNames.map((port) => [port, z.union(Object.values(driverSchemas[port]))]));
  const whole = boardSchema.extend(ports);
  const { $schema, ...schema } = z.toJSONSchema(whole, { io: 'input' });
  return `${JSON.stringify({ $schema, title: 'Offhook board description', ...schema }, undefined, 2)}\n`;
}
