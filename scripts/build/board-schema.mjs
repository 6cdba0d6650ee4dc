// Writes hal/boards/board.schema.json from the schema in the code; a test holds the two equal.

import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { boardJsonSchema } from '../../hal/boards/json-schema.ts';

const file = fileURLToPath(new URL('../../hal/boards/board.schema.json', import.meta.url));
writeFileSync(file, boardJsonSchema());
