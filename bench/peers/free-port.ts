// Finds ports on the loopback that nobody uses, for peers that cannot choose their own.

import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

/** Asks the kernel for `count` different free ports, each free for TCP and UDP at this moment. */
export async function findFreePorts(count: number): Promise<number[]> {
  const found: { port: number; close: () => Promise<void> }[] = [];
  while (found.length < count) {
    const server = createServer();
    const port = await new Promise<number>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        resolve(typeof address === 'object' && address ? address.port : 0);
      });
    });
    const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
    if (await isUdpFree(port)) found.push({ port, close });
    else await close();
  }
  await Promise.all(found.map((entry) => entry.close()));
  return found.map((entry) => entry.port);
}

/** Whether nobody listens on UDP `port` of 127.0.0.1 now. */
export function isUdpFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.once('error', () => resolve(false));
    socket.bind(port, '127.0.0.1', () => socket.close(() => resolve(true)));
  });
}
