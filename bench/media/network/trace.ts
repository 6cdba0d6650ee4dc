// Reads a recorded network: a line a packet, its delay in milliseconds or `lost`.

import { err, ok, type Result } from '../../../hal/result.ts';

/** Undefined is a lost packet. */
export type Trace = readonly (number | undefined)[];

const mostDelayMs = 60_000;
/** A day of packets of 20 ms is more than anybody replays. */
const mostPackets = 5_000_000;
const mostErrors = 5;

/** Empty lines and what follows a `#` are skipped. The error names up to five lines that make no sense. */
export function parseTrace(text: string): Result<Trace> {
  const trace: (number | undefined)[] = [];
  const errors: string[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const word = line.replace(/#.*/, '').trim();
    if (word === '') continue;
    if (errors.length === mostErrors || trace.length === mostPackets) break;
    // Number() would take an empty word, hexadecimal and Infinity as well.
    const delayMs = /^\d+(\.\d+)?$/.test(word) ? Number(word) : Number.NaN;
    if (word === 'lost') trace.push(undefined);
    else if (delayMs <= mostDelayMs) trace.push(delayMs);
    else errors.push(`line ${index + 1} says "${word.slice(0, 40)}", which is neither "lost" nor a delay in ms`);
  }
  if (errors.length > 0) return err(`The trace cannot be read: ${errors.join('; ')}.`);
  return trace.some((delayMs) => delayMs !== undefined) ? ok(trace) : err('The trace lets no packet through.');
}
