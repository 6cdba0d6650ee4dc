// The widgets of one screen by their handles: placing, removing, events, pictures, and what the display must hear.
import { addon, type Handle, lv } from '../addon.ts';
import type { Picture } from '../components.ts';
import type { Fonts } from '../style/fonts.ts';
import { syncValue } from './apply-content.ts';
import { applyProps } from './apply-props.ts';
import { adoptPopup } from './apply-styles.ts';
import type { WidgetKind } from './kinds.ts';
import { type TextNode, type WidgetHost, WidgetNode } from './widget-node.ts';

interface KeptPicture {
  readonly id: number;
  users: number;
}

export class Tree implements WidgetHost {
  readonly root: WidgetNode;
  readonly fonts: Fonts;
  readonly scale: number;
  focused: WidgetNode | undefined;
  /** Set by the focus and the display. */
  onFocusWanted: (node: WidgetNode) => void = () => {};
  onChanged: () => void = () => {};
  onRedraw: () => void = () => {};
  readonly #byHandle = new Map<Handle, WidgetNode>();
  readonly #pictures = new Map<Picture, KeptPicture>();
  /** Texts that end with dots: as high as a line of whatever font they inherit. */
  readonly #oneLiners = new Map<WidgetNode, number>();

  constructor(screen: Handle, fonts: Fonts, scale: number) {
    this.fonts = fonts;
    this.scale = scale;
    this.root = new WidgetNode(this, 'Screen', screen);
    this.#byHandle.set(screen, this.root);
    applyProps(this.root, {
      style: { 'font-size': 18, 'text-color': '#F2F5F9', 'background-color': '#0E1116' },
      name: 'screen',
      focusable: false,
    });
  }

  make(kind: WidgetKind): WidgetNode {
    const node = new WidgetNode(this, kind, addon.create(kind));
    this.#byHandle.set(node.handle, node);
    adoptPopup(node);
    if (kind === 'Text') addon.setText(node.handle, '');
    if (kind === 'Spinner') addon.setSpinner(node.handle, 1000, 90);
    return node;
  }

  insert(parent: WidgetNode, child: WidgetNode | TextNode, before?: WidgetNode | TextNode): void {
    const old = parent.nodes.indexOf(child);
    if (old >= 0) parent.nodes.splice(old, 1);
    const at = before ? parent.nodes.indexOf(before) : parent.nodes.length;
    parent.nodes.splice(at, 0, child);
    if (child.type === 'text') {
      child.owner = parent;
      this.writeText(parent);
      return;
    }
    child.parent = parent;
    const index = parent.nodes.slice(0, at).filter((node) => node.type === 'widget').length;
    addon.place(child.handle, parent.handle, index);
  }

  remove(parent: WidgetNode, child: WidgetNode | TextNode): void {
    parent.nodes.splice(parent.nodes.indexOf(child), 1);
    if (child.type === 'text') {
      this.writeText(parent);
      return;
    }
    this.#forget(child);
    addon.remove(child.handle);
    this.#dropUnusedPictures();
  }

  #forget(node: WidgetNode): void {
    for (const child of node.children) this.#forget(child);
    const kept = [...this.#pictures.values()].find((picture) => picture.id === node.picture);
    if (kept) kept.users -= 1;
    node.parent = undefined;
    this.#byHandle.delete(node.handle);
    this.#oneLiners.delete(node);
  }

  has(node: WidgetNode): boolean {
    return this.#byHandle.get(node.handle) === node && (node === this.root || node.parent !== undefined);
  }

  writeText(node: WidgetNode): void {
    addon.setText(node.handle, node.ownText);
  }

