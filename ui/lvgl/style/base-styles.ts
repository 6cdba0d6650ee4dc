// How widgets look before a theme says anything: LVGL runs without a theme of its own.
import type { WidgetKind } from '../tree/kinds.ts';
import type { Style } from './style.ts';

export type Part = 'main' | 'indicator' | 'knob' | 'items' | 'cursor' | 'placeholder' | 'scrollbar';
export type WidgetState = 'default' | 'focused' | 'pressed' | 'checked' | 'disabled';
export type StyleKey = `${Part}:${WidgetState}`;
export type StyleSet = Partial<Record<StyleKey, Style>>;

const round = 9999;
const track = '#5A6472';
const accent = '#5B9BFF';
const light = '#F2F5F9';

/** Inside the widget, because what lies outside is cut by the widget around it. */
export const focusRing: Style = { 'outline-width': 3, 'outline-padding': -3, 'outline-color': accent };

const content: Style = { width: 'auto', height: 'auto' };

export const baseStyles: Record<WidgetKind, StyleSet> = {
  View: { 'main:default': content },
  Text: { 'main:default': content },
  Spangroup: { 'main:default': content },
  Button: {
    'main:default': {
      ...content,
      display: 'flex',
      'justify-content': 'center',
      'align-items': 'center',
      'align-content': 'center',
      'column-spacing': 8,
    },
  },
  Image: { 'main:default': content },
  Line: { 'main:default': { ...content, 'line-width': 2, 'line-color': light } },
  Textarea: {
    'main:default': {
      width: 240,
      height: 'auto',
      padding: 12,
      'border-width': 1,
      'border-color': track,
      'border-radius': 8,
    },
    'cursor:focused': { 'border-side': 'left', 'border-width': 2, 'border-color': accent },
    'placeholder:default': { 'text-color': '#A9B4C2' },
  },
  Switch: {
    'main:default': { width: 56, height: 32, 'border-radius': round, 'background-color': track },
    'indicator:default': { 'border-radius': round },
    'indicator:checked': { 'background-color': accent, 'border-radius': round },
    'knob:default': { 'background-color': light, 'border-radius': round, padding: -4 },
  },
  Slider: {
    'main:default': { width: 200, height: 8, 'border-radius': round, 'background-color': track },
    'indicator:default': { 'background-color': accent, 'border-radius': round },
    'knob:default': { 'background-color': light, 'border-radius': round, padding: 8 },
    'main:focused': { 'outline-padding': 4 },
  },
  Bar: {
    'main:default': { width: 200, height: 8, 'border-radius': round, 'background-color': track },
    'indicator:default': { 'background-color': accent, 'border-radius': round },
  },
  Arc: {
    'main:default': { width: 96, height: 96, 'arc-width': 8, 'arc-color': track, 'arc-rounded': true },
    'indicator:default': { 'arc-width': 8, 'arc-color': accent, 'arc-rounded': true },
  },
  Spinner: {
    'main:default': { width: 32, height: 32, 'arc-width': 4, 'arc-color': track },
    'indicator:default': { 'arc-width': 4, 'arc-color': accent, 'arc-rounded': true },
  },
  Wave: {
    'main:default': { width: 200, height: 40, 'line-width': 7, 'line-color': accent, 'column-spacing': 4 },
  },
  Chart: {
    'main:default': { width: 200, height: 80, 'line-width': 1, 'line-color': track },
    'items:default': { 'line-width': 2 },
    'indicator:default': { width: 0, height: 0 },
  },
  Dropdownlist: {
    'main:default': {
      width: 200,
      height: 'auto',
      padding: 12,
      'border-width': 1,
      'border-color': track,
      'border-radius': 8,
    },
  },
};

/** The list that a dropdown opens, over everything else. */
export const popupStyle: Style = {
  'background-color': '#232A36',
  'border-radius': 8,
  'border-width': 1,
  'border-color': track,
  padding: 12,
  'line-spacing': 16,
  'max-height': 300,
};
export const popupSelectedStyle: Style = { 'background-color': accent, 'text-color': '#0E1116' };
