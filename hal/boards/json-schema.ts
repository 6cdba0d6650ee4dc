// The board description as a JSON Schema, for editors that complete and check while a board is described.

import * as z from 'zod';
import { boardSchema, driverSchemas, portNames, sharedPorts } from './board-schema.ts';

export function boardJsonSchema(): string {
  const ports = Object.fromEntries(
    portNames.map((port) => {
      const one = z.union(Object.values(driverSchemas[port]));
      const isShared = sharedPorts.some((shared) => shared === port);
      return [port, isShared ? z.union([one, z.array(one).min(1).max(4)]) : one];
    }),
  );
  const whole = boardSchema.extend(ports);
  const { $schema, ...schema } = z.toJSONSchema(whole, { io: 'input' });
  return `${JSON.stringify({ $schema, title: 'Offhook board description', ...schema }, undefined, 2)}\n`;
}
