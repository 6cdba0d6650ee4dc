// What the enterprise's administrator decides for this phone.

// The rest of it is loaded by a phone that is lent to a bench, and by no other.
export { type BenchTest, openBenchTest } from './bench-test/lazy-open.ts';
export { readPolicy } from './policy.ts';
export { QualityReports } from './quality/quality-reports.ts';
export { openImageUpdate } from './update/lazy-open.ts';
