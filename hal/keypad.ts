// Keys of the desk set other than the hook: what is printed on them, and when they go down and up.

export type DigitKey = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9' | '*' | '#';
export type SoftKey = 'soft1' | 'soft2' | 'soft3' | 'soft4';
export type NavigationKey = 'up' | 'down' | 'left' | 'right' | 'ok' | 'back' | 'home';
export type FunctionKey = 'speaker' | 'headset' | 'mute' | 'volume-up' | 'volume-down' | 'redial' | 'message';
export type KeyName = DigitKey | SoftKey | NavigationKey | FunctionKey;

export const keyNames: readonly KeyName[] = [
  ...(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '#'] as const),
  ...(['soft1', 'soft2', 'soft3', 'soft4'] as const),
  ...(['up', 'down', 'left', 'right', 'ok', 'back', 'home'] as const),
  ...(['speaker', 'headset', 'mute', 'volume-up', 'volume-down', 'redial', 'message'] as const),
];

export interface KeyEvent {
  readonly key: KeyName;
  readonly down: boolean;
  /** Monotonic time of the edge in milliseconds, on the board's Clock. */
  readonly atMs: number;
}

/**
 * Contract: events come debounced, in order, alternating down and up for each key; a key held down when the
 * device is lost is reported up; nothing is reported after `close`. Also carries text typed on a full
 * keyboard (the console page, a USB keyboard), one Unicode character at a time.
 */
export interface Keypad {
  onKey(listener: (event: KeyEvent) => void): () => void;
  /** Characters typed on a keyboard with letters; '\b' erases. */
  onText(listener: (character: string) => void): () => void;
  /** Whether letters would be written now: a keyboard that has other uses for them keeps those for other times. */
  expectText?(expected: boolean): void;
  close(): void;
}
