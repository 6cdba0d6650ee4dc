// Style keys of the widgets: lv_binding_js's CSS-like names, typed.

/** Pixels, a share of the parent, or the size of the content. */
export type Length = number | `${number}%` | 'auto';
export type Colour = `#${string}`;

export interface Style {
  /** `flex` lays children out; `none` hides the widget and takes it out of the layout. Default: `block`. */
  display?: 'flex' | 'block' | 'none';
  /** `absolute` takes the widget out of its parent's layout; `left` and `top` then place it. */
  position?: 'relative' | 'absolute';
  left?: Length;
  top?: Length;
  right?: number;
  bottom?: number;
  width?: Length;
  height?: Length;
  'min-width'?: Length;
  'max-width'?: Length;
  'min-height'?: Length;
  'max-height'?: Length;

  'flex-direction'?: 'row' | 'column' | 'row-reverse' | 'column-reverse';
  'flex-wrap'?: 'nowrap' | 'wrap';
  'flex-grow'?: number;
  /** Along the main axis. */
  'justify-content'?: 'flex-start' | 'center' | 'flex-end' | 'space-between' | 'space-around' | 'space-evenly';
  /** Across the main axis, in each line. */
  'align-items'?: 'flex-start' | 'center' | 'flex-end';
  /** The lines themselves, where there are several. */
  'align-content'?: 'flex-start' | 'center' | 'flex-end' | 'space-between' | 'space-around' | 'space-evenly';
  'row-spacing'?: number;
  'column-spacing'?: number;

  padding?: number;
  'padding-left'?: number;
  'padding-right'?: number;
  'padding-top'?: number;
  'padding-bottom'?: number;
  margin?: number;
  'margin-left'?: number;
  'margin-right'?: number;
  'margin-top'?: number;
  'margin-bottom'?: number;

  'background-color'?: Colour;
  /** 0 to 1; a background colour alone is opaque. */
  'background-opacity'?: number;
  'background-grad-color'?: Colour;
  'background-grad-color-dir'?: 'none' | 'horizontal' | 'vertical';
  'border-radius'?: number;
  'border-width'?: number;
  'border-color'?: Colour;
  'border-opacity'?: number;
  'border-side'?: BorderSide | readonly BorderSide[];
  'outline-width'?: number;
  'outline-color'?: Colour;
  'outline-padding'?: number;
  'outline-opacity'?: number;
  'shadow-width'?: number;
  'shadow-color'?: Colour;
  'shadow-opacity'?: number;
  'shadow-offset-x'?: number;
  'shadow-offset-y'?: number;
  'shadow-spread'?: number;
  /** Of the widget and all inside it, 0 to 1. */
  opacity?: number;

  'text-color'?: Colour;
  'text-opacity'?: number;
  'text-align'?: 'left' | 'center' | 'right' | 'auto';
  'text-decoration'?: 'none' | 'underline' | 'strikethrough' | 'both';
  'letter-spacing'?: number;
  'line-spacing'?: number;
  /** Pixels; the nearest size that the build made is taken. Inherited by children, like all text keys. */
  'font-size'?: number;
  'font-weight'?: 400 | 600;
  /** `wrap` breaks lines (default), `ellipsis` ends with dots, `clip` cuts. Only on Text and Spangroup. */
  'text-overflow'?: 'wrap' | 'ellipsis' | 'clip';

  overflow?: 'hidden' | 'scroll' | 'visible';
  /** Which way a widget with `overflow: scroll` scrolls. Default: vertical. */
  'scroll-direction'?: 'vertical' | 'horizontal' | 'both';
  scrollbar?: 'off' | 'on' | 'active' | 'auto';

  /** Strokes of Line, Chart, and the curves of Arc and Spinner. */
  'line-width'?: number;
  'line-color'?: Colour;
  'line-rounded'?: boolean;
  'arc-width'?: number;
  'arc-color'?: Colour;
  'arc-rounded'?: boolean;
}

export type BorderSide = 'full' | 'left' | 'right' | 'top' | 'bottom' | 'none';
