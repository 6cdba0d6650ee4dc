// Reads a session description, refusing what is malformed or too large and passing over what it does not know.

import { isIP } from 'node:net';
import { err, ok, type Result } from '../../../hal/result.ts';
import type { DescriptionRefusal } from './local-media.ts';
import type { Attribute, MediaDescription, Origin, SessionDescription } from './session-description.ts';

export const sdpLimits = { lines: 1000, lineLength: 4096, mediaSections: 16, formats: 64 } as const;

type Parsed<T> = Result<T, DescriptionRefusal>;

export function parseSessionDescription(text: string): Parsed<SessionDescription> {
  if (text.length > sdpLimits.lines * sdpLimits.lineLength) return tooLarge('the description is too long');
  const lines = text.split(/\r\n|\n|\r/);
  while (lines.at(-1) === '') lines.pop();
  if (lines.length > sdpLimits.lines) return tooLarge(`more than ${sdpLimits.lines} lines`);
  if (lines[0]?.trimEnd() !== 'v=0') return malformed('does not begin with v=0');

  let origin: Origin | undefined;
  let address: string | undefined;
  const attributes: Attribute[] = [];
  const media: Section[] = [];

  for (const [index, line] of lines.entries()) {
    if (line.length > sdpLimits.lineLength) return tooLarge(`line ${index + 1} is too long`);
    if (line[1] !== '=' || !/[a-z]/.test(line[0] ?? '')) return malformed(`line ${index + 1} is not of the form x=…`);
    const value = line.slice(2).trim();
    const section = media.at(-1);
    if (line.startsWith('o=')) {
      const parsed = parseOrigin(value);
      if (!parsed.ok) return parsed;
      origin ??= parsed.value;
    } else if (line.startsWith('c=')) {
      const parsed = parseConnection(value);
      if (!parsed.ok) return parsed;
      if (section) section.address ??= parsed.value;
      else address ??= parsed.value;
    } else if (line.startsWith('a=')) {
      (section?.attributes ?? attributes).push(parseAttribute(value));
    } else if (line.startsWith('m=')) {
      if (media.length === sdpLimits.mediaSections)
        return tooLarge(`more than ${sdpLimits.mediaSections} media sections`);
      const parsed = parseMedia(value);
      if (!parsed.ok) return parsed;
      media.push(parsed.value);
    }
  }
  if (!origin) return malformed('no o= line');
  return ok({ origin, address, attributes, media });
}

interface Section extends MediaDescription {
  address: string | undefined;
  readonly attributes: Attribute[];
}

function parseOrigin(value: string): Parsed<Origin> {
  const [username, sessionId, sessionVersion, netType, addressType, address] = value.split(/ +/);
  if (!username || !sessionId || !sessionVersion || !address) return malformed('o= has too few fields');
  if (!/^\d{1,20}$/.test(sessionId) || !/^\d{1,20}$/.test(sessionVersion))
    return malformed('o= has a session number that is none');
  if (netType !== 'IN' || (addressType !== 'IP4' && addressType !== 'IP6')) return malformed('o= names no IP network');
  return ok({ username, sessionId, sessionVersion, address });
}

/** Numeric only: a name would have every packet, or a far end's wish, ask the name service. */
function parseConnection(value: string): Parsed<string> {
  const [netType, addressType, withTtl, ...rest] = value.split(/ +/);
  const address = withTtl?.split('/')[0] ?? '';
  const family = isIP(address);
  const matches = (addressType === 'IP4' && family === 4) || (addressType === 'IP6' && family === 6);
  return netType === 'IN' && matches && rest.length === 0 ? ok(address) : malformed('c= has no numeric address');
}

function parseMedia(value: string): Parsed<Section> {
  const [kind, portField, protocol, ...formats] = value.split(/ +/);
  const port = /^(\d{1,5})(?:\/\d{1,3})?$/.exec(portField ?? '')?.[1];
  if (!kind || !port || !protocol || formats.length === 0) return malformed('m= has too few fields');
  if (Number(port) > 65535) return malformed('m= has a port above 65535');
  if (formats.length > sdpLimits.formats) return tooLarge(`m= lists more than ${sdpLimits.formats} formats`);
  return ok({ kind, port: Number(port), protocol, formats, address: undefined, attributes: [] });
}

function parseAttribute(value: string): Attribute {
  const colon = value.indexOf(':');
  if (colon < 0) return { name: value, value: undefined };
  return { name: value.slice(0, colon), value: value.slice(colon + 1).trim() };
}

function malformed(detail: string): Parsed<never> {
  return err({ reason: 'malformed', detail: `session description: ${detail}` });
}

function tooLarge(detail: string): Parsed<never> {
  return err({ reason: 'too-large', detail: `session description: ${detail}` });
}
