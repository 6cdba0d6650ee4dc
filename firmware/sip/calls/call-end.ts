// The ways a call ends, read from statuses and Reason headers.

import type { IncomingRequestMessage, IncomingResponseMessage } from '../library/sipjs.ts';
import type { SipCallEnd } from '../user-agent.ts';

export function ended(cause: SipCallEnd['cause'], phrase = '', status?: number): SipCallEnd {
  return { cause, status, phrase };
}

export function endFromRefusal(message: IncomingResponseMessage): SipCallEnd {
  // A message without text is the library's own: nothing answered (408), or nothing could be sent (503).
  if (message.data === undefined) return ended('network-lost', 'no answer from the server');
  return ended('rejected', message.reasonPhrase ?? '', message.statusCode);
}

/** RFC 3326: `Reason: SIP;cause=200;text="Call completed elsewhere"`. */
export function endFromCancel(request: IncomingRequestMessage): SipCallEnd {
  for (const reason of request.getHeaders('reason')) {
    const cause = /^\s*SIP\s*;(?:.*;)?\s*cause\s*=\s*(\d{3})\b/i.exec(reason)?.[1];
    if (cause) return ended('cancelled', /text\s*=\s*"([^"]*)"/i.exec(reason)?.[1] ?? '', Number(cause));
  }
  return ended('cancelled');
}
