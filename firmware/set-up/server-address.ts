// The company's sign-in address as a person types it, made into the address that is asked.

import { err, ok, type Result } from '../../hal/result.ts';

const longest = 256;
const usualPath = '/sign-in';

/** A name alone means the usual path there; nothing but HTTPS is ever asked. Empty means none. */
export function serverAddress(typed: string): Result<string> {
  const text = typed.trim();
  if (text === '') return ok('');
  if (text.length > longest) return err('It is too long for an address.');
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  if (!URL.canParse(whole)) return err('It is no address.');
  const url = new URL(whole);
  if (url.protocol !== 'https:') return err('Only addresses by https:// are asked.');
  if (url.hostname === '' || url.username !== '' || url.password !== '') return err('It is no address of a server.');
  if (url.pathname === '/' && url.search === '') url.pathname = usualPath;
  url.hash = '';
  return ok(url.href);
}
