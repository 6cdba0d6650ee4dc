// A field with its label inside and what was typed under it; secrets show as dots.

import type { Ref } from 'react';
import { useTheme } from '../../app-context.ts';
import { Button, type Length, Text, View, type Widget } from '../../lvgl/index.ts';
import type { Theme } from '../../theme/index.ts';
import { columnStyle, focusedRing, rowStyle, strongStyle, surfaceStyle, textStyle } from '../surface-styles.ts';

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  /** Where what is typed goes now: shows the cursor. */
  readonly active: boolean;
  readonly secret?: boolean;
  readonly width?: Length;
  /** Letters need less room than the digits of a number. */
  readonly compact?: boolean;
  readonly autoFocus?: boolean;
  /** For a form that moves on to its next field. */
  readonly fieldRef?: Ref<Widget>;
  readonly onActivate: () => void;
  /** OK on the field: on to the next one, or the form's own act. */
  readonly onEnter: () => void;
}

export function TextField(props: TextFieldProps) {
  const theme = useTheme();
  const { colors } = theme;
  const style = {
    ...columnStyle,
    ...surfaceStyle(theme, colors.card),
    width: props.width ?? '100%',
    height: 'auto',
    'min-height': theme.layout.narrow ? 56 : 64,
    'padding-left': 12,
    'padding-right': 12,
    'padding-top': 4,
    'padding-bottom': 4,
    ...(props.active ? focusedRing(theme) : {}),
  } as const;
  const digits = strongStyle(theme, props.compact ? 'name' : 'digit');
  const line = {
    ...rowStyle,
    height: theme.type[props.compact ? 'name' : 'digit'] + lineRoom(theme),
    width: '100%',
    'column-spacing': 3,
    overflow: 'hidden',
  } as const;
  return (
    <Button
      style={style}
      onFocusedStyle={focusedRing(theme)}
      role="textbox"
      name={props.label}
      autoFocus={props.autoFocus ?? false}
      ref={props.fieldRef ?? null}
      onClick={props.onActivate}
      onEnter={props.onEnter}
      onFocus={props.onActivate}
    >
      <Text style={textStyle(theme, 'caption', colors.secondary)}>{props.label}</Text>
      <View style={line} role="none">
        {props.secret ? (
          <Dots count={props.value.length} />
        ) : (
          props.value !== '' && <Text style={digits}>{props.value}</Text>
        )}
        {props.active && <Cursor height={theme.type.name + 4} />}
      </View>
    </Button>
  );
}

/** Above and below letters: between the sizes of the fonts, the nearest may be a little higher than asked for. */
function lineRoom({ layout }: Theme): number {
  return layout.scale === 1 || layout.narrow ? 8 : 12;
}

/** More dots than fit tell nobody anything. */
const mostDots = 16;

function Dots({ count }: { readonly count: number }) {
  const { colors } = useTheme();
  const dot = { width: 12, height: 12, 'border-radius': 6, 'background-color': colors.text } as const;
  const places = Array.from({ length: Math.min(count, mostDots) }, (_, at) => at);
  return (
    <View style={{ ...rowStyle, width: 'auto', height: 12, 'column-spacing': 7 }} role="none">
      {places.map((at) => (
        <View key={at} style={dot} role="none" />
      ))}
    </View>
  );
}

export function Cursor({ height }: { readonly height: number }) {
  const { colors } = useTheme();
  return <View style={{ width: 3, height, 'background-color': colors.accent, 'border-radius': 1 }} role="none" />;
}
