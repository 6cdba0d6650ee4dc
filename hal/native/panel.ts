// What the addon offers for a screen of the kernel's mode setting, as `hal/native/src/drm` says it.

export type PanelTrouble =
  | 'no-card'
  | 'no-permission'
  | 'no-connector'
  | 'unplugged'
  | 'no-master'
  | 'refused'
  | 'failed';

export interface PanelWish {
  /** Device file; absent: the first card with a panel. */
  readonly card?: string | undefined;
  /** Name of an output, e.g. "HDMI-A-1"; absent: the first with a panel. */
  readonly connector?: string | undefined;
  /** Pixels of the picture as a person sees it. */
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  /** Degrees clockwise, by which the picture is turned on the panel. */
  readonly rotation: number;
  readonly bitsPerPixel?: number | undefined;
}

/** `trouble` is absent while the picture is shown; what is not known is empty or 0. */
export interface PanelStatus {
  readonly trouble?: PanelTrouble;
  readonly card: string;
  readonly connector: string;
  /** All outputs that were seen. */
  readonly connectors: readonly string[];
  /** Of the panel, before the picture is turned. */
  readonly width: number;
  readonly height: number;
  readonly bitsPerPixel: number;
  /** Error number of the system, or 0. */
  readonly error: number;
}

export interface Panel {
  /** Reads rectangles (x, y, width and height one after the other) of a frame, XRGB8888, before it returns. */
  present(frame: Uint8Array, rectangles: Int32Array): void;
  status(): PanelStatus;
  /** Whether all that was presented has reached the panel. */
  isShown(): boolean;
  /** The thread has ended and the panel is free for others when this returns. */
  close(): void;
}

export interface PanelAddon {
  readonly Panel: {
    /** `width` and `height` must be given; `onStatus` is called after the status has changed. */
    new (wish: PanelWish, onStatus: () => void): Panel;
    /** Looks for the panel without showing anything on it; takes up to some 100 ms. */
    find(wish: PanelWish): PanelStatus;
  };
}
