// Finding shown widgets by role, name and text, and saying plainly why there was not exactly one.
import type { Role } from './kinds.ts';
import type { Match, Widget } from './widget.ts';

export function fits(value: string, match: Match): boolean {
  return typeof match === 'string' ? value === match : match.test(value);
}

export function allByRole(root: Widget, role: Role, name?: Match): Widget[] {
  return root.all().filter((widget) => widget.role === role && (name === undefined || fits(widget.name, name)));
}

export function allByName(root: Widget, name: Match): Widget[] {
  return root.all().filter((widget) => fits(widget.name, name) && widget.name !== '');
}

/** The innermost widgets with this text: a screen has all the text of its labels. */
export function allByText(root: Widget, text: Match): Widget[] {
  const found = root.all().filter((widget) => widget.text !== '' && fits(widget.text, text));
  return found.filter((widget) => !found.some((other) => other !== widget && isInside(other, widget)));
}

function isInside(inner: Widget, outer: Widget): boolean {
  for (let widget = inner.parent; widget; widget = widget.parent) if (widget === outer) return true;
  return false;
}

export function exactlyOne(root: Widget, found: Widget[], wanted: string): Widget {
  const [only] = found;
  if (only && found.length === 1) return only;
  throw new Error(
    `${found.length === 0 ? 'No' : `${found.length} times a`} shown widget with ${wanted}.\n${root.describe()}`,
  );
}

export function describe(widget: Widget, depth = 0): string {
  const marks = [widget.focused ? 'focused' : '', widget.disabled ? 'disabled' : '', widget.checked ? 'checked' : ''];
  const value = widget.value === undefined ? '' : ` = ${JSON.stringify(widget.value)}`;
  const line =
    `${'  '.repeat(depth)}${widget.role} ${JSON.stringify(widget.name)}${value} ${marks.filter(Boolean).join(' ')}`.trimEnd();
  const inner = widget.children.filter((child) => child.visible).map((child) => describe(child, depth + 1));
  return [line, ...inner].join('\n');
}
