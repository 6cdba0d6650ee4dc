// Turns what a person dialled (a number, a user part or a whole address) into the URI to call.

import { err, ok, type Result } from '../../../hal/result.ts';
import { Grammar, URI } from '../library/sipjs.ts';

const targetLimit = 256;

export function parseTarget(target: string, domain: string): Result<URI> {
  const text = target.trim();
  if (text === '') return err('nothing was dialled');
  if (text.length > targetLimit) return err('the address is too long');
  const number = dialledNumber(text);
  if (number !== undefined) return ok(new URI('sip', number, domain));
  const address = /^sips?:/i.test(text) ? text : `sip:${text.includes('@') ? text : `${text}@${domain}`}`;
  const uri = Grammar.URIParse(address.replace(/^sips:/i, 'sip:'));
  if (!uri?.user) return err(`${JSON.stringify(text)} is neither a number nor an address`);
  if (Object.keys(uri.headers).length > 0) return err('an address to call may not carry headers');
  return ok(uri);
}

/** Digits with the separators that people write; `+` leads a global number. */
function dialledNumber(text: string): string | undefined {
  const compact = text.replace(/^tel:/i, '').replace(/[\s().\-/]/g, '');
  return /^\+?[0-9*#]+$/.test(compact) ? compact.replaceAll('#', '%23') : undefined;
}
