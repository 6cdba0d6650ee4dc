// A screen by the kernel's mode setting (HDMI, DSI, SPI alike): a thread of the addon shows the picture and keeps nobody waiting.

import type { DeviceState, Diagnosable } from '../../device-state.ts';
import { halAddon } from '../../native/addon.ts';
import type { Panel, PanelAddon, PanelStatus, PanelWish } from '../../native/panel.ts';
import type { Rectangle, Screen, TouchEvent } from '../../screen.ts';
import { ToldState } from '../device/told-state.ts';
import { type PictureSize, panelFault, panelFound, panelName, sizeFault } from './panel-sentence.ts';
import { type Degrees, placeInPicture, turned } from './picture-place.ts';
import type { PanelTouch, TouchSource } from './touch-source.ts';

/** Options of this driver in a board file. */
export interface DrmScreenOptions {
  readonly card?: string | undefined;
  readonly connector?: string | undefined;
  /** Of the picture as a person sees it; absent: as much of the panel as the phone can use. */
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  /** Degrees clockwise, by which the picture is turned on the panel. */
  readonly rotation: Degrees;
  readonly bits_per_pixel?: 16 | 32 | undefined;
}

export interface DrmScreenParts {
  readonly touch?: TouchSource | undefined;
  /** One sentence for the log. */
  readonly warn: (sentence: string) => void;
  readonly addon?: PanelAddon | undefined;
}

/** The screens that the phone's pictures are laid out for. */
const smallest: PictureSize = { width: 480, height: 320 };
const largest: PictureSize = { width: 1024, height: 600 };
const usual: PictureSize = { width: 800, height: 480 };

export class DrmScreen implements Screen, Diagnosable {
  readonly width: number;
  readonly height: number;
  readonly #options: DrmScreenOptions;
  readonly #panel: Panel;
  readonly #touch: TouchSource | undefined;
  readonly #told: ToldState;
  readonly #warn: (sentence: string) => void;
  readonly #touchListeners = new Set<(event: TouchEvent) => void>();
  readonly #stopTouch: (() => void) | undefined;
  #sizeTold: string | undefined;
  #frameBuffer: Uint8Array | undefined;

  /** Never fails over the panel: what is missing is told, and taken as soon as it is there. */
  constructor(options: DrmScreenOptions, { touch, warn, addon = halAddon() }: DrmScreenParts) {
    const { card, connector, rotation, bits_per_pixel: bitsPerPixel } = options;
    const given = { width: options.width, height: options.height };
    const wish: PanelWish = { card, connector, rotation, bitsPerPixel, ...given };
    const { width, height } = pictureSize(given, () => addon.Panel.find(wish), rotation);
    this.width = width;
    this.height = height;
    this.#options = options;
    this.#touch = touch;
    this.#told = new ToldState(panelName(connector, card), warn);
    this.#warn = warn;
    this.#panel = new addon.Panel({ ...wish, width, height }, () => this.#look());
    this.#stopTouch = touch?.onTouch((event) => this.#reportTouch(event));
  }

  attach(frameBuffer: Uint8Array): void {
    this.#frameBuffer = frameBuffer;
  }

  present(changed: readonly Rectangle[]): void {
    if (!this.#frameBuffer) return;
    const rectangles = new Int32Array(changed.length * 4);
    for (const [at, { x, y, width, height }] of changed.entries()) rectangles.set([x, y, width, height], at * 4);
    this.#panel.present(this.#frameBuffer, rectangles);
  }

  onTouch(listener: (event: TouchEvent) => void): () => void {
    this.#touchListeners.add(listener);
    return () => void this.#touchListeners.delete(listener);
  }

  /** The light behind a panel is a device of its own, which the board file names. */
  setBacklight(): void {}

  /** Whether all that was presented has reached the panel. */
  isShown(): boolean {
    return this.#panel.isShown();
  }

  states(): readonly DeviceState[] {
    return [this.#told.state, ...(this.#touch?.states() ?? [])];
  }

  close(): void {
    this.#stopTouch?.();
    this.#touch?.close();
    this.#touchListeners.clear();
    this.#frameBuffer = undefined;
    this.#panel.close();
  }

  #look(): void {
    const status = this.#panel.status();
    const fault = panelFault(status, this.#options.bits_per_pixel);
    if (fault !== undefined) {
      this.#told.fails(fault);
      return;
    }
    this.#told.works(panelFound(status));
    const cut = sizeFault(this, turned(status, this.#options.rotation));
    if (cut !== undefined && cut !== this.#sizeTold)
      this.#warn(`The ${panelName(status.connector, '')} is small: ${cut}.`);
    this.#sizeTold = cut;
  }

  #reportTouch({ down, ...place }: PanelTouch): void {
    const { rotation } = this.#options;
    const status = this.#panel.status();
    const panel = status.width > 0 && status.height > 0 ? status : turned(this, rotation);
    const { x, y } = placeInPicture(place, { picture: this, panel, rotation });
    const inside = (value: number, side: number) => Math.round(Math.min(side - 1, Math.max(0, value)));
    const event = { x: inside(x, this.width), y: inside(y, this.height), down };
    for (const listener of this.#touchListeners) listener(event);
  }
}

/** A side that the board file leaves open is the panel's, within what the phone's pictures are made for. */
function pictureSize(
  given: { readonly width?: number | undefined; readonly height?: number | undefined },
  find: () => PanelStatus,
  rotation: Degrees,
): PictureSize {
  const { width, height } = given;
  if (width !== undefined && height !== undefined) return { width, height };
  const found = find();
  const panel = found.trouble === undefined && found.width > 0 ? turned(found, rotation) : usual;
  const usable = (side: 'width' | 'height') => Math.min(largest[side], Math.max(smallest[side], panel[side]));
  return { width: width ?? usable('width'), height: height ?? usable('height') };
}
