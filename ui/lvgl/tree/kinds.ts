// The kinds of widgets there are, and the roles they can have.

/** What a test and a person call the kind of thing a widget is. Widgets have a fitting one by default. */
export type Role =
  | 'alert'
  | 'button'
  | 'checkbox'
  | 'combobox'
  | 'dialog'
  | 'heading'
  | 'img'
  | 'list'
  | 'listitem'
  | 'meter'
  | 'none'
  | 'option'
  | 'progressbar'
  | 'radio'
  | 'region'
  | 'screen'
  | 'slider'
  | 'status'
  | 'switch'
  | 'tab'
  | 'text'
  | 'textbox'
  | 'timer';

export type WidgetKind =
  | 'View'
  | 'Text'
  | 'Spangroup'
  | 'Button'
  | 'Image'
  | 'Textarea'
  | 'Switch'
  | 'Slider'
  | 'Dropdownlist'
  | 'Bar'
  | 'Arc'
  | 'Line'
  | 'Chart'
  | 'Spinner'
  | 'Wave';
