// Finds the servers of a domain in the order to try them (RFC 3263): NAPTR, SRV, then A and AAAA.

import { isIP } from 'node:net';
import type { RandomSource } from '../../../hal/clock.ts';
import { err, ok, type Result } from '../../../hal/result.ts';
import type { ConnectFailure } from '../transport/connect-failure.ts';
import type { ServerTarget } from '../transport/connection.ts';
import type { SipTransport } from '../user-agent.ts';

export interface NaptrRecord {
  readonly order: number;
  readonly preference: number;
  readonly service: string;
  readonly replacement: string;
}

export interface SrvRecord {
  readonly priority: number;
  readonly weight: number;
  readonly name: string;
  readonly port: number;
}

/** Answers with nothing where there is no such record; never rejects. */
export interface NameResolver {
  naptr(domain: string): Promise<readonly NaptrRecord[]>;
  srv(name: string): Promise<readonly SrvRecord[]>;
  addresses(host: string): Promise<readonly string[]>;
}

export interface LocateRequest {
  readonly domain: string;
  readonly outbound: readonly string[];
  readonly transport: SipTransport;
}

const naptrServices: Readonly<Record<SipTransport, string>> = { tls: 'SIPS+D2T', tcp: 'SIP+D2T', wss: 'SIPS+D2W' };
const srvPrefixes: Readonly<Record<SipTransport, string>> = {
  tls: '_sips._tcp.',
  tcp: '_sip._tcp.',
  wss: '_sips._ws.',
};
const defaultPorts: Readonly<Record<SipTransport, number>> = { tls: 5061, tcp: 5060, wss: 443 };
/** More servers than this are not tried in one round. */
const targetLimit = 16;

export async function locateServers(
  request: LocateRequest,
  resolver: NameResolver,
  random: RandomSource,
): Promise<Result<readonly ServerTarget[], ConnectFailure>> {
  const places = request.outbound.length > 0 ? request.outbound : [request.domain];
  const targets: ServerTarget[] = [];
  for (const place of places) {
    const parsed = parsePlace(place);
    if (!parsed)
      return err({ kind: 'server-name-unknown', detail: `${JSON.stringify(place)} is no host or host:port` });
    targets.push(...(await locatePlace(parsed, request, resolver, random)));
  }
  if (targets.length > 0) return ok(targets.slice(0, targetLimit));
  return err({ kind: 'server-name-unknown', detail: `no address is known for ${places.join(', ')}` });
}

interface Place {
  readonly host: string;
  readonly port: number | undefined;
}

function parsePlace(place: string): Place | undefined {
  const bracketed = /^\[([0-9A-Fa-f:.]+)\](?::(\d{1,5}))?$/.exec(place);
  const match = bracketed ?? /^([A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}))(?::(\d{1,5}))?$/.exec(place);
  if (!match?.[1]) return isIP(place) === 6 ? { host: place, port: undefined } : undefined;
  const port = match[2] === undefined ? undefined : Number(match[2]);
  return port !== undefined && (port < 1 || port > 65535) ? undefined : { host: match[1], port };
}

async function locatePlace(
  { host, port }: Place,
  request: LocateRequest,
  resolver: NameResolver,
  random: RandomSource,
): Promise<readonly ServerTarget[]> {
  const identities = [...new Set([request.domain.toLowerCase(), host.toLowerCase()])];
  const targetAt = (address: string, at: number): ServerTarget => ({
    transport: request.transport,
    host: address,
    port: at,
    identities,
  });
  if (isIP(host)) return [targetAt(host, port ?? defaultPorts[request.transport])];
  // RFC 3263 4.2: a port that is given rules out SRV.
  const services = port === undefined ? await findServices(host, request.transport, resolver) : [];
  const hosts =
    services.length > 0
      ? orderServices(services, random).map((service) => ({ name: service.name, port: service.port }))
      : [{ name: host, port: port ?? defaultPorts[request.transport] }];
  const found: ServerTarget[] = [];
  for (const candidate of hosts.slice(0, targetLimit)) {
    for (const address of await resolver.addresses(candidate.name)) found.push(targetAt(address, candidate.port));
  }
  return found;
}

async function findServices(
  domain: string,
  transport: SipTransport,
  resolver: NameResolver,
): Promise<readonly SrvRecord[]> {
  const pointers = (await resolver.naptr(domain))
    .filter((pointer) => pointer.service.toUpperCase() === naptrServices[transport] && pointer.replacement !== '')
    .sort((a, b) => a.order - b.order || a.preference - b.preference);
  const names =
    pointers.length > 0 ? pointers.map((pointer) => pointer.replacement) : [srvPrefixes[transport] + domain];
  for (const name of names) {
    const services = await resolver.srv(name);
    // RFC 2782: a single "." says that the service is decidedly not there.
    const usable = services.filter((service) => service.name !== '' && service.name !== '.');
    if (usable.length > 0) return usable;
  }
  return [];
}

/** RFC 2782: by priority, and at random by weight among equals. */
export function orderServices(services: readonly SrvRecord[], random: RandomSource): readonly SrvRecord[] {
  const ordered: SrvRecord[] = [];
  const priorities = [...new Set(services.map((service) => service.priority))].sort((a, b) => a - b);
  for (const priority of priorities) {
    const left = services.filter((service) => service.priority === priority).sort((a, b) => a.weight - b.weight);
    while (left.length > 0) {
      const total = left.reduce((sum, service) => sum + service.weight, 0);
      const drawn = Math.floor(fraction(random) * (total + 1));
      let sum = 0;
      const index = left.findIndex((service) => {
        sum += service.weight;
        return sum >= drawn;
      });
      ordered.push(...left.splice(Math.max(0, index), 1));
    }
  }
  return ordered;
}

/** Evenly from 0 to below 1. */
export function fraction(random: RandomSource): number {
  return Buffer.from(random.bytes(4)).readUInt32BE() / 2 ** 32;
}
