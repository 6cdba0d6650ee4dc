// What the rest of the ui may use of the theme.
export { type Layout, layoutFor, type ScreenSize, waits } from './layout.ts';
export { onAvatar, type Palette, palettes } from './palette.ts';
export { type Theme, themeFor } from './theme.ts';
export { type TypeScale, typeScales } from './type-scale.ts';
