// From a finger to a pixel: calibration by three points, and the way back through turned and placed pictures.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asItIs, type Calibration, calibrated, calibrationFrom } from '../../../../hal/linux/screen/calibration.ts';
import { type Degrees, placeInPicture, turned } from '../../../../hal/linux/screen/picture-place.ts';

const share = fc.double({ min: -0.2, max: 1.2, noNaN: true });
const place = fc.record({ x: share, y: share });
const degrees = fc.constantFrom<Degrees>(0, 90, 180, 270);
const side = fc.integer({ min: 16, max: 2000 });

describe('a calibration', () => {
  it('brings any three points that are no line to where they were meant, and leaves a true panel alone', () => {
    fc.assert(
      fc.property(fc.tuple(place, place, place), fc.tuple(place, place, place), ([p, q, r], [a, b, c]) => {
        const area = Math.abs((q.x - p.x) * (r.y - p.y) - (r.x - p.x) * (q.y - p.y));
        const found = calibrationFrom([
          { said: p, meant: a },
          { said: q, meant: b },
          { said: r, meant: c },
        ]);
        expect(found.ok).toBe(area >= 0.02);
        if (!found.ok) return;
        for (const [said, meant] of [
          [p, a],
          [q, b],
          [r, c],
        ] as const) {
          const { x, y } = calibrated(found.value, said);
          expect(x).toBeCloseTo(meant.x, 6);
          expect(y).toBeCloseTo(meant.y, 6);
        }
      }),
    );
    const corners = [
      { x: 0.1, y: 0.1 },
      { x: 0.9, y: 0.1 },
      { x: 0.5, y: 0.9 },
    ] as const;
    const same = calibrationFrom([
      { said: corners[0], meant: corners[0] },
      { said: corners[1], meant: corners[1] },
      { said: corners[2], meant: corners[2] },
    ]);
    expect(same.ok && same.value.map((number) => Math.round(number * 1e9) / 1e9)).toEqual([...asItIs]);
  });

  it('finds how a panel is swapped, mirrored and stretched', () => {
    const panel: Calibration = [0, 1.2, -0.1, -1.1, 0, 1.05];
    const said = [
      { x: 0.1, y: 0.2 },
      { x: 0.8, y: 0.15 },
      { x: 0.5, y: 0.9 },
    ] as const;
    const found = calibrationFrom([
      { said: said[0], meant: calibrated(panel, said[0]) },
      { said: said[1], meant: calibrated(panel, said[1]) },
      { said: said[2], meant: calibrated(panel, said[2]) },
    ]);
    expect(found.ok).toBe(true);
    for (const [at, number] of panel.entries()) expect(found.ok && found.value[at]).toBeCloseTo(number, 9);
  });
});

describe('a place in the picture', () => {
  it('is where the picture is seen: corners meet corners, whatever the turn', () => {
    const picture = { width: 800, height: 480 };
    const upperLeft: Record<Degrees, readonly [number, number]> = { 0: [0, 0], 90: [1, 0], 180: [1, 1], 270: [0, 1] };
    for (const rotation of [0, 90, 180, 270] as const) {
      const [x, y] = upperLeft[rotation];
      const found = placeInPicture({ x, y }, { picture, panel: turned(picture, rotation), rotation });
      expect(found.x).toBeCloseTo(0);
      expect(found.y).toBeCloseTo(0);
    }
  });

  it('is within the picture for every place of a panel of its size, and in its middle for the middle of any larger one', () => {
    fc.assert(
      fc.property(
        side,
        side,
        degrees,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (width, height, rotation, x, y) => {
          const picture = { width, height };
          const shown = turned(picture, rotation);
          const inside = placeInPicture({ x, y }, { picture, panel: shown, rotation });
          expect(inside.x).toBeGreaterThanOrEqual(-1e-6);
          expect(inside.x).toBeLessThanOrEqual(width - 1 + 1e-6);
          expect(inside.y).toBeGreaterThanOrEqual(-1e-6);
          expect(inside.y).toBeLessThanOrEqual(height - 1 + 1e-6);
          const panel = { width: shown.width + 201, height: shown.height + 100 };
          const middle = placeInPicture({ x: 0.5, y: 0.5 }, { picture, panel, rotation });
          expect(Math.abs(middle.x - (width - 1) / 2)).toBeLessThanOrEqual(1);
          expect(Math.abs(middle.y - (height - 1) / 2)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});
