// Presence as colour, shape and, beside it, a word: a round badge with a sign inside.

import type { Presence } from '../../../firmware/phone.ts';
import { useText, useTheme } from '../../app-context.ts';
import { type Colour, type IconName, Text, View } from '../../lvgl/index.ts';
import { Icon } from '../icon.tsx';
import { rowStyle, textStyle } from '../surface-styles.ts';

/** In a call is a kind of busy that everyone understands at once. */
export type PresenceShown = Presence | 'in-call';

const shapes: Readonly<Record<PresenceShown, IconName>> = {
  available: 'check',
  busy: 'minus',
  'do-not-disturb': 'moon',
  away: 'clock',
  offline: 'x',
  'in-call': 'phone',
};

interface PresenceBadgeProps {
  readonly presence: PresenceShown;
  readonly size: number;
  /** Colour of what the badge lies on, drawn as a rim around it. */
  readonly rim?: Colour;
}

export function PresenceBadge({ presence, size, rim }: PresenceBadgeProps) {
  const { colors } = useTheme();
  const fill = colors.presence[presence === 'in-call' ? 'busy' : presence];
  const style = {
    width: size,
    height: size,
    'border-radius': size / 2,
    'background-color': fill,
    'border-width': rim ? 2 : 0,
    'border-color': rim ?? fill,
    ...rowStyle,
    'justify-content': 'center',
  } as const;
  return (
    <View style={style} role="none">
      <Icon icon={shapes[presence]} size={badgeGlyph(size, rim !== undefined)} color={colors.onPresence} />
    </View>
  );
}

/** Icon sizes that the font has; the rim leaves a little less room. */
function badgeGlyph(size: number, rimmed: boolean): number {
  const inner = rimmed ? size - 4 : size;
  return [32, 24, 20, 18].find((glyph) => glyph <= inner - 2) ?? 15;
}

export function usePresenceWord(): (presence: PresenceShown) => string {
  const text = useText();
  return (presence) => (presence === 'in-call' ? text.presenceInCall : text.presence[presence]);
}

export function PresencePill({ presence }: { readonly presence: PresenceShown }) {
  const theme = useTheme();
  const word = usePresenceWord()(presence);
  const style = {
    ...rowStyle,
    height: 30,
    width: 'auto',
    'border-radius': 15,
    'background-color': theme.colors.raised,
    'padding-left': 8,
    'padding-right': 12,
    'column-spacing': 8,
  } as const;
  return (
    <View style={style} role="status" name={word}>
      <PresenceBadge presence={presence} size={18} />
      <Text style={textStyle(theme, 'caption')}>{word}</Text>
    </View>
  );
}
