// Where in the picture a place of the panel is: the way back from how the picture is turned and placed there.

import type { PanelPlace } from './calibration.ts';
import type { PictureSize } from './panel-sentence.ts';

export type Degrees = 0 | 90 | 180 | 270;

/** A picture or a panel after a turn. */
export function turned({ width, height }: PictureSize, rotation: Degrees): PictureSize {
  return rotation % 180 === 0 ? { width, height } : { width: height, height: width };
}

/** In pixels, not rounded; outside of the picture where the panel is larger. `rotation` is the picture's, clockwise. */
export function placeInPicture(
  place: PanelPlace,
  {
    picture,
    panel,
    rotation,
  }: { readonly picture: PictureSize; readonly panel: PictureSize; readonly rotation: Degrees },
): { readonly x: number; readonly y: number } {
  const shown = turned(picture, rotation);
  const margin = (side: 'width' | 'height'): number => Math.floor(Math.max(0, panel[side] - shown[side]) / 2);
  const x = place.x * (panel.width - 1) - margin('width');
  const y = place.y * (panel.height - 1) - margin('height');
  switch (rotation) {
    case 0:
      return { x, y };
    case 90:
      return { x: y, y: picture.height - 1 - x };
    case 180:
      return { x: picture.width - 1 - x, y: picture.height - 1 - y };
    default:
      return { x: picture.width - 1 - y, y: x };
  }
}
