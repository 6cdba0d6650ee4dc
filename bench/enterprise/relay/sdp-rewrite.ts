// Lead the audio of a session description through the relay: another address and port, nothing else touched.

export interface MediaAddress {
  readonly address: string;
  readonly port: number;
  readonly rtcpPort: number;
}

export interface Rewritten {
  readonly text: string;
  /** Where the writer of the description wants to receive; undefined while it wants nothing. */
  readonly wanted: MediaAddress | undefined;
}

/** Only the first audio line is led through; ICE is taken out, as its candidates would lead past the relay. */
export function rewriteSdp(text: string, relay: { readonly address: string; readonly port: number }): Rewritten {
  const lines = text.split(/\r?\n/);
  const start = lines.findIndex((line) => line.startsWith('m=audio '));
  const port = Number(/^m=audio (\d{1,5}) /.exec(lines[start] ?? '')?.[1] ?? 0);
  if (start < 0 || port === 0) return { text, wanted: undefined };
  const following = lines.findIndex((line, index) => index > start && line.startsWith('m='));
  const end = following < 0 ? lines.length : following;
  const before = lines.slice(0, start).filter((line) => !isIce(line));
  const section = lines.slice(start, end).filter((line) => !isIce(line));
  const after = lines.slice(end);

  const firstMedia = before.findIndex((line) => line.startsWith('m='));
  const sessionLines = firstMedia < 0 ? before : before.slice(0, firstMedia);
  const connection =
    section.find((line) => line.startsWith('c=')) ?? sessionLines.find((line) => line.startsWith('c='));
  const address = /^c=IN IP[46] ([^/\s]+)/.exec(connection ?? '')?.[1];
  // RFC 2543's way to hold: an address of zeros stays as it is, for the far end to see.
  if (!address || address === '0.0.0.0' || address === '::') return { text, wanted: undefined };

  const mux = section.includes('a=rtcp-mux');
  const given = section.map((line) => /^a=rtcp:(\d{1,5})/.exec(line)?.[1]).find((each) => each !== undefined);
  const rtcpPort = mux ? port : Number(given ?? port + 1);
  const [mediaLine = '', ...rest] = section.filter((line) => !line.startsWith('c=') && !line.startsWith('a=rtcp:'));
  // RFC 4566 order in a section: m, i, c, b, k, a.
  const information = rest.filter((line) => line.startsWith('i='));
  const others = rest.filter((line) => !line.startsWith('i='));
  const anchored = [
    mediaLine.replace(/^m=audio \d+/, `m=audio ${relay.port}`),
    ...information,
    `c=IN IP4 ${relay.address}`,
    ...others,
  ];
  return { text: [...before, ...anchored, ...after].join('\r\n'), wanted: { address, port, rtcpPort } };
}

function isIce(line: string): boolean {
  return /^a=(candidate|ice-ufrag|ice-pwd|ice-options|ice-lite|end-of-candidates|remote-candidates)\b/.test(line);
}
