// A straight line through measurements, and how steep it may still be with 95 % confidence.

export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * Least squares; the bound is one-sided. Neighbouring memory samples resemble each other, which makes the plain
 * standard error too small, so it is widened by the residuals' own correlation (first order, AR(1)).
 */
export function fitSlope(points: readonly Point[]): { readonly slope: number; readonly upperBound: number } {
  const count = points.length;
  if (count < 10) throw new Error('A slope needs at least ten measurements.');
  const meanX = mean(points.map(({ x }) => x));
  const meanY = mean(points.map(({ y }) => y));
  const spread = sum(points.map(({ x }) => (x - meanX) ** 2));
  const slope = sum(points.map(({ x, y }) => (x - meanX) * (y - meanY))) / spread;
  const residuals = points.map(({ x, y }) => y - meanY - slope * (x - meanX));
  const squares = sum(residuals.map((residual) => residual ** 2));
  const neighbours = sum(residuals.slice(1).map((residual, at) => residual * (residuals[at] ?? 0)));
  const correlation = squares === 0 ? 0 : Math.min(0.99, Math.max(0, neighbours / squares));
  const error = Math.sqrt(squares / (count - 2) / spread) * Math.sqrt((1 + correlation) / (1 - correlation));
  return { slope, upperBound: slope + 1.645 * error };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}
