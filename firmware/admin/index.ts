// What the enterprise's administrator decides for this phone.

export { readPolicy } from './policy.ts';
export { QualityReports } from './quality/quality-reports.ts';
export { openImageUpdate } from './update/lazy-open.ts';
