// The machine's own name service behind the resolver's port.

import { promises as dns } from 'node:dns';
import type { NameResolver } from './server-locator.ts';

/** A name server that answers nothing must not hold a phone up longer than this for one question. */
const resolver = new dns.Resolver({ timeout: 2_000, tries: 2 });

export const systemResolver: NameResolver = {
  async naptr(domain) {
    const records = await orNothing(resolver.resolveNaptr(domain));
    return records.map(({ order, preference, service, replacement }) => ({ order, preference, service, replacement }));
  },
  async srv(name) {
    return orNothing(resolver.resolveSrv(name));
  },
  async addresses(host) {
    // The lookup of the operating system also knows /etc/hosts and multicast names.
    const found = await orNothing(dns.lookup(host, { all: true }));
    return found.map(({ address }) => address);
  },
};

/** No such record and no answer mean the same here: try the next way of finding a server. */
async function orNothing<T>(question: Promise<readonly T[]>): Promise<readonly T[]> {
  return question.catch(() => []);
}
