// The 40-pin header of a Raspberry Pi: which of its pins a GPIO line is on, and what else wants it.

/** Pin on the header by GPIO number, the same on every board since the 1 B+. */
const pinOf: ReadonlyMap<number, number> = new Map([
  ...([
    [2, 3],
    [3, 5],
    [4, 7],
    [14, 8],
    [15, 10],
    [17, 11],
    [18, 12],
    [27, 13],
    [22, 15],
    [23, 16],
  ] as const),
  ...([
    [24, 18],
    [10, 19],
    [9, 21],
    [25, 22],
    [11, 23],
    [8, 24],
    [7, 26],
    [0, 27],
    [1, 28],
    [5, 29],
  ] as const),
  ...([
    [6, 31],
    [12, 32],
    [13, 33],
    [19, 35],
    [16, 36],
    [26, 37],
    [20, 38],
    [21, 40],
  ] as const),
]);

/** What the kernel takes lines for once such a device is switched on. */
const otherUses: readonly { readonly lines: readonly number[]; readonly use: string }[] = [
  { lines: [0, 1], use: 'the memory of plug-on boards' },
  { lines: [2, 3], use: 'I2C' },
  { lines: [7, 8, 9, 10, 11], use: 'SPI (small panels)' },
  { lines: [14, 15], use: 'the serial console' },
  { lines: [18, 19, 20, 21], use: 'I2S (sound codecs)' },
];

export const groundPins = [6, 9, 14, 20, 25, 30, 34, 39] as const;

export function headerPin(line: number): number | undefined {
  return pinOf.get(line);
}

export function otherUse(line: number): string | undefined {
  return otherUses.find(({ lines }) => lines.includes(line))?.use;
}
