// One picture of the icon font, always beside a word except in the status band.

import { useTheme } from '../app-context.ts';
import { type Colour, type IconName, icons, Text } from '../lvgl/index.ts';

interface IconProps {
  readonly icon: IconName;
  readonly size?: number;
  readonly color?: Colour;
  /** Only where no word stands beside it. */
  readonly name?: string;
}

export function Icon({ icon, size = 24, color, name }: IconProps) {
  const { colors } = useTheme();
  const style = { 'font-size': size, 'text-color': color ?? colors.text } as const;
  return (
    <Text role={name ? 'img' : 'none'} {...(name ? { name } : {})} style={style}>
      {icons[icon]}
    </Text>
  );
}
