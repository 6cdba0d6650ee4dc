// A flow: one two-way path for SIP messages, a network connection or a user agent inside the enterprise.

import type { SipMessage } from './message.ts';

export type FlowTransport = 'TLS' | 'TCP' | 'WSS' | 'LOCAL';

export interface Flow {
  readonly id: string;
  readonly transport: FlowTransport;
  /** host:port of the far end; a name for flows inside the enterprise. */
  readonly remote: string;
  readonly open: boolean;
  send(message: SipMessage): void;
  /** Bytes as they are, well formed or not: for tests that send bad input to a client. */
  sendBytes(bytes: Uint8Array): void;
  /** `abrupt` resets the connection instead of saying goodbye. */
  close(abrupt?: boolean): void;
}

export interface FlowEvents {
  received(flow: Flow, message: SipMessage): void;
  /** Bytes that were no message; the flow stays up when the stream can still be followed. */
  refused(flow: Flow, reason: string): void;
  closed(flow: Flow): void;
  traced(flow: Flow, direction: 'sent' | 'received', message: SipMessage): void;
}
