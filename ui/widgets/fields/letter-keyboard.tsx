// Letters on the screen, for addresses and passwords, so that a finger alone can sign in.

import { useState } from 'react';
import { useTheme } from '../../app-context.ts';
import { Button, Text, View } from '../../lvgl/index.ts';
import type { Layout } from '../../theme/index.ts';
import { Icon } from '../icon.tsx';
import { columnStyle, edgeStyle, focusedRing, pressedStyle, rowStyle, strongStyle } from '../surface-styles.ts';

const letterRows = ['1234567890', 'qwertyuiop', 'asdfghjkl@', '⇧zxcvbnm.-'] as const;
const signRows = ['1234567890', '!"#$%&/()=', '+*~_:;,<>@', '⇧[]{}?|.-\\'] as const;

/** Four rows and two fields fill a small screen. */
function letterHeight({ narrow }: Layout): number {
  return narrow ? 40 : 48;
}

interface LetterKeyboardProps {
  readonly onCharacter: (character: string) => void;
  /** For what is made of digits and signs. */
  readonly signsFirst?: boolean;
}

type Layer = 'lower' | 'upper' | 'signs';
const nextLayer: Readonly<Record<Layer, Layer>> = { lower: 'upper', upper: 'signs', signs: 'lower' };

export function LetterKeyboard({ onCharacter, signsFirst = false }: LetterKeyboardProps) {
  const { layout } = useTheme();
  const height = letterHeight(layout);
  const [layer, setLayer] = useState<Layer>(signsFirst ? 'signs' : 'lower');
  const rows = layer === 'signs' ? signRows : letterRows;
  const press = (character: string): void => {
    if (character === '⇧') setLayer(nextLayer[layer]);
    else onCharacter(character);
  };
  return (
    <View
      style={{ ...columnStyle, width: '100%', height: 'auto', 'row-spacing': layout.narrow ? 5 : layout.gap }}
      role="none"
    >
      {rows.map((row) => (
        <View
          key={row}
          style={{ ...rowStyle, width: '100%', height, 'column-spacing': layout.narrow ? 5 : layout.gap }}
          role="none"
        >
          {[...row].map((character) => (
            <LetterKey
              key={character}
              character={layer === 'upper' ? character.toUpperCase() : character}
              onPress={press}
            />
          ))}
        </View>
      ))}
    </View>
  );
}

function LetterKey({
  character,
  onPress,
}: {
  readonly character: string;
  readonly onPress: (character: string) => void;
}) {
  const theme = useTheme();
  const surface = character === '⇧' ? theme.colors.raised : theme.colors.card;
  const style = {
    ...rowStyle,
    ...edgeStyle(theme),
    'background-color': surface,
    'border-radius': theme.layout.radiusSmall,
    'flex-grow': 1,
    width: theme.layout.narrow ? 40 : 60,
    height: letterHeight(theme.layout),
    padding: 0,
    'justify-content': 'center',
  } as const;
  return (
    <Button
      style={style}
      name={character === '⇧' ? 'shift' : character}
      onFocusedStyle={focusedRing(theme)}
      onPressedStyle={pressedStyle(theme)}
      onClick={() => onPress(character)}
    >
      {character === '⇧' ? <Icon icon="arrow-big-up" /> : <Text style={strongStyle(theme, 'name')}>{character}</Text>}
    </Button>
  );
}
