// SIP and SIPS URIs (RFC 3261 section 19.1): parse, print, compare for the enterprise's needs.

import { err, ok, type Result } from '../../../hal/result.ts';
import { type Parameters, parseParameters } from './fields.ts';

export interface SipUri {
  readonly scheme: 'sip' | 'sips' | 'tel';
  /** Unescaped; empty for a host alone. */
  readonly user: string;
  /** Lower case; IPv6 keeps its brackets. */
  readonly host: string;
  readonly port: number | undefined;
  readonly parameters: Parameters;
}

export function parseUri(text: string): Result<SipUri> {
  const scheme = /^(sips?|tel):/i.exec(text)?.[1]?.toLowerCase();
  if (scheme === 'tel') return parseTel(text);
  if (scheme !== 'sip' && scheme !== 'sips') return err('not a SIP address');
  const rest = text.slice(scheme.length + 1);
  // The user part may hold ; and ? but never @, so the first @ ends it.
  const at = rest.indexOf('@');
  const userInfo = at < 0 ? '' : rest.slice(0, at);
  if (at === 0) return err('address without a user before the @');
  const [hostPart = '', ...pieces] = (rest.slice(at + 1).split('?')[0] ?? '').split(';');
  const match = /^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+)(?::(\d{1,5}))?$/.exec(hostPart);
  if (!match?.[1]) return err('malformed host');
  const port = match[2] === undefined ? undefined : Number(match[2]);
  if (port !== undefined && (port < 1 || port > 65535)) return err('port out of range');
  const user = unescapePercent(userInfo.split(':')[0] ?? '');
  if (!user.ok) return user;
  return ok({ scheme, user: user.value, host: match[1].toLowerCase(), port, parameters: parseParameters(pieces) });
}

function parseTel(text: string): Result<SipUri> {
  const [number = '', ...pieces] = text.slice(4).split(';');
  if (!/^\+?[0-9*#().A-Da-d-]+$/.test(number)) return err('malformed telephone number');
  const user = number.replace(/[().-]/g, '');
  return ok({ scheme: 'tel', user, host: '', port: undefined, parameters: parseParameters(pieces) });
}

function unescapePercent(text: string): Result<string> {
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) return err('malformed escape');
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '%') {
      bytes.push(Number.parseInt(text.slice(at + 1, at + 3), 16));
      at += 2;
    } else bytes.push(...Buffer.from(text[at] ?? ''));
  }
  return ok(Buffer.from(bytes).toString('utf8'));
}

/** Two contacts are the same binding when scheme, user, host and port agree. */
export function uriKey(uri: SipUri): string {
  return `${uri.scheme}:${uri.user}@${uri.host}:${uri.port ?? ''}`;
}
