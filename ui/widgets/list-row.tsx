// One line of a list: something at the left, a name, a detail under it, something at the right.

import type { ReactNode } from 'react';
import { useTheme } from '../app-context.ts';
import { Button, type Span, Spangroup, Text, View } from '../lvgl/index.ts';
import {
  columnStyle,
  focusedRing,
  paddingToHeight,
  pressedStyle,
  rowStyle,
  strongStyle,
  surfaceStyle,
  textStyle,
} from './surface-styles.ts';

interface ListRowProps {
  readonly leading?: ReactNode;
  readonly title: string;
  /** The title in several colours: letters that matched. */
  readonly titleSpans?: readonly Span[];
  readonly detail?: string | undefined;
  readonly trailing?: ReactNode;
  readonly role?: 'listitem' | 'radio' | 'button';
  readonly checked?: boolean;
  readonly autoFocus?: boolean;
  readonly onPress: () => void;
  readonly onFocus?: () => void;
}

export function ListRow(props: ListRowProps) {
  const theme = useTheme();
  const { colors, layout } = theme;
  const style = {
    ...rowStyle,
    ...surfaceStyle(theme, colors.card),
    width: '100%',
    height: 'auto',
    'padding-left': 14,
    'padding-right': 16,
    ...(props.detail
      ? paddingToHeight(theme, layout.rowHeight, 'name', 'caption')
      : paddingToHeight(theme, layout.rowHeight, 'name')),
    'column-spacing': 14,
  } as const;
  const words = { ...columnStyle, 'flex-grow': 1, height: 'auto', 'row-spacing': 1 } as const;
  return (
    <Button
      style={style}
      onFocusedStyle={focusedRing(theme)}
      onPressedStyle={pressedStyle(theme)}
      role={props.role ?? 'listitem'}
      name={props.detail ? `${props.title}, ${props.detail}` : props.title}
      checked={props.checked ?? false}
      autoFocus={props.autoFocus ?? false}
      onClick={props.onPress}
      {...(props.onFocus ? { onFocus: props.onFocus } : {})}
    >
      {props.leading}
      <View style={words} role="none">
        <RowTitle title={props.title} spans={props.titleSpans} />
        {props.detail && (
          <Text style={{ ...textStyle(theme, 'caption', colors.secondary), width: '100%' }}>{props.detail}</Text>
        )}
      </View>
      {props.trailing}
    </Button>
  );
}

function RowTitle({ title, spans }: { readonly title: string; readonly spans: readonly Span[] | undefined }) {
  const style = { ...strongStyle(useTheme(), 'name'), width: '100%' } as const;
  return spans ? <Spangroup style={style} spans={spans} name={title} /> : <Text style={style}>{title}</Text>;
}
