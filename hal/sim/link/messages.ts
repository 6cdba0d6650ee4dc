// What the desk set's page and the phone say to each other, and the check of everything a page sends.

import type { HookPosition } from '../../hook-switch.ts';
import type { LampName, LampState } from '../../indicators.ts';
import { type KeyName, keyNames } from '../../keypad.ts';
import { err, ok, type Result } from '../../result.ts';

export type PageMessage =
  | { readonly type: 'key'; readonly key: KeyName; readonly down: boolean }
  | { readonly type: 'text'; readonly character: string }
  | { readonly type: 'touch'; readonly x: number; readonly y: number; readonly down: boolean }
  | { readonly type: 'hook'; readonly position: HookPosition }
  /** The last frame is on the glass: the page can take another. */
  | { readonly type: 'painted' };

export type PhoneMessage =
  | { readonly type: 'screen'; readonly width: number; readonly height: number }
  | { readonly type: 'backlight'; readonly level: number }
  | { readonly type: 'hook'; readonly position: HookPosition }
  | { readonly type: 'text-expected'; readonly expected: boolean }
  | { readonly type: 'lamp'; readonly lamp: LampName; readonly state: LampState };

const knownKeys: ReadonlySet<unknown> = new Set(keyNames);

export function parsePageMessage(text: string): Result<PageMessage> {
  const value = parseJson(text);
  if (typeof value !== 'object' || value === null) return err('not a JSON object');
  const message = value as Readonly<Record<string, unknown>>;
  switch (message.type) {
    case 'key':
      if (!knownKeys.has(message.key) || typeof message.down !== 'boolean') return err('not a key of this desk set');
      return ok({ type: 'key', key: message.key as KeyName, down: message.down });
    case 'text':
      if (typeof message.character !== 'string' || [...message.character].length !== 1) return err('not one character');
      return ok({ type: 'text', character: message.character });
    case 'touch': {
      const { x, y, down } = message;
      if (!Number.isFinite(x) || !Number.isFinite(y) || typeof down !== 'boolean') return err('not a touch');
      return ok({ type: 'touch', x: x as number, y: y as number, down });
    }
    case 'hook':
      if (message.position !== 'on-hook' && message.position !== 'off-hook') return err('not a hook position');
      return ok({ type: 'hook', position: message.position });
    case 'painted':
      return ok({ type: 'painted' });
    default:
      return err('of an unknown type');
  }
}

/** Undefined for what is not JSON: the caller refuses anything that is not an object. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
