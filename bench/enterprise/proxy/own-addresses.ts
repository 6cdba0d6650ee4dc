// The proxy's own addresses: its Via and Record-Route values, and which Route values mean itself.

import { parseAddress } from '../sip/fields.ts';
import type { Flow, FlowTransport } from '../sip/flow.ts';
import type { SipPorts } from '../sip/listeners.ts';
import { headers, type SipRequest, withHeader, withoutFirst } from '../sip/message.ts';
import { parseUri } from '../sip/uri.ts';

export interface ProxyAddresses {
  /** Host names and addresses that mean this proxy. */
  readonly hosts: readonly string[];
  /** Known once the listeners are open. */
  readonly ports: SipPorts;
}

/** The last of the proxy's names is the address at which phones reach it. */
function hostOf({ hosts }: ProxyAddresses): string {
  return hosts.at(-1) ?? '127.0.0.1';
}

/** User agents inside the enterprise speak to the proxy as if over TLS. */
function portFor(addresses: ProxyAddresses, transport: FlowTransport): number {
  if (transport === 'TCP') return addresses.ports.tcp;
  return transport === 'WSS' ? addresses.ports.wss : addresses.ports.tls;
}

export function viaFor(addresses: ProxyAddresses, flow: Flow, branch: string): string {
  const transport = flow.transport === 'LOCAL' ? 'TLS' : flow.transport;
  return `SIP/2.0/${transport} ${hostOf(addresses)}:${portFor(addresses, transport)};branch=${branch}`;
}

/** One value, or two where the sides use different transports (RFC 5658); the callee's side comes first. */
export function recordRoutes(addresses: ProxyAddresses, token: string, caller: Flow, callee: Flow): string[] {
  const sides = [callee.transport, caller.transport].filter((transport) => transport !== 'LOCAL');
  const wanted = new Set<FlowTransport>(sides.length > 0 ? sides : ['TLS']);
  return [...wanted].map((transport) => {
    const name = transport === 'WSS' ? 'ws' : transport.toLowerCase();
    return `<sip:${token}@${hostOf(addresses)}:${portFor(addresses, transport)};transport=${name};lr>`;
  });
}

/** Take off the leading Route values that name this proxy; the token says which dialog the request belongs to. */
export function takeOwnRoutes(
  request: SipRequest,
  addresses: ProxyAddresses,
): { readonly request: SipRequest; readonly token: string | undefined } {
  let current = swapStrictRoute(request, addresses);
  let token: string | undefined;
  for (let top = headers(current, 'Route')[0]; top !== undefined; top = headers(current, 'Route')[0]) {
    const own = ownUser(top, addresses);
    if (own === undefined) break;
    token ??= own || undefined;
    current = withoutFirst(current, 'Route');
  }
  return { request: current, token };
}

/** RFC 3261 16.4: a strict router put our Record-Route value into the request line and the target into the last Route. */
function swapStrictRoute(request: SipRequest, addresses: ProxyAddresses): SipRequest {
  const routes = headers(request, 'Route');
  const last = parseAddress(routes.at(-1) ?? '');
  if (!last.ok || !request.uri.includes(';lr') || ownUser(`<${request.uri}>`, addresses) === undefined) return request;
  const rest = [`<${request.uri}>`, ...routes.slice(0, -1)];
  return withHeader({ ...request, uri: last.value.uri }, 'Route', ...rest);
}

function ownUser(route: string, addresses: ProxyAddresses): string | undefined {
  const address = parseAddress(route);
  const uri = address.ok ? parseUri(address.value.uri) : address;
  if (!uri.ok || !addresses.hosts.includes(uri.value.host)) return undefined;
  const { tls, tcp, wss } = addresses.ports;
  const isOurs = uri.value.port === undefined || [tls, tcp, wss].includes(uri.value.port);
  return isOurs ? uri.value.user : undefined;
}
