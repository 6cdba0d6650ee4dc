// The colours of the three themes, by what they are for; the contrast test holds every pair in use.

import type { Presence, ThemeName } from '../../firmware/phone.ts';
import type { Colour } from '../lvgl/index.ts';

type Gradient = readonly [from: Colour, to: Colour];

export interface Palette {
  readonly background: Colour;
  readonly card: Colour;
  readonly raised: Colour;
  readonly pressed: Colour;
  /** Edge of a card, where the theme needs one to tell it from the background. */
  readonly edge: Colour;
  readonly text: Colour;
  readonly secondary: Colour;
  readonly accent: Colour;
  readonly onAccent: Colour;
  /** The accent as text on any surface. */
  readonly accentText: Colour;
  /** Answering and calling. */
  readonly positive: Colour;
  readonly onPositive: Colour;
  /** Ending and refusing. */
  readonly negative: Colour;
  readonly onNegative: Colour;
  /** Could be better. */
  readonly warningSurface: Colour;
  readonly warningText: Colour;
  /** Not working, or switched off by the person. */
  readonly errorSurface: Colour;
  readonly errorText: Colour;
  /** Figures that are fine, as text on a card. */
  readonly goodText: Colour;
  readonly presence: Readonly<Record<Presence, Colour>>;
  /** The shape inside a presence mark. */
  readonly onPresence: Colour;
  readonly edgeWidth: number;
  readonly avatars: readonly Gradient[];
}

/** Behind initials: two ends of a gradient, both dark enough for white letters. */
const gradients: readonly Gradient[] = [
  ['#2A8065', '#1A5A46'],
  ['#96591F', '#6B3D13'],
  ['#8F46A9', '#632879'],
  ['#AD3D60', '#782740'],
  ['#2A7A97', '#1B546A'],
  ['#476CC2', '#2E4E8F'],
  ['#756A1B', '#534B11'],
  ['#6562BA', '#45438A'],
];

const deepGradients: readonly Gradient[] = [
  ['#1B6350', '#134A3C'],
  ['#7A451A', '#5A3212'],
  ['#76308C', '#542066'],
  ['#8A2B4A', '#641F38'],
  ['#1B5F78', '#134557'],
  ['#345193', '#263C70'],
  ['#5F5514', '#463F0E'],
  ['#4D4A8F', '#38366B'],
];

const dark: Palette = {
  background: '#0E1116',
  card: '#181D26',
  raised: '#232A36',
  pressed: '#2F3848',
  edge: '#181D26',
  text: '#F2F5F9',
  secondary: '#A9B4C2',
  accent: '#5B9BFF',
  onAccent: '#0A111C',
  accentText: '#7DB0FF',
  positive: '#35B56A',
  onPositive: '#06140B',
  negative: '#CE3238',
  onNegative: '#FFFFFF',
  warningSurface: '#46310A',
  warningText: '#FFDFA6',
  errorSurface: '#4A1619',
  errorText: '#FFB9BB',
  goodText: '#4CC77F',
  presence: { available: '#35B56A', busy: '#E5484D', 'do-not-disturb': '#E5484D', away: '#E9A23B', offline: '#7C8797' },
  onPresence: '#0B0E13',
  edgeWidth: 0,
  avatars: gradients,
};

const light: Palette = {
  background: '#EEF1F5',
  card: '#FFFFFF',
  raised: '#DFE5ED',
  pressed: '#CBD4E0',
  edge: '#FFFFFF',
  text: '#10151C',
  secondary: '#465262',
  accent: '#1F66D6',
  onAccent: '#FFFFFF',
  accentText: '#184FAA',
  positive: '#35B56A',
  onPositive: '#06140B',
  negative: '#C62B32',
  onNegative: '#FFFFFF',
  warningSurface: '#FFE3AC',
  warningText: '#4A3200',
  errorSurface: '#FFD6D6',
  errorText: '#7A1015',
  goodText: '#12693A',
  presence: { available: '#35B56A', busy: '#E5484D', 'do-not-disturb': '#E5484D', away: '#E9A23B', offline: '#8793A3' },
  onPresence: '#0B0E13',
  edgeWidth: 0,
  avatars: gradients,
};

const highContrast: Palette = {
  background: '#000000',
  card: '#000000',
  raised: '#1F1F1F',
  pressed: '#3A3A3A',
  edge: '#8C8C8C',
  text: '#FFFFFF',
  secondary: '#E2E2E2',
  accent: '#FFD60A',
  onAccent: '#000000',
  accentText: '#FFE35C',
  positive: '#52E08A',
  onPositive: '#000000',
  negative: '#9C0D15',
  onNegative: '#FFFFFF',
  warningSurface: '#332400',
  warningText: '#FFE3A1',
  errorSurface: '#4A0006',
  errorText: '#FFD9DA',
  goodText: '#7BF0A8',
  presence: { available: '#52E08A', busy: '#FF7A7F', 'do-not-disturb': '#FF7A7F', away: '#FFC24D', offline: '#B4BECB' },
  onPresence: '#000000',
  edgeWidth: 2,
  avatars: deepGradients,
};

export const palettes: Readonly<Record<ThemeName, Palette>> = { dark, light, 'high-contrast': highContrast };

export const onAvatar: Colour = '#FFFFFF';
