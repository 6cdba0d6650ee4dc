// One node of the tree that React keeps, tests query and the focus walks: a widget with its role, name and text.
import type { Rectangle } from '../../../hal/screen.ts';
import type { Role, WidgetKind } from './kinds.ts';

export type Match = string | RegExp;

/**
 * What tests and the focus see of a widget. `by…` finds exactly one shown widget inside this one and throws,
 * with the tree in its message, where there is none or more than one; `all…` may find none. A string matches
 * the whole name or text; hidden widgets are never found.
 */
export interface Widget {
  readonly kind: WidgetKind | 'Screen';
  readonly role: Role;
  /** The `name` prop, or else the text inside. */
  readonly name: string;
  /** All text inside, in order, joined by spaces. */
  readonly text: string;
  /** Textarea: what is typed; Switch: whether on; Slider, Bar, Arc: the number; Dropdownlist: the chosen item. */
  readonly value: string | number | boolean | undefined;
  readonly disabled: boolean;
  readonly checked: boolean;
  readonly focused: boolean;
  readonly focusable: boolean;
  /** Neither it nor a widget around it is hidden (`display: none`). */
  readonly visible: boolean;
  readonly parent: Widget | undefined;
  readonly children: readonly Widget[];
  byRole(role: Role, name?: Match): Widget;
  byName(name: Match): Widget;
  byText(text: Match): Widget;
  allByRole(role: Role, name?: Match): Widget[];
  allByName(name: Match): Widget[];
  allByText(text: Match): Widget[];
  /** Every shown widget inside, and this one, in reading order. */
  all(): Widget[];
  /** Where it is on the screen, whether or not scrolled out of sight. */
  bounds(): Rectangle;
  /** What can be seen of it: its bounds cut by the widgets around it; undefined where nothing can. */
  visibleBounds(): Rectangle | undefined;
  /** Whether a text widget's own text does not fit its box, or its box is cut by a widget around it that does not scroll. */
  isTextCut(): boolean;
  scrollIntoView(): void;
  /** Wave: the newest level, 0 to 1; it is drawn without React, and not at all where nothing looks different. */
  pushLevel(share: number): void;
  focus(): void;
  /** As if pressed and let go by a finger at its middle, without a finger: `onClick` of it. */
  click(): void;
  /** The tree as indented lines, for messages of failed tests. */
  describe(): string;
}
