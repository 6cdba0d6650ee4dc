// Chooses the transport that an account asks for.

import type { Clock } from '../../../hal/clock.ts';
import type { OpenConnection } from './connection.ts';
import { openStreamConnection } from './stream-connection.ts';
import { openWebSocketConnection } from './websocket-connection.ts';

export function systemConnections(clock: Clock): OpenConnection {
  return (request) =>
    request.target.transport === 'wss' ? openWebSocketConnection(clock, request) : openStreamConnection(clock, request);
}
