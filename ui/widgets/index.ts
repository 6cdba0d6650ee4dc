// The widgets, for the screens.

export type { IconName } from '../lvgl/index.ts';
export { Card } from './card.tsx';
export { DeviceProblemRibbon } from './device-problem-ribbon.tsx';
export { Dialog } from './dialog.tsx';
export { EmptyState } from './empty-state.tsx';
export { KeyGrid } from './fields/key-grid.tsx';
export { LetterKeyboard } from './fields/letter-keyboard.tsx';
export { Cursor, TextField } from './fields/text-field.tsx';
export { useForm } from './fields/use-form.ts';
export { LongList } from './frame/long-list.tsx';
export { ScreenFrame } from './frame/screen-frame.tsx';
export { ScreenTitle } from './frame/screen-title.tsx';
export { ScrollList } from './frame/scroll-list.tsx';
export type { SoftKeySpec, SoftKeys } from './frame/soft-key-bar.tsx';
export { Icon } from './icon.tsx';
export { LevelBar, LevelWave } from './level-meter.tsx';
export { ListRow } from './list-row.tsx';
export { Avatar, initialsOf } from './people/avatar.tsx';
export { PresenceBadge, PresencePill, type PresenceShown, usePresenceWord } from './people/presence-mark.tsx';
export { Ribbon } from './ribbon.tsx';
export {
  columnStyle,
  edgeStyle,
  focusedRing,
  formFieldsStyle,
  formStyle,
  paddingToHeight,
  pressedStyle,
  rowStyle,
  strongStyle,
  surfaceStyle,
  textStyle,
  tileHeight,
} from './surface-styles.ts';
export { VolumeOverlay } from './volume-overlay.tsx';
export { WaitIndicator, WaitSpinner } from './wait-indicator.tsx';
