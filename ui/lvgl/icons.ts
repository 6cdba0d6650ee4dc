// The icons by name: each a character of the icon font, which stands behind every text font.
import codePoints from './icons.json' with { type: 'json' };

export type IconName = keyof typeof codePoints;

/** `<Text>{icons.phone}</Text>` draws the icon, as tall as the text's font size. */
export const icons = Object.fromEntries(
  Object.entries(codePoints).map(([name, codePoint]) => [name, String.fromCodePoint(codePoint)]),
) as Readonly<Record<IconName, string>>;

/** Icons are drawn characters, not words: names and texts that people and tests read leave them out. */
export function withoutIcons(text: string): string {
  return text.replace(/[\ue000-\uf8ff]/g, '').trim();
}
