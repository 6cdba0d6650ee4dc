// A person's picture, or initials on a gradient of their own, with presence at the lower right.

import { useMemo } from 'react';
import { useTheme } from '../../app-context.ts';
import { type Colour, Image, Text, View } from '../../lvgl/index.ts';
import { onAvatar } from '../../theme/index.ts';
import { decodePicture } from './picture.ts';
import { PresenceBadge, type PresenceShown } from './presence-mark.tsx';

interface AvatarProps {
  readonly name: string;
  readonly size: number;
  readonly picture?: Uint8Array | undefined;
  readonly presence?: PresenceShown | undefined;
  /** What it lies on: the rim of the badge. */
  readonly on?: Colour;
}

export function Avatar({ name, size, picture, presence, on }: AvatarProps) {
  const { colors, layout } = useTheme();
  const pixels = Math.round(size * layout.scale);
  const decoded = useMemo(() => (picture ? decodePicture(picture, pixels) : undefined), [picture, pixels]);
  const badge = Math.max(20, Math.round(size / 3.2));
  const [from, to] = colors.avatars[gradientFor(name, colors.avatars.length)] ?? [colors.raised, colors.raised];
  const disc = {
    width: size,
    height: size,
    'border-radius': size / 2,
    'background-color': from,
    'background-grad-color': to,
    'background-grad-color-dir': 'vertical',
    overflow: 'hidden',
    display: 'flex',
    'justify-content': 'center',
    'align-items': 'center',
  } as const;
  const letters = {
    'font-size': Math.max(15, Math.round(size * 0.36)),
    'font-weight': 600,
    'text-color': onAvatar,
  } as const;
  const corner = { position: 'absolute', left: size - badge + 2, top: size - badge + 2 } as const;
  return (
    <View style={{ width: size, height: size, overflow: 'visible' }} role="none">
      <View style={disc} role="none">
        {decoded ? (
          <Image src={decoded} role="none" />
        ) : (
          <Text style={letters} role="none">
            {initialsOf(name)}
          </Text>
        )}
      </View>
      {presence && (
        <View style={{ ...corner, width: badge, height: badge }} role="none">
          <PresenceBadge presence={presence} size={badge} rim={on ?? colors.card} />
        </View>
      )}
    </View>
  );
}

/** First letters of the first and the last word; a number or nothing gives a hash. */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  const first = words[0];
  const last = words.length > 1 ? words.at(-1) : undefined;
  if (!first) return '#';
  return [first, last]
    .map((word) => (word ? ([...word][0] ?? '') : ''))
    .join('')
    .toLocaleUpperCase();
}

/** The same person has the same colours everywhere. */
function gradientFor(name: string, gradients: number): number {
  let hash = 0;
  for (const character of name) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return (hash >>> 8) % gradients;
}
