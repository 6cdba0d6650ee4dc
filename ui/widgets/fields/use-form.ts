// The fields of a form: where what is typed goes, and how OK moves on, from one to the next and at the last to the form's own act.

import { type RefObject, useRef, useState } from 'react';
import type { DigitKey } from '../../../hal/keypad.ts';
import { useKeys, useServices } from '../../app-context.ts';
import type { Widget } from '../../lvgl/index.ts';
import { type LetterTap, tapLetter } from './letter-taps.ts';

export interface FormField {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Longest entry in characters. */
  readonly longest: number;
  /** Which characters may be written; default all. */
  readonly characters?: RegExp;
}

export interface FormOptions<Name extends string> {
  /** In the order of OK. */
  readonly fields: Readonly<Record<Name, FormField>>;
  /** Letters are wanted: keys are pressed repeatedly for them. */
  readonly letters: boolean;
  /** What star and hash write where they are no use themselves. */
  readonly keys?: Readonly<Partial<Record<DigitKey, string>>>;
  /** What the first soft key does once every field is filled. */
  readonly onSubmit: () => void;
  /** Fields that may stay empty. */
  readonly optional?: readonly NoInfer<Name>[];
  /** Back on an empty field; without it Back erases only. */
  readonly onLeave?: () => void;
}

export interface Form<Name extends string> {
  /** For the `TextField` of that name. */
  readonly field: (name: Name) => {
    readonly value: string;
    readonly active: boolean;
    readonly autoFocus: boolean;
    readonly fieldRef: RefObject<Widget | null>;
    readonly onActivate: () => void;
    readonly onEnter: () => void;
  };
  /** From keys on the screen, which keep the focus. */
  readonly type: (character: string) => void;
  readonly erase: () => void;
  /** Acts, or goes to the first field that is still empty. */
  readonly submit: () => void;
}

export function useForm<Name extends string>(options: FormOptions<Name>): Form<Name> {
  const { fields, letters, keys = {}, optional = [], onSubmit, onLeave } = options;
  const { clock } = useServices();
  const names = Object.keys(fields) as Name[];
  const firstEmpty = (): Name | undefined =>
    names.find((name) => fields[name].value === '' && !optional.includes(name));
  const [start] = useState(() => firstEmpty() ?? names.at(-1));
  const [active, setActive] = useState(start);
  const refs = useRef(new Map<Name, RefObject<Widget | null>>());
  const refOf = (name: Name): RefObject<Widget | null> => {
    const ref = refs.current.get(name) ?? { current: null };
    refs.current.set(name, ref);
    return ref;
  };
  const tapped = useRef<LetterTap>(undefined);
  const focus = (name: Name | undefined): void => void (name !== undefined && refOf(name).current?.focus());
  const put = (character: string, replaces: boolean): void => {
    if (active === undefined) return;
    const { value, onChange, longest, characters } = fields[active];
    if (characters?.test(character) === false || (!replaces && value.length >= longest)) return;
    onChange((replaces ? value.slice(0, -1) : value) + character);
  };
  const type = (character: string): void => {
    tapped.current = undefined;
    put(keys[character as DigitKey] ?? character, false);
  };
  const erase = (): void => {
    tapped.current = undefined;
    if (active !== undefined) fields[active].onChange(fields[active].value.slice(0, -1));
  };
  const submit = (): void => {
    const empty = firstEmpty();
    if (empty === undefined) onSubmit();
    else focus(empty);
  };
  const press = (digit: DigitKey): void => {
    // What is typed with the phone's keys goes on by OK, wherever a finger was before.
    focus(active);
    if (!letters) {
      type(digit);
      return;
    }
    const { character, replaces, tap } = tapLetter(digit, tapped.current, clock.nowMs());
    put(character, replaces);
    tapped.current = tap;
  };
  useKeys({
    onDigit: press,
    onText: (character) => {
      focus(active);
      if (character === '\b') erase();
      else type(character);
    },
    onBack: () => (onLeave && active !== undefined && fields[active].value === '' ? onLeave() : erase()),
    letters,
  });
  const enter = (name: Name): void => {
    const next = names[names.indexOf(name) + 1];
    if (next === undefined) submit();
    else focus(next);
  };
  return {
    field: (name) => ({
      value: fields[name].value,
      active: active === name,
      autoFocus: start === name,
      fieldRef: refOf(name),
      onActivate: () => setActive(name),
      onEnter: () => enter(name),
    }),
    type,
    erase,
    submit,
  };
}
