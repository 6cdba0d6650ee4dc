// The switch under the handset.

export type HookPosition = 'on-hook' | 'off-hook';

/** Contract: `position` is true from the first moment; listeners hear changes only, debounced, never after `close`. */
export interface HookSwitch {
  readonly position: HookPosition;
  onChange(listener: (position: HookPosition) => void): () => void;
  close(): void;
}
