// A page without a browser: presses keys on a simulated desk set, acknowledges frames and remembers the lamps.

import { WebSocket } from 'ws';
import type { LampName, LampState } from '../../hal/indicators.ts';
import type { PageMessage, PhoneMessage } from '../../hal/sim/link/messages.ts';

export interface DeskSetClient {
  send(message: PageMessage): void;
  lamp(name: LampName): LampState;
  /** Called with each frame's bytes as they arrive. */
  onFrame(listener: (frame: Buffer) => void): () => void;
  close(): void;
}

/** Resolves when the connection is open; rejects where the desk set refuses it. */
export async function connectDeskSet(port: number, token: string, origin: string): Promise<DeskSetClient> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/?token=${token}`, { origin, perMessageDeflate: false });
  const lamps = new Map<LampName, LampState>();
  const listeners = new Set<(frame: Buffer) => void>();
  socket.on('message', (data: Buffer, isBinary) => {
    if (isBinary) {
      for (const listener of listeners) listener(data);
      socket.send(JSON.stringify({ type: 'painted' } satisfies PageMessage));
      return;
    }
    const message = JSON.parse(data.toString()) as PhoneMessage;
    if (message.type === 'lamp') lamps.set(message.lamp, message.state);
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  // From here on a broken connection shows as keys that have no effect; the phone process reports its own end.
  socket.on('error', () => socket.terminate());
  return {
    send: (message) => socket.send(JSON.stringify(message)),
    lamp: (name) => lamps.get(name) ?? 'off',
    onFrame: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: () => socket.terminate(),
  };
}