  noteStyle(node: WidgetNode): void {
    if (node.kind !== 'Text') return;
    if (node.textOverflow === 'wrap' || node.style.height !== undefined) this.#oneLiners.delete(node);
    else if (!this.#oneLiners.has(node)) this.#oneLiners.set(node, 0);
  }

  /** After React has changed what it wanted: sizes that depend on inherited fonts, and what was never placed. */
  settle(): void {
    for (const [node, before] of this.#oneLiners) {
      const height = addon.lineHeight(node.handle);
      if (height === before) continue;
      addon.setStyleNumber(node.handle, lv('LV_STYLE_HEIGHT'), height, 0);
      this.#oneLiners.set(node, height);
    }
    addon.clearNursery();
    this.changed();
  }

  changed(): void {
    this.onChanged();
  }

  /** Something looks different, and nothing else is. */
  redraw(): void {
    this.onRedraw();
  }

  setFocus(node: WidgetNode): void {
    this.onFocusWanted(node);
  }

  showPicture(node: WidgetNode, picture: Picture | undefined): void {
    let id = 0;
    if (picture) {
      const kept = this.#pictures.get(picture) ?? {
        id: addon.addPicture(picture.bgra, picture.width, picture.height),
        users: 0,
      };
      kept.users += 1;
      this.#pictures.set(picture, kept);
      id = kept.id;
    }
    const before = [...this.#pictures.values()].find((kept) => kept.id === node.picture);
    if (before) before.users -= 1;
    addon.showPicture(node.handle, id);
    node.picture = id;
    this.#dropUnusedPictures();
  }

  #dropUnusedPictures(): void {
    for (const [picture, kept] of this.#pictures) {
      if (kept.users > 0) continue;
      this.#pictures.delete(picture);
      addon.removePicture(kept.id);
    }
  }

  click(node: WidgetNode): void {
    if (node.disabled) return;
    if (node.focusable) this.setFocus(node);
    if (node.kind === 'Switch') this.#report(node, !node.props.checked);
    else if (node.kind === 'Dropdownlist') addon.openDropdown(node.handle, true);
    node.props.onClick?.();
  }

  /** Tells React what a control was changed to, whatever its kind calls a value. */
  #report(node: WidgetNode, value: string | number | boolean): void {
    (node.props.onChange as ((value: string | number | boolean) => void) | undefined)?.(value);
  }

  reportValue(node: WidgetNode, value: string | number): void {
    this.#report(node, value);
  }

  /** Hands what LVGL noticed to React's listeners; true if there was anything. */
  dispatchEvents(): boolean {
    const events = addon.takeEvents();
    const touched = new Set<WidgetNode>();
    for (let at = 0; at < events.length; at += 2) {
      // A handle has 32 bits; the array's numbers are signed.
      const node = this.#byHandle.get((events[at] ?? 0) >>> 0);
      if (!node) continue;
      touched.add(node);
      this.#dispatch(node, events[at + 1] ?? 0);
    }
    this.#touched = touched;
    return events.length > 0;
  }

  #touched: ReadonlySet<WidgetNode> = new Set();

  /** After React has answered: controls that it left as they were go back. */
  syncTouched(): void {
    for (const node of this.#touched) if (this.has(node)) syncValue(node, node.props);
    this.#touched = new Set();
  }

  #dispatch(node: WidgetNode, code: number): void {
    if (code === lv('LV_EVENT_PRESSED')) {
      if (node.focusable) this.setFocus(node);
      node.props.onPressed?.();
    } else if (code === lv('LV_EVENT_CLICKED')) node.props.onClick?.();
    else if (code === lv('LV_EVENT_LONG_PRESSED')) node.props.onLongPress?.();
    else if (code === lv('LV_EVENT_RELEASED') || code === lv('LV_EVENT_PRESS_LOST')) node.props.onReleased?.();
    else if (code === lv('LV_EVENT_SCROLL')) node.props.onScroll?.();
    else if (code === lv('LV_EVENT_VALUE_CHANGED')) this.#dispatchValue(node);
  }

  #dispatchValue(node: WidgetNode): void {
    if (node.kind === 'Switch') this.#report(node, node.checked);
    else if (node.kind === 'Textarea') {
      const text = addon.typedText(node.handle);
      if (text !== (node.props as { value?: unknown }).value) this.#report(node, text);
    } else if (node.kind === 'Slider' || node.kind === 'Dropdownlist') this.#report(node, addon.value(node.handle));
  }
}
