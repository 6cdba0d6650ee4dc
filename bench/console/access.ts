// Who may use the console: on loopback any page of its own origin, on the network whoever holds the one-time token.

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export interface Access {
  /** Origins that pages of this console have. */
  readonly origins: readonly string[];
  /** What was wrong with a request, or undefined. */
  objectionTo(request: IncomingMessage): string | undefined;
  /** Objections to a WebSocket, which browsers let any page open: its Origin counts too. */
  objectionToUpgrade(request: IncomingMessage): string | undefined;
  /** The cookie to set where the address carries the token, which is good for one time. */
  redeem(request: IncomingMessage): string | undefined;
}

/** A page that reaches loopback by another name than these is a rebound DNS name. */
export function loopbackAccess(port: number): Access {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const origins = hosts.map((host) => `http://${host}`);
  const objectionTo = (request: IncomingMessage) =>
    hosts.includes(request.headers.host ?? '') ? undefined : 'This console answers on this computer only.';
  return {
    origins,
    objectionTo,
    objectionToUpgrade: (request) => objectionTo(request) ?? foreignOrigin(request, origins),
    redeem: () => undefined,
  };
}

export interface LanAccess extends Access {
  readonly token: string;
}

const cookieName = 'offhook-console';

export function lanAccess(hosts: readonly string[], port: number): LanAccess {
  const token = randomBytes(16).toString('base64url');
  const session = randomBytes(32).toString('base64url');
  const origins = hosts.map((host) => `https://${host}:${port}`);
  let redeemed = false;

  const objectionTo = (request: IncomingMessage) => {
    if (!origins.includes(`https://${request.headers.host}`)) return 'This console has another address.';
    if (isSame(cookieOf(request), session)) return undefined;
    if (!redeemed && isSame(tokenOf(request), token)) return undefined;
    return redeemed
      ? 'This address was good for one browser and has been used. Start the console again for a new one.'
      : 'Open the whole address that the console printed, with its token.';
  };
  return {
    token,
    origins,
    objectionTo,
    objectionToUpgrade: (request) => objectionTo(request) ?? foreignOrigin(request, origins),
    redeem: (request) => {
      if (redeemed || !isSame(tokenOf(request), token)) return undefined;
      redeemed = true;
      return `${cookieName}=${session}; Path=/; Secure; HttpOnly; SameSite=Strict`;
    },
  };
}

function foreignOrigin(request: IncomingMessage, origins: readonly string[]): string | undefined {
  return origins.includes(request.headers.origin ?? '') ? undefined : 'Only the console page may connect.';
}

function tokenOf(request: IncomingMessage): string {
  return URL.parse(request.url ?? '/', 'http://localhost')?.searchParams.get('token') ?? '';
}

function cookieOf(request: IncomingMessage): string {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [name, value] = pair.trim().split('=');
    if (name === cookieName && value) return value;
  }
  return '';
}

/** Hashes first, so that neither length nor content shows in the time it takes. */
function isSame(given: string, secret: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(secret));
}
