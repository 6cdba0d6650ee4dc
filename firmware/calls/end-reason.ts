// Why a call ended, in the words of the phone instead of SIP's numbers.

import type { CallEndReason } from '../phone.ts';
import type { SipCallEnd } from '../sip/index.ts';

export interface EndContext {
  readonly direction: 'incoming' | 'outgoing';
  readonly wasConnected: boolean;
  /** What this phone did or found out before the end, which explains it better than SIP can. */
  readonly ownReason: CallEndReason | undefined;
  readonly encryptionRequired: boolean;
}

export function callEndReason(end: SipCallEnd, context: EndContext): CallEndReason {
  if (context.ownReason) return context.ownReason;
  switch (end.cause) {
    case 'local':
      return context.wasConnected ? 'hung-up' : 'cancelled';
    case 'remote':
      return 'remote-hung-up';
    case 'cancelled':
      // RFC 3326: another phone of the person took the call.
      return end.status === 200 ? 'answered-elsewhere' : 'cancelled';
    case 'network-lost':
      return 'network-lost';
    case 'session-expired':
      return 'remote-vanished';
    case 'media-refused':
      return 'no-common-codec';
    case 'rejected':
      return reasonOfStatus(end.status ?? 500, context);
  }
}

function reasonOfStatus(status: number, context: EndContext): CallEndReason {
  switch (status) {
    case 486:
    case 600:
      return 'busy';
    case 408:
    case 480:
    case 487:
      return 'no-answer';
    case 404:
    case 410:
    case 416:
    case 484:
    case 485:
    case 604:
      return 'not-found';
    case 603:
    case 607:
    case 608:
      return 'declined';
    case 401:
    case 403:
    case 407:
      return 'not-allowed';
    case 415:
    case 488:
    case 606:
      // Our offer holds G.711, which every phone has; refused all the same, it is the encryption that the far end lacks.
      return context.encryptionRequired ? 'encryption-required' : 'no-common-codec';
    case 430:
    case 502:
    case 503:
    case 504:
      return 'unavailable';
    default:
      return status >= 500 ? 'server-error' : 'unavailable';
  }
}
