// The bench test of a prototype: what a bench may order of a phone that is lent to it, and what the phone tells.

export type { BenchTest, BenchTestOptions } from './bench-test.ts';
export { openBenchTest } from './lazy-open.ts';
export { type Order, type PhoneFacts, parseOrder, type Told } from './messages.ts';
export { drawPattern, fieldAt, gridColumns, gridRows, type PatternName, patternNames } from './patterns.ts';
