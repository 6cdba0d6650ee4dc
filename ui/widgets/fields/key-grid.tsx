// The twelve keys of a telephone on the screen, with their letters.

import { memo } from 'react';
import type { DigitKey } from '../../../hal/keypad.ts';
import { useTheme } from '../../app-context.ts';
import { Button, Text, View } from '../../lvgl/index.ts';
import {
  columnStyle,
  focusedRing,
  pressedStyle,
  rowStyle,
  strongStyle,
  surfaceStyle,
  textStyle,
} from '../surface-styles.ts';

const rows: readonly (readonly (readonly [key: DigitKey, letters: string])[])[] = [
  [
    ['1', ''],
    ['2', 'ABC'],
    ['3', 'DEF'],
  ],
  [
    ['4', 'GHI'],
    ['5', 'JKL'],
    ['6', 'MNO'],
  ],
  [
    ['7', 'PQRS'],
    ['8', 'TUV'],
    ['9', 'WXYZ'],
  ],
  [
    ['*', ''],
    ['0', '+'],
    ['#', ''],
  ],
];

interface KeyGridProps {
  readonly width: number;
  readonly onKey: (key: DigitKey) => void;
  readonly autoFocus?: boolean;
}

export const KeyGrid = memo(function KeyGrid({ width, onKey, autoFocus }: KeyGridProps) {
  const { layout } = useTheme();
  const column = { ...columnStyle, width, height: '100%', 'row-spacing': layout.gap } as const;
  const row = { ...rowStyle, width: '100%', height: layout.keyHeight, 'column-spacing': layout.gap } as const;
  const keyWidth = Math.floor((width - 2 * layout.gap) / 3);
  return (
    <View style={column} role="none">
      {rows.map((keys) => (
        <View key={keys[0]?.[0] ?? ''} style={row} role="none">
          {keys.map(([key, letters]) => (
            <GridKey
              key={key}
              digit={key}
              letters={letters}
              width={keyWidth}
              autoFocus={autoFocus === true && key === '5'}
              onKey={onKey}
            />
          ))}
        </View>
      ))}
    </View>
  );
});

interface GridKeyProps {
  readonly digit: DigitKey;
  readonly letters: string;
  readonly width: number;
  readonly autoFocus: boolean;
  readonly onKey: (key: DigitKey) => void;
}

function GridKey({ digit, letters, width, autoFocus, onKey }: GridKeyProps) {
  const theme = useTheme();
  const style = {
    ...columnStyle,
    ...surfaceStyle(theme, theme.colors.card),
    width,
    height: theme.layout.keyHeight,
    padding: 0,
    'justify-content': 'center',
    'align-items': 'center',
  } as const;
  return (
    <Button
      style={style}
      name={digit}
      autoFocus={autoFocus}
      onFocusedStyle={focusedRing(theme)}
      onPressedStyle={pressedStyle(theme)}
      onClick={() => onKey(digit)}
    >
      <Text style={strongStyle(theme, 'digit')}>{digit}</Text>
      {letters !== '' && <Text style={textStyle(theme, 'caption', theme.colors.secondary)}>{letters}</Text>}
    </Button>
  );
}
