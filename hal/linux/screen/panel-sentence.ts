// Says what is wrong with a screen and what helps, or what was found.

import type { PanelStatus } from '../../native/panel.ts';

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** What a person calls the screen of a board file. */
export function panelName(connector: string | undefined, card: string | undefined): string {
  const place = [connector, card].filter((part) => part !== undefined && part !== '').join(' of ');
  return place === '' ? 'screen' : `screen ${place}`;
}

/** As part of a sentence; undefined while the picture is shown. */
export function panelFault(status: PanelStatus, bitsWanted: number | undefined): string | undefined {
  const { trouble, card, connector, connectors, error } = status;
  const output = connector || 'any output';
  switch (trouble) {
    case undefined:
      return undefined;
    case 'no-card':
      return `${card || 'a graphics card in /dev/dri'} is not there: check that the kernel has its driver (dmesg), and "card" in the board file`;
    case 'no-permission':
      return `${card} may not be opened: put the phone's user into the group "video"`;
    case 'no-connector':
      return `there is no output "${connector}": the board file may name ${connectors.join(', ') || 'none, as there is none'}`;
    case 'unplugged':
      return `nothing is plugged into ${output}: check the cable and the power of the screen`;
    case 'no-master':
      return `another program shows its own picture on ${card}: end that program, for example a desktop (systemctl isolate multi-user.target)`;
    case 'refused':
      return bitsWanted === undefined
        ? `the driver of ${card} takes neither 32 nor 16 bits a pixel at ${status.width}x${status.height} (error ${error} of the system)`
        : `the driver of ${card} does not take ${bitsWanted} bits a pixel: leave "bits_per_pixel" out of the board file`;
    default:
      return `${card} fails with error ${error} of the system`;
  }
}

/** What is shown, as part of a sentence. */
export function panelFound({ card, connector, width, height, bitsPerPixel }: PanelStatus): string {
  return `${connector} of ${card} shows ${width}x${height} at ${bitsPerPixel} bits a pixel`;
}

/** A picture that a panel cannot show whole; `panel` is as the person sees it. */
export function sizeFault(picture: PictureSize, panel: PictureSize): string | undefined {
  if (panel.width >= picture.width && panel.height >= picture.height) return undefined;
  return (
    `the panel has ${panel.width}x${panel.height} and the picture is ${picture.width}x${picture.height}, so its right and lower ` +
    `edges are cut off: write "width": ${panel.width}, "height": ${panel.height} in the board file`
  );
}
