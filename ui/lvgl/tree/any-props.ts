// Every prop of every component, all optional: what a node of the tree holds.
import type {
  ArcProps,
  ChartProps,
  CommonProps,
  DropdownlistProps,
  ImageProps,
  LineProps,
  SliderProps,
  SpangroupProps,
  SwitchProps,
  TextareaProps,
  WaveProps,
} from '../components.ts';

export type AnyProps = CommonProps &
  Partial<
    Omit<ArcProps & ImageProps & LineProps & SpangroupProps & Omit<ChartProps, 'range'>, 'children'> &
      Pick<DropdownlistProps, 'items' | 'selectedIndex' | 'popupStyle' | 'popupSelectedStyle'> &
      Pick<SliderProps, 'step'> &
      Pick<WaveProps, 'bars'> &
      Pick<TextareaProps, 'placeholder' | 'password' | 'maxLength' | 'multiline' | 'placeholderStyle' | 'cursorStyle'> &
      Pick<SwitchProps, 'indicatorCheckedStyle' | 'knobStyle'>
  > & {
    hiddenByReact?: boolean;
    onChange?: (value: never) => void;
  };
