// The grid that every screen keeps: bands, gaps, corners and the smallest target for a finger, on screens of any size.

export interface ScreenSize {
  readonly width: number;
  readonly height: number;
}

/**
 * Lengths are those of an 800x480 screen of 5 to 7 inches. Larger screens draw everything larger and smaller ones a
 * little smaller, by `scale`; beyond that a small screen has less room, which is what `screenWidth` and `narrow` say.
 */
export interface Layout {
  /** Pixels of the panel for one of these. */
  readonly scale: number;
  readonly screenWidth: number;
  readonly screenHeight: number;
  /** Too little room for what stands side by side on a larger screen. */
  readonly narrow: boolean;
  readonly statusHeight: number;
  readonly softKeyHeight: number;
  /** Between the soft keys and the lower edge of the glass, inside `softKeyHeight`. */
  readonly softKeyInset: number;
  readonly edge: number;
  readonly gap: number;
  readonly gapWide: number;
  readonly padding: number;
  readonly radius: number;
  readonly radiusSmall: number;
  /** 9 mm on a 7 inch panel. */
  readonly target: number;
  readonly rowHeight: number;
  /** A key of the twelve on the screen. */
  readonly keyHeight: number;
  /** The twelve keys beside a form. */
  readonly keysWidth: number;
  readonly focusRing: number;
  /** Between a widget and its ring: none, so that rings never overlap a neighbour 8 px away. */
  readonly focusGap: number;
}

const usual = { width: 800, height: 480 } as const;
/** A panel of 480x320 measures 3.5 inches: its pixels are as fine as those of 800x480 at 5.6 inches. */
const smallestScale = 0.875;
const largestScale = 1.25;
/** Less than this, and two columns do not fit. */
const narrowBelow = 780;

const roomy = {
  statusHeight: 44,
  softKeyHeight: 72,
  softKeyInset: 10,
  edge: 14,
  gap: 8,
  gapWide: 16,
  padding: 14,
  radius: 12,
  radiusSmall: 8,
  target: 48,
  rowHeight: 68,
  keysWidth: 388,
  focusRing: 3,
  focusGap: 0,
} as const;

const tight = {
  ...roomy,
  statusHeight: 38,
  softKeyHeight: 64,
  softKeyInset: 6,
  edge: 8,
  padding: 10,
  rowHeight: 60,
  keysWidth: 232,
} as const;

/** Above and below the four rows of keys. */
const keysPadding = 12;
const largestKey = 78;

export function layoutFor({ width, height }: ScreenSize): Layout {
  const fits = Math.min(width / usual.width, height / usual.height);
  const scale = Math.min(largestScale, Math.max(smallestScale, fits));
  const screenWidth = width / scale;
  const screenHeight = height / scale;
  const narrow = screenWidth < narrowBelow;
  const grid = narrow ? tight : roomy;
  const forKeys = screenHeight - grid.statusHeight - grid.softKeyHeight - keysPadding - 3 * grid.gap;
  const keyHeight = Math.min(largestKey, Math.floor(forKeys / 4));
  return { ...grid, scale, screenWidth, screenHeight, narrow, keyHeight };
}

/** Limits after which a wait shows, and says what for. */
export const waits = { showAfterMs: 200, explainAfterMs: 2_000 } as const;
