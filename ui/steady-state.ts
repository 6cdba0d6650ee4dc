// What of the phone's state stays the same while a call only goes on, so that screens are not drawn anew each second.

import type { PhoneState, QualityFigures } from '../firmware/phone.ts';

/** Without the time; a call's figures in it may be those of an earlier second, except for whether it is encrypted. */
export type SteadyState = Omit<PhoneState, 'nowMs'>;

/** `before` where nothing differs but the time and the figures of calls. */
export function steadyState(before: SteadyState, now: PhoneState): SteadyState {
  return isAlike(before, now) ? before : now;
}

/** State is plain data, new in each of its parts after every change; only what is long is kept as it is. */
function isAlike(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const [before, now] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const keys = Object.keys(now);
  if (keys.length !== Object.keys(before).length) return false;
  return keys.every((key) => {
    if (key === 'nowMs') return true;
    return key === 'quality' ? isSameKind(before[key], now[key]) : key in before && isAlike(before[key], now[key]);
  });
}

function isSameKind(before: unknown, now: unknown): boolean {
  const encrypted = (figures: unknown) => (figures as QualityFigures | undefined)?.encrypted;
  return encrypted(before) === encrypted(now);
}
