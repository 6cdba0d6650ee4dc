// A contact's picture fills the avatar, and what is no picture leaves the initials.
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { initialsOf } from '../../../../ui/widgets/index.ts';
import { decodePicture } from '../../../../ui/widgets/people/picture.ts';

function png(width: number, height: number, pixel: (x: number) => readonly [number, number, number]): Uint8Array {
  const picture = new PNG({ width, height });
  for (let at = 0; at < width * height; at++) picture.data.set([...pixel(at % width), 255], at * 4);
  return PNG.sync.write(picture);
}

describe('decodePicture', () => {
  it('scales to the size asked for and averages', () => {
    const decoded = decodePicture(
      png(4, 4, (x) => (x % 2 === 0 ? [255, 0, 0] : [0, 0, 255])),
      2,
    );
    expect(decoded).toMatchObject({ width: 2, height: 2 });
    expect([...(decoded?.bgra.slice(0, 4) ?? [])]).toEqual([128, 0, 128, 255]);
  });

  it('takes the middle of a wide picture', () => {
    const decoded = decodePicture(
      png(12, 4, (x) => (x >= 4 && x < 8 ? [0, 255, 0] : [255, 0, 0])),
      4,
    );
    for (let at = 0; at < 16; at++) expect(decoded?.bgra[at * 4 + 1]).toBe(255);
  });

  it('enlarges a small one', () => {
    expect(
      decodePicture(
        png(1, 1, () => [9, 8, 7]),
        3,
      )?.bgra,
    ).toEqual(new Uint8Array(new Array(9).fill([7, 8, 9, 255]).flat()));
  });

  it('refuses what is no picture', () => {
    expect(decodePicture(new Uint8Array([1, 2, 3]), 8)).toBeUndefined();
  });
});

describe('initialsOf', () => {
  it.each([
    ['Mara Kovács', 'MK'],
    ['Ελένη Παππά', 'ΕΠ'],
    ['Олег Иванов', 'ОИ'],
    ['Maximiliane von Hohenstein', 'MH'],
    ['Cher', 'C'],
    ['+49 30 5550', '#'],
    ['', '#'],
  ])('of %s are %s', (name, initials) => {
    expect(initialsOf(name)).toBe(initials);
  });
});
