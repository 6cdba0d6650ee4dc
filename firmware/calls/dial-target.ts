// Turns what a person typed or chose into what SIP can call.

import { err, ok, type Result } from '../../hal/result.ts';

const maximumLength = 256;

/** A number loses its decoration, a SIP address its scheme; anything else that no one could be called by is refused. */
export function dialTarget(typed: string): Result<string> {
  const text = typed.trim().replace(/^(?:sips?|tel):/i, '');
  if (text === '') return err('nothing to dial');
  if (text.length > maximumLength) return err(`longer than ${maximumLength} characters`);
  const number = text.replaceAll(/[\s().\-/]/g, '');
  if (/^\+?[\d*#]+$/.test(number)) return ok(number);
  if (/^[^\s@<>"]+@[A-Za-z0-9.:[\]-]+$/.test(text)) return ok(text);
  if (/^[A-Za-z0-9._~+-]+$/.test(text)) return ok(text);
  return err(`"${text}" is neither a number nor an address`);
}
