// The few shapes that the charts are drawn with, as SVG text; every word is escaped.

export interface Place {
  readonly x: number;
  readonly y: number;
}

export function text(
  at: Place,
  words: string,
  className: string,
  anchor: 'start' | 'middle' | 'end' = 'start',
): string {
  return `<text x="${round(at.x)}" y="${round(at.y)}" class="${className}" text-anchor="${anchor}">${escapeText(words)}</text>`;
}

export function line(from: Place, to: Place, className: string, colour?: string): string {
  const stroke = colour === undefined ? '' : ` stroke="${colour}"`;
  return `<line x1="${round(from.x)}" y1="${round(from.y)}" x2="${round(to.x)}" y2="${round(to.y)}" class="${className}"${stroke}/>`;
}

export function dot(at: Place, colour: string, radius: number, title: string, isHollow = false): string {
  const fill = isHollow ? 'var(--paper)' : colour;
  return `<circle cx="${round(at.x)}" cy="${round(at.y)}" r="${radius}" fill="${fill}" stroke="${colour}" stroke-width="1.6"><title>${escapeText(title)}</title></circle>`;
}

export function svg(width: number, height: number, label: string, shapes: readonly string[]): string {
  return `<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escapeText(label)}">${shapes.join('')}</svg>`;
}

export function escapeText(words: string): string {
  return words.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** A scale with whole steps: where values lie between `from` and `to` pixels, and which of them to write. */
export interface Scale {
  at(value: number): number;
  readonly ticks: readonly number[];
}

export function scaleOf(values: readonly number[], from: number, to: number, fixed?: readonly [number, number]): Scale {
  const least = fixed?.[0] ?? Math.min(0, ...values);
  const most = fixed?.[1] ?? Math.max(...values, least + 1e-6);
  const step = niceStep((most - least) / 4);
  const end = Math.ceil(most / step - 1e-9) * step;
  const begin = Math.floor(least / step + 1e-9) * step;
  const ticks = Array.from({ length: Math.round((end - begin) / step) + 1 }, (_, at) => begin + at * step);
  return {
    at: (value) => from + ((Math.min(end, Math.max(begin, value)) - begin) / (end - begin)) * (to - from),
    ticks,
  };
}

function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough - 1e-12) ?? 10);
}

export function tickText(value: number): string {
  return String(Number(value.toFixed(3)));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
