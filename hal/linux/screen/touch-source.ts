// Where the fingers on a panel come from: a device of its own, apart from what shows the picture.

import type { DeviceState } from '../../device-state.ts';
import type { PanelPlace } from './calibration.ts';

export interface PanelTouch extends PanelPlace {
  readonly down: boolean;
}

/**
 * Contract: places are shares of the panel as it is mounted, before a picture is turned, and may lie outside of it; a
 * finger whose device disappears is reported up where it was; nothing is reported after `close`.
 */
export interface TouchSource {
  onTouch(listener: (touch: PanelTouch) => void): () => void;
  states(): readonly DeviceState[];
  close(): void;
}
