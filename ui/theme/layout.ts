// The grid that every screen keeps: bands, gaps, corners and the smallest target for a finger.

/** Pixels on an 800x480 screen. */
export const layout = {
  screenWidth: 800,
  screenHeight: 480,
  statusHeight: 44,
  softKeyHeight: 72,
  /** Between the soft keys and the lower edge of the glass, inside `softKeyHeight`. */
  softKeyInset: 10,
  edge: 14,
  gap: 8,
  gapWide: 16,
  padding: 14,
  radius: 12,
  radiusSmall: 8,
  /** 9 mm on a 7 inch panel. */
  target: 48,
  rowHeight: 68,
  focusRing: 3,
  /** Between a widget and its ring: none, so that rings never overlap a neighbour 8 px away. */
  focusGap: 0,
} as const;

/** Limits after which a wait shows, and says what for. */
export const waits = { showAfterMs: 200, explainAfterMs: 2_000 } as const;
