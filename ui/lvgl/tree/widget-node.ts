// A widget of LVGL's together with what React said of it; the tree that tests query and the focus walks.
import type { Rectangle } from '../../../hal/screen.ts';
import { addon, type Handle, lv } from '../addon.ts';
import type { Picture } from '../components.ts';
import { withoutIcons } from '../icons.ts';
import type { Fonts } from '../style/fonts.ts';
import { nothing, type Resolved } from '../style/resolve-style.ts';
import type { Style } from '../style/style.ts';
import type { AnyProps } from './any-props.ts';
import type { Role, WidgetKind } from './kinds.ts';
import { allByName, allByRole, allByText, describe, exactlyOne } from './queries.ts';
import { intersect, isTextCut } from './text-fit.ts';
import type { Match, Widget } from './widget.ts';

/** What a widget asks of the tree that it is in. */
export interface WidgetHost {
  readonly fonts: Fonts;
  /** Pixels of the panel for one of a style's. */
  readonly scale: number;
  readonly focused: WidgetNode | undefined;
  insert(parent: WidgetNode, child: WidgetNode | TextNode, before?: WidgetNode | TextNode): void;
  remove(parent: WidgetNode, child: WidgetNode | TextNode): void;
  writeText(node: WidgetNode): void;
  noteStyle(node: WidgetNode): void;
  showPicture(node: WidgetNode, picture: Picture | undefined): void;
  setFocus(node: WidgetNode): void;
  click(node: WidgetNode): void;
  changed(): void;
  redraw(): void;
}

/** A string inside a Text: a node to React, but not a widget. */
export class TextNode {
  readonly type = 'text';
  text: string;
  owner: WidgetNode | undefined;

  constructor(text: string) {
    this.text = text;
  }
}

const roles: Partial<Record<WidgetKind | 'Screen', Role>> = {
  Text: 'text',
  Spangroup: 'text',
  Button: 'button',
  Image: 'img',
  Textarea: 'textbox',
  Switch: 'switch',
  Slider: 'slider',
  Dropdownlist: 'combobox',
  Bar: 'progressbar',
  Arc: 'meter',
  Spinner: 'progressbar',
  Wave: 'meter',
  Screen: 'screen',
};

const controls: ReadonlySet<string> = new Set(['Button', 'Textarea', 'Switch', 'Slider', 'Dropdownlist']);

export class WidgetNode implements Widget {
  readonly type = 'widget';
  readonly kind: WidgetKind | 'Screen';
  readonly handle: Handle;
  readonly tree: WidgetHost;
  props: AnyProps = {};
  parent: WidgetNode | undefined;
  readonly nodes: (WidgetNode | TextNode)[] = [];
  readonly listening = new Set<number>();
  readonly applied = new Map<number, Resolved>();
  readonly flags = new Map<string, boolean>();
  popup: Handle | undefined;
  readonly popupApplied = new Map<number, Resolved>();
  /** The picture shown, counted by the tree. */
  picture = 0;

  constructor(tree: WidgetHost, kind: WidgetKind | 'Screen', handle: Handle) {
    this.tree = tree;
    this.kind = kind;
    this.handle = handle;
  }

  get children(): readonly WidgetNode[] {
    return this.nodes.filter((node): node is WidgetNode => node.type === 'widget');
  }

  get style(): Style {
    return this.props.style ?? {};
  }

  appliedAt(selector: number): Resolved {
    return this.applied.get(selector) ?? nothing;
  }

  get textOverflow(): 'wrap' | 'ellipsis' | 'clip' {
    return this.style['text-overflow'] ?? 'wrap';
  }

  get role(): Role {
    return this.props.role ?? roles[this.kind] ?? (this.props.onClick ? 'button' : 'none');
  }

  get name(): string {
    return this.props.name ?? this.text;
  }

  /** Text as drawn, icons included. */
  get ownText(): string {
    if (this.kind === 'Spangroup') return (this.props.spans ?? []).map((span) => span.text).join('');
    return this.nodes.map((node) => (node.type === 'text' ? node.text : '')).join('');
  }

  get text(): string {
    const parts = [
      withoutIcons(this.ownText),
      ...this.children.filter((child) => !child.hidden).map((child) => child.text),
    ];
    return parts.filter((part) => part !== '').join(' ');
  }

  get value(): string | number | boolean | undefined {
    if (this.kind === 'Textarea') return addon.typedText(this.handle);
    if (this.kind === 'Switch') return this.checked;
    if (this.kind === 'Slider' || this.kind === 'Bar' || this.kind === 'Arc') return addon.value(this.handle);
    if (this.kind === 'Dropdownlist') return this.props.items?.[addon.value(this.handle)];
    return undefined;
  }

  get disabled(): boolean {
    return this.props.disabled ?? false;
  }

  get checked(): boolean {
    return addon.hasState(this.handle, lv('LV_STATE_CHECKED'));
  }

  get focused(): boolean {
    return this.tree.focused === this;
  }

  get focusable(): boolean {
    const wanted = this.props.focusable ?? (controls.has(this.kind) || this.props.onClick !== undefined);
    return wanted && !this.disabled && this.kind !== 'Screen';
  }

  get hidden(): boolean {
    return this.style.display === 'none' || this.props.hiddenByReact === true;
  }

  get visible(): boolean {
    for (let node: WidgetNode | undefined = this; node; node = node.parent) if (node.hidden) return false;
    return true;
  }

  all(): WidgetNode[] {
    const found: WidgetNode[] = [];
    if (this.visible) this.#collect(found);
    return found;
  }

  #collect(found: WidgetNode[]): void {
    if (this.hidden) return;
    found.push(this);
    for (const node of this.nodes) if (node.type === 'widget') node.#collect(found);
  }

  bounds(): Rectangle {
    const [x = 0, y = 0, width = 0, height = 0] = addon.bounds(this.handle);
    return { x, y, width, height };
  }

  visibleBounds(): Rectangle | undefined {
    let seen: Rectangle | undefined = this.visible ? this.bounds() : undefined;
    for (let around = this.parent; around && seen; around = around.parent) {
      if (around.style.overflow !== 'visible') seen = intersect(seen, around.bounds());
    }
    return seen;
  }

  isTextCut(): boolean {
    return this.visible && isTextCut(this);
  }

  scrollIntoView(): void {
    addon.scrollIntoView(this.handle);
    this.tree.changed();
  }

  pushLevel(share: number): void {
    const percent = Math.round(100 * Math.min(1, Math.max(0, share)) || 0);
    if (addon.pushLevel(this.handle, percent)) this.tree.redraw();
  }

  focus(): void {
    this.tree.setFocus(this);
  }

  click(): void {
    this.tree.click(this);
  }

  byRole(role: Role, name?: Match): Widget {
    const wanted = name === undefined ? `role ${role}` : `role ${role} and name ${String(name)}`;
    return exactlyOne(this, allByRole(this, role, name), wanted);
  }

  byName(name: Match): Widget {
    return exactlyOne(this, allByName(this, name), `name ${String(name)}`);
  }

  byText(text: Match): Widget {
    return exactlyOne(this, allByText(this, text), `text ${String(text)}`);
  }

  allByRole(role: Role, name?: Match): Widget[] {
    return allByRole(this, role, name);
  }

  allByName(name: Match): Widget[] {
    return allByName(this, name);
  }

  allByText(text: Match): Widget[] {
    return allByText(this, text);
  }

  describe(): string {
    return describe(this);
  }
}
