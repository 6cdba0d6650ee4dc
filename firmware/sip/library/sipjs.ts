// All that is taken from SIP.js 0.21.2, and its only import: transactions, dialogs, parsing. Replace it here.

import { ClientTransaction } from 'sip.js/lib/core/index.js';
import { AllowedMethods } from 'sip.js/lib/core/user-agent-core/allowed-methods.js';
import type { RandomSource } from '../../../hal/clock.ts';
import { newBranch } from './tokens.ts';

export {
  type Body,
  Grammar,
  type IncomingInviteRequest,
  type IncomingNotifyRequest,
  type IncomingRequest,
  IncomingRequestMessage,
  type IncomingResponse,
  IncomingResponseMessage,
  type InviteUserAgentServer,
  Levels,
  type Logger,
  LoggerFactory,
  type NameAddrHeader,
  NonInviteClientTransaction,
  NonInviteServerTransaction,
  type OutgoingInviteRequest,
  OutgoingRequestMessage,
  Parser,
  ReInviteUserAgentServer,
  type Session,
  SessionDialog,
  SessionState,
  URI,
  UserAgentClient,
  UserAgentCore,
  type UserAgentCoreConfiguration,
  type UserAgentCoreDelegate,
  UserAgentServer,
} from 'sip.js/lib/core/index.js';

export const allowedMethods = ['INVITE', 'ACK', 'CANCEL', 'BYE', 'OPTIONS', 'INFO', 'UPDATE', 'NOTIFY'] as const;
export const allowHeader = `Allow: ${allowedMethods.join(', ')}`;

/** What the library keeps in statics of its classes; safe to do again. */
export function prepareLibrary(random: RandomSource): void {
  // It refuses all else by itself, and UPDATE never reaches it: in-dialog handling of ours takes it first.
  AllowedMethods.splice(0, AllowedMethods.length, ...allowedMethods);
  // Its own branches come from Math.random(); `makeId` is private in its types but is the only place to set that right.
  Reflect.set(ClientTransaction, 'makeId', (request: OutgoingRequestLike) =>
    request.method === 'CANCEL' && request.branch ? request.branch : newBranch(random),
  );
}

interface OutgoingRequestLike {
  readonly method: string;
  readonly branch: string | undefined;
}
