// One signalling connection: whole messages in and out, whatever carries them.

import type { Result } from '../../../hal/result.ts';
import type { SipTransport } from '../user-agent.ts';
import type { ConnectFailure } from './connect-failure.ts';
import type { FramingRefusal } from './message-framer.ts';

export interface SignallingConnection {
  /** As written in Via. */
  readonly protocol: 'TLS' | 'TCP' | 'WSS';
  /** host:port of the server, for people. */
  readonly peer: string;
  readonly localAddress: string;
  readonly localPort: number;
  send(message: string): Promise<Result<void>>;
  /** Idempotent; `onClosed` is not called for it. */
  close(): void;
}

export interface ConnectionEvents {
  onMessage(text: string): void;
  /** A message that was too large or could not be framed; the connection closes by itself where it has to. */
  onRefused(refusal: FramingRefusal): void;
  /** The far end or the network ended it. */
  onClosed(reason: string): void;
}

export interface ServerTarget {
  readonly transport: SipTransport;
  /** Numeric address, or a name where a proxy or test resolves it. */
  readonly host: string;
  readonly port: number;
  /** Names one of which the certificate must carry (RFC 5922): the account's domain, then the outbound host. */
  readonly identities: readonly string[];
}

export interface ConnectRequest {
  readonly target: ServerTarget;
  /** PEM, added to those of the system. */
  readonly trustAnchors: readonly string[];
  readonly events: ConnectionEvents;
}

/** Never rejects; bounded in time by itself. */
export type OpenConnection = (request: ConnectRequest) => Promise<Result<SignallingConnection, ConnectFailure>>;

export const transportLimits = {
  connectMs: 8_000,
  /** RFC 5626 4.4.1: often enough for any NAT binding of TCP, seldom enough for a battery. */
  keepAliveMs: 95_000,
  /** RFC 5626 4.4.1: no pong within this means that the connection is dead. */
  pongMs: 10_000,
  /** A message that began must end. */
  incompleteMs: 10_000,
} as const;
