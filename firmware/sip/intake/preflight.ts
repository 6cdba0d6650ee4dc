// Judges a message before the library sees it: what RFC 3261 requires of every message, so that nothing malformed goes on.

import { splitList } from '../library/header-list.ts';
import { allowedMethods, allowHeader } from '../library/sipjs.ts';
import { headerValues, type RawMessage } from './raw-message.ts';

export type Verdict =
  | { readonly action: 'pass' }
  | {
      readonly action: 'reply';
      readonly status: number;
      readonly phrase: string;
      readonly reason: string;
      readonly headers?: readonly string[];
    }
  | { readonly action: 'drop'; readonly reason: string };

const requestLine = /^([A-Za-z0-9.!%*_+`'~-]+) ([^ ]+) (SIP\/\d+\.\d+)$/i;
const statusLine = /^SIP\/2\.0 ([1-6]\d\d) [^\r\n]*$/i;
/** Option tags that this phone can honour in Require. */
const extensions: ReadonlySet<string> = new Set(['timer']);
const once = ['from', 'to', 'call-id', 'cseq'] as const;
const largestSequence = 2 ** 31 - 1;

export function judgeMessage(message: RawMessage): Verdict {
  return /^SIP\//i.test(message.startLine) ? judgeResponse(message) : judgeRequest(message);
}

function judgeResponse(message: RawMessage): Verdict {
  if (!statusLine.test(message.startLine)) return drop('a status line that is none');
  if (headerValues(message, 'via').flatMap(splitList).length !== 1)
    return drop('a response with more or less than one Via');
  for (const name of once) {
    if (headerValues(message, name).length !== 1) return drop(`a response without exactly one ${name}`);
  }
  return readSequence(message) ? { action: 'pass' } : drop('a response whose CSeq is malformed');
}

function judgeRequest(message: RawMessage): Verdict {
  const line = requestLine.exec(message.startLine);
  const [topVia] = headerValues(message, 'via');
  if (!topVia) return drop('a request without Via');
  if (/^ack /i.test(message.startLine) && !line) return drop('an ACK whose request line is malformed');
  if (!line?.[1] || !line[2] || !line[3]) return refuse(400, 'Bad Request', 'the request line is malformed');
  const [method, uri] = [line[1], line[2]];
  const verdict = judgeParts(message, method, uri, line[3]);
  return method === 'ACK' && verdict.action === 'reply' ? drop(verdict.reason) : verdict;
}

function judgeParts(message: RawMessage, method: string, uri: string, version: string): Verdict {
  if (version.toUpperCase() !== 'SIP/2.0') return refuse(505, 'Version Not Supported', `version ${version}`);
  for (const name of once) {
    if (headerValues(message, name).length !== 1) return refuse(400, 'Bad Request', `not exactly one ${name}`);
  }
  if (headerValues(message, 'via').some((via) => !/^SIP\s*\/\s*2\.0\s*\/\s*[A-Za-z0-9.!%*_+`'~-]+\s+\S/i.test(via))) {
    return refuse(400, 'Bad Request', 'a Via is malformed');
  }
  const sequence = readSequence(message);
  if (!sequence) return refuse(400, 'Bad Request', 'CSeq is malformed');
  if (sequence.method !== method) return refuse(400, 'Bad Request', 'CSeq names another method');
  const [maxForwards, ...moreForwards] = headerValues(message, 'max-forwards');
  if (moreForwards.length > 0 || (maxForwards !== undefined && !isMaxForwards(maxForwards))) {
    return refuse(400, 'Bad Request', 'Max-Forwards is malformed');
  }
  return (
    judgeTarget(uri) ??
    judgeMethod(method) ??
    judgeExtensions(message, method) ??
    judgeBody(message, method) ?? { action: 'pass' }
  );
}

function judgeTarget(uri: string): Verdict | undefined {
  if (!/^[A-Za-z][A-Za-z0-9+.-]*:/.test(uri) || /[<>"\\^`{|}]/.test(uri))
    return refuse(400, 'Bad Request', 'the Request-URI is malformed');
  if (!/^sips?:/i.test(uri)) return refuse(416, 'Unsupported URI Scheme', 'the Request-URI has another scheme');
  // RFC 3261 19.1.1: headers have no place in a Request-URI.
  return uri.slice(uri.lastIndexOf('@') + 1).includes('?')
    ? refuse(400, 'Bad Request', 'the Request-URI carries headers')
    : undefined;
}

function judgeMethod(method: string): Verdict | undefined {
  if (allowedMethods.some((allowed) => allowed === method)) return undefined;
  return { ...refuse(405, 'Method Not Allowed', 'a method that this phone has not'), headers: [allowHeader] };
}

function judgeExtensions(message: RawMessage, method: string): Verdict | undefined {
  if (method === 'ACK' || method === 'CANCEL') return undefined;
  const wanted = headerValues(message, 'require').flatMap(splitList);
  const unknown = wanted.filter((tag) => tag !== '' && !extensions.has(tag.toLowerCase()));
  if (unknown.length === 0) return undefined;
  const tags = unknown.filter((tag) => /^[A-Za-z0-9.!%*_+`'~-]+$/.test(tag)).join(', ');
  return {
    ...refuse(420, 'Bad Extension', 'an extension is required that this phone has not'),
    headers: [`Unsupported: ${tags}`],
  };
}

function judgeBody(message: RawMessage, method: string): Verdict | undefined {
  const accepted = headerValues(message, 'accept').flatMap(splitList);
  // RFC 3261 20.1: without the header SDP is understood; with it, only what it lists.
  if (
    method === 'INVITE' &&
    accepted.length > 0 &&
    !accepted.some((type) => /^(?:application\/(?:sdp|\*)|\*\/\*)\s*(?:;|$)/i.test(type))
  ) {
    return refuse(406, 'Not Acceptable', 'no session description is wanted in answer');
  }
  if (message.body === '' || (method !== 'INVITE' && method !== 'UPDATE')) return undefined;
  const [encoding] = headerValues(message, 'content-encoding');
  const [type] = headerValues(message, 'content-type');
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    return { ...refuse(415, 'Unsupported Media Type', 'the body is encoded'), headers: ['Accept-Encoding: identity'] };
  }
  if (/^application\/sdp\s*(?:;|$)/i.test(type ?? '')) return undefined;
  return { ...refuse(415, 'Unsupported Media Type', 'the body is no SDP'), headers: ['Accept: application/sdp'] };
}

function readSequence(message: RawMessage): { readonly method: string } | undefined {
  const match = /^(\d{1,10})\s+(\S+)$/.exec(headerValues(message, 'cseq')[0] ?? '');
  return match?.[2] && Number(match[1]) <= largestSequence ? { method: match[2] } : undefined;
}

function isMaxForwards(value: string): boolean {
  return /^\d{1,10}$/.test(value) && Number(value) <= 255;
}

function refuse(status: number, phrase: string, reason: string): Extract<Verdict, { readonly action: 'reply' }> {
  return { action: 'reply', status, phrase, reason };
}

function drop(reason: string): Verdict {
  return { action: 'drop', reason };
}
