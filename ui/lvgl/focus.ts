// Moves the focus among widgets by arrows, keeps it alive when widgets come and go, and activates the focused one.
import type { Rectangle } from '../../hal/screen.ts';
import { addon, lv } from './addon.ts';
import { type Direction, findNeighbour } from './spatial.ts';
import type { Tree } from './tree/tree.ts';
import type { Widget } from './tree/widget.ts';
import type { WidgetNode } from './tree/widget-node.ts';

export interface Focus {
  readonly current: Widget | undefined;
  /** To the nearest focusable widget that way; at an edge it goes round. Turns a focused slider, walks an open list. */
  move(direction: Direction): void;
  /** OK: what the focused widget does on Enter, else a click; or takes the choice of an open list. */
  activate(): void;
  /** Closes an open list without choosing; false where none is open. */
  cancel(): boolean;
  set(widget: Widget | undefined): void;
  onChanged(listener: (widget: Widget | undefined) => void): () => void;
  /** Types into the focused textarea; '\b' erases. False where no textarea has the focus. */
  typeText(character: string): boolean;
}

/** Where the focus was on a screen that is gone, to find the like of it when the screen comes back. */
interface Remembered {
  readonly role: string;
  readonly name: string;
  readonly index: number;
}

const maxRemembered = 64;

/**
 * Rows of the list that one is in count where they would be, scrolled into view or not; of any other list only
 * what is seen counts, because what is scrolled away would lie on top of other widgets.
 */
function placeSeenFrom(current: WidgetNode, node: WidgetNode): Rectangle | undefined {
  for (let around = node.parent; around; around = around.parent) {
    if (around.style.overflow === 'scroll' && !isInside(current, around)) return node.visibleBounds();
  }
  return node.bounds();
}

function isInside(node: WidgetNode, outer: WidgetNode): boolean {
  for (let around = node.parent; around; around = around.parent) if (around === outer) return true;
  return false;
}

export class SpatialFocus implements Focus {
  readonly #tree: Tree;
  readonly #listeners = new Set<(widget: Widget | undefined) => void>();
  readonly #byScope = new WeakMap<WidgetNode, WidgetNode>();
  readonly #byScreen = new Map<string, Remembered>();
  readonly #autoFocused = new WeakSet<WidgetNode>();
  #scope: WidgetNode | undefined;
  /** Name and order within the scope, and the place, as they were when the focus came: it may be gone when asked. */
  #remembered: Remembered | undefined;
  #place: Rectangle | undefined;

  constructor(tree: Tree) {
    this.#tree = tree;
    tree.onFocusWanted = (node) => this.set(node);
  }

  get current(): WidgetNode | undefined {
    return this.#tree.focused;
  }

