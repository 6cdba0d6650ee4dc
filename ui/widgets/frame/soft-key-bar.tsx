// Four soft keys above the four physical ones: the first is what one most likely wants, the last goes back.

import { useKeys, useTheme } from '../../app-context.ts';
import { Button, type Colour, type IconName, type Style, Text, View } from '../../lvgl/index.ts';
import type { Layout, Theme } from '../../theme/index.ts';
import { Icon } from '../icon.tsx';
import { columnStyle, edgeStyle, focusedRing, pressedStyle, rowStyle, strongStyle } from '../surface-styles.ts';

export interface SoftKeySpec {
  readonly label: string;
  readonly icon: IconName;
  /** Red is for ending and refusing, green for answering and calling, and nothing else. */
  readonly tone?: 'primary' | 'calling' | 'ending';
  /** Has the focus when it appears, whatever had it before: for what a hand must not miss. */
  readonly autoFocus?: boolean;
  readonly onPress: () => void;
}

/** Left to right; a place may stay empty so that the others keep theirs. */
export type SoftKeys = readonly [SoftKeySpec?, SoftKeySpec?, SoftKeySpec?, SoftKeySpec?];

const places = [0, 1, 2, 3] as const;

export function SoftKeyBar({ softKeys }: { readonly softKeys: SoftKeys }) {
  const { layout } = useTheme();
  useKeys({
    onSoftKey: (key) => {
      const spec = softKeys[Number(key.slice(-1)) - 1];
      if (!spec) return false;
      spec.onPress();
      return true;
    },
  });
  const style = {
    ...rowStyle,
    position: 'absolute',
    left: 0,
    top: layout.screenHeight - layout.softKeyHeight,
    width: layout.screenWidth,
    height: layout.softKeyHeight - layout.softKeyInset,
    'padding-left': layout.edge,
    'padding-right': layout.edge,
    'column-spacing': layout.gap,
    'align-items': 'flex-start',
  } as const;
  return (
    <View style={style} role="none">
      {places.map((place) => {
        const spec = softKeys[place];
        return spec ? (
          <SoftKeyButton key={place} {...spec} />
        ) : (
          <View key={place} style={placeStyle(layout)} role="none" />
        );
      })}
    </View>
  );
}

const stackedStyle: Style = { ...columnStyle, 'align-items': 'center' };

function placeStyle({ screenWidth, softKeyHeight, softKeyInset, edge, gap }: Layout) {
  const width = Math.floor((screenWidth - 2 * edge - (places.length - 1) * gap) / places.length);
  return { 'flex-grow': 1, width, height: softKeyHeight - softKeyInset } as const;
}

function SoftKeyButton({ label, icon, tone, autoFocus, onPress }: SoftKeySpec) {
  const theme = useTheme();
  const { surface, ink } = toneColours(theme, tone);
  const { narrow } = theme.layout;
  const style = {
    // Where a word has no room beside its picture, it stands under it.
    ...(narrow ? stackedStyle : rowStyle),
    ...placeStyle(theme.layout),
    ...edgeStyle(theme),
    'background-color': surface,
    'border-radius': theme.layout.radius,
    'justify-content': 'center',
    'column-spacing': 9,
    'row-spacing': 1,
    padding: 0,
  } as const;
  const ring = focusedRing(theme, tone ? theme.colors.text : theme.colors.accent);
  return (
    <Button
      style={style}
      onFocusedStyle={ring}
      onPressedStyle={pressedStyle(theme, tone && ink)}
      onClick={onPress}
      name={label}
      autoFocus={autoFocus ?? false}
    >
      <Icon icon={icon} color={ink} {...(narrow ? { size: 20 } : {})} />
      <Text style={strongStyle(theme, narrow ? 'caption' : 'label', ink)}>{label}</Text>
    </Button>
  );
}

function toneColours({ colors }: Theme, tone: SoftKeySpec['tone']): { readonly surface: Colour; readonly ink: Colour } {
  if (tone === 'primary') return { surface: colors.accent, ink: colors.onAccent };
  if (tone === 'calling') return { surface: colors.positive, ink: colors.onPositive };
  if (tone === 'ending') return { surface: colors.negative, ink: colors.onNegative };
  return { surface: colors.raised, ink: colors.text };
}
