// What the enterprise's administrator decides for this phone.

export {
  type BenchTest,
  drawPattern,
  fieldAt,
  gridColumns,
  gridRows,
  type Order,
  openBenchTest,
  type PatternName,
  type PhoneFacts,
  parseOrder,
  patternNames,
  type Told,
} from './bench-test/index.ts';
export { readPolicy } from './policy.ts';
export { QualityReports } from './quality/quality-reports.ts';
export { openImageUpdate } from './update/lazy-open.ts';