  set(widget: Widget | undefined): void {
    const node = widget as WidgetNode | undefined;
    const before = this.#tree.focused;
    if (node === before || (node && !(node.focusable && this.#tree.has(node)))) return;
    this.#tree.focused = node;
    if (before && this.#tree.has(before)) {
      addon.setState(before.handle, lv('LV_STATE_FOCUSED'), false);
      if (before.kind === 'Dropdownlist') addon.openDropdown(before.handle, false);
      before.props.onBlur?.();
    }
    if (node) {
      addon.setState(node.handle, lv('LV_STATE_FOCUSED'), true);
      addon.scrollIntoView(node.handle);
      this.#note(node);
      node.props.onFocus?.();
    }
    this.#tree.changed();
    for (const listener of this.#listeners) listener(node);
  }

  #note(node: WidgetNode): void {
    this.#place = node.bounds();
    this.#remembered = { role: node.role, name: node.name, index: this.#candidates().indexOf(node) };
    if (!this.#scope) return;
    this.#byScope.set(this.#scope, node);
    this.#byScreen.delete(this.#scope.name);
    this.#byScreen.set(this.#scope.name, this.#remembered);
    const [oldest] = this.#byScreen.keys();
    if (this.#byScreen.size > maxRemembered && oldest !== undefined) this.#byScreen.delete(oldest);
  }

  onChanged(listener: (widget: Widget | undefined) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #candidates(): WidgetNode[] {
    return (this.#scope ?? this.#tree.root).all().filter((node) => node.focusable);
  }

  move(direction: Direction): void {
    const { current } = this;
    if (!current) {
      this.set(this.#candidates()[0]);
      return;
    }
    if (this.#moveInside(current, direction)) return;
    const places = this.#candidates().flatMap((node) => {
      const box = placeSeenFrom(current, node);
      return box ? [{ node, box }] : [];
    });
    this.set(findNeighbour(current.bounds(), places, ({ box }) => box, direction)?.node ?? current);
  }

  /** Arrows that the focused control takes for itself. */
  #moveInside(node: WidgetNode, direction: Direction): boolean {
    if (node.kind === 'Dropdownlist' && addon.isDropdownOpen(node.handle)) {
      const last = (node.props.items?.length ?? 1) - 1;
      const step = direction === 'down' ? 1 : direction === 'up' ? -1 : 0;
      addon.setValue(node.handle, Math.min(last, Math.max(0, addon.value(node.handle) + step)));
      this.#tree.changed();
      return true;
    }
    if (node.kind !== 'Slider' || direction === 'up' || direction === 'down') return false;
    const [lowest, highest] = node.props.range ?? [0, 100];
    const step = node.props.step ?? Math.max(1, Math.round((highest - lowest) / 10));
    const value = (node.props.value ?? lowest) + (direction === 'right' ? step : -step);
    this.#tree.reportValue(node, Math.min(highest, Math.max(lowest, value)));
    return true;
  }

  activate(): void {
    const { current } = this;
    if (!current || current.disabled) return;
    if (current.kind === 'Dropdownlist' && addon.isDropdownOpen(current.handle)) {
      const chosen = addon.value(current.handle);
      addon.openDropdown(current.handle, false);
      this.#tree.reportValue(current, chosen);
      this.#tree.changed();
      return;
    }
    if (current.props.onEnter) current.props.onEnter();
    else this.#tree.click(current);
    this.#tree.changed();
  }

  cancel(): boolean {
    const { current } = this;
    if (current?.kind !== 'Dropdownlist' || !addon.isDropdownOpen(current.handle)) return false;
    addon.openDropdown(current.handle, false);
    addon.setValue(current.handle, current.props.selectedIndex ?? 0);
    this.#tree.changed();
    return true;
  }

  typeText(character: string): boolean {
    const { current } = this;
    if (current?.kind !== 'Textarea' || current.disabled) return false;
    if (character === '\b') addon.eraseCharacter(current.handle);
    else addon.typeText(current.handle, character);
    this.#tree.changed();
    return true;
  }

  /** After each commit: a new scope gets its focus, a lost focus goes to what is nearest to where it was. */
  settle(): void {
    const nodes = this.#tree.root.all();
    const scope =
      nodes.findLast((node) => node.props.focusScope) ?? nodes.findLast((node) => node.props.role === 'screen');
    const wanted = nodes.find((node) => node.props.autoFocus && node.focusable && !this.#autoFocused.has(node));
    if (wanted) this.#autoFocused.add(wanted);
    const { current } = this;
    const alive = current && this.#tree.has(current) && current.focusable && current.visible;
    const entered = scope !== this.#scope;
    this.#scope = scope;
    if (entered || !alive || wanted) {
      const candidates = this.#candidates();
      const next =
        (wanted && candidates.includes(wanted) ? wanted : undefined) ??
        (entered ? this.#recall(candidates) : this.#nearest(candidates));
      this.set(next ?? candidates[0]);
    }
  }

  #recall(candidates: readonly WidgetNode[]): WidgetNode | undefined {
    const scope = this.#scope;
    if (!scope) return undefined;
    const last = this.#byScope.get(scope);
    if (last && candidates.includes(last)) return last;
    const remembered = scope.props.name === undefined ? undefined : this.#byScreen.get(scope.name);
    if (!remembered) return undefined;
    return (
      candidates.find((node) => node.role === remembered.role && node.name === remembered.name) ??
      candidates[remembered.index]
    );
  }

  #nearest(candidates: readonly WidgetNode[]): WidgetNode | undefined {
    const place = this.#place;
    if (!place) return undefined;
    const remembered = this.#remembered;
    const same = candidates.find((node) => node.role === remembered?.role && node.name === remembered.name);
    if (same) return same;
    const distance = (node: WidgetNode): number => {
      const box = node.bounds();
      return (
        Math.abs(box.x + box.width / 2 - place.x - place.width / 2) +
        Math.abs(box.y + box.height / 2 - place.y - place.height / 2)
      );
    };
    let nearest: WidgetNode | undefined;
    for (const node of candidates) if (!nearest || distance(node) < distance(nearest)) nearest = node;
    return nearest;
  }
}

export type { Direction };
