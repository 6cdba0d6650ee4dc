// Reads the kernel's tables of sockets, as a started phone shows them, and says of each why it is there.

export interface OpenPort {
  readonly text: string;
  /** Absent: nobody can say why it is open. */
  readonly reason: string | undefined;
}

/** What may be bound without a peer, by protocol and port; all others are faults. */
const reasons: Readonly<Record<string, string>> = {
  'udp 68': 'the answer of a DHCP server, which comes to nobody else (systemd-networkd)',
  'udp6 546': 'the answer of a DHCPv6 server (systemd-networkd)',
  'raw6 58': 'router advertisements (systemd-networkd)',
};

export const tables = ['tcp', 'tcp6', 'udp', 'udp6', 'raw', 'raw6'] as const;

/** Protocols in the words of `/proc/net`; a connection to a peer is no open port. */
const listening: Readonly<Record<string, RegExp>> = { tcp: /^0A$/, udp: /^07$/, raw: /^07$/ };

/** `console` has, for each table, a line `offhook-probe NAME` and then the table as it is. */
export function unexplained(console: string): { readonly all: readonly OpenPort[]; readonly unexplained: number } {
  const all: OpenPort[] = [];
  const seen = new Set<string>();
  let table = '';
  for (const line of console.split(/\r?\n/)) {
    const named = /offhook-probe (\w+)$/.exec(line)?.[1];
    if (named !== undefined) table = named;
    if (/^\s*sl\s+local_address/.test(line)) seen.add(table);
    const row = /^\s*\d+: ([0-9A-F]+):([0-9A-F]{4}) ([0-9A-F]+):([0-9A-F]{4}) ([0-9A-F]{2}) /.exec(line);
    if (!row || table === '' || table === 'end') continue;
    const [, address = '', port = '', peer = '', , state = ''] = row;
    const family = table.replace('6', '');
    if (!listening[family]?.test(state) || !/^0+$/.test(peer)) continue;
    const number = Number.parseInt(port, 16);
    const where = isLoopback(address) ? 'loopback' : 'network';
    const key = `${table} ${number}`;
    all.push({ text: `${key} (${where})`, reason: reasons[key] });
  }
  // A table that was not shown proves nothing.
  const missing = tables.filter((name) => !seen.has(name));
  if (missing.length > 0) throw new Error(`The phone did not show its sockets of ${missing.join(', ')}.`);
  return { all, unexplained: all.filter(({ reason }) => reason === undefined).length };
}

/** As the kernel prints addresses: groups of four bytes, each group in the processor's order. */
function isLoopback(address: string): boolean {
  return /^[0-9A-F]{6}7F$/.test(address) || address === '00000000000000000000000001000000';
}
