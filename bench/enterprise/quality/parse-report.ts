// Reads application/vq-rtcpxr (RFC 6035, 4.6) as a collector would; shares nothing with the phone that writes it.

import { err, ok, type Result } from '../../../hal/result.ts';

/** The figures of one direction, by the names of the RFC: `Delay` -> `RTD` -> `20`. */
export type Metrics = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface QualityReport {
  readonly kind: 'session' | 'interval' | 'alert';
  /** The call is over. */
  readonly final: boolean;
  readonly callId: string;
  readonly localId: string;
  readonly remoteId: string;
  readonly startedAt: string | undefined;
  readonly stoppedAt: string | undefined;
  readonly local: Metrics;
  readonly remote: Metrics;
}

const mostBytes = 8_192;
const mostLines = 64;
const mostFields = 32;
const kinds = { VQSessionReport: 'session', VQIntervalReport: 'interval', VQAlertReport: 'alert' } as const;
/** Lines of which there is one a call, before or after the metrics. */
const facts: ReadonlySet<string> = new Set([
  ...['CallID', 'LocalID', 'RemoteID', 'OrigID', 'LocalGroup', 'RemoteGroup', 'LocalAddr', 'RemoteAddr'],
  ...['LocalMAC', 'RemoteMAC', 'DialogID'],
]);

/** A figure that is not a number, or is written twice, refuses the whole: half a report misleads. */
export function parseReport(body: string): Result<QualityReport> {
  if (Buffer.byteLength(body) > mostBytes) return err('longer than any report');
  const lines = body.replace(/(?:\r\n)+$/, '').split('\r\n');
  if (lines.length > mostLines) return err('too many lines');
  const first = /^(VQ(?:Session|Interval|Alert)Report)(?:: ?(\S.*)?)?$/.exec(lines[0] ?? '');
  const kind = first && kinds[first[1] as keyof typeof kinds];
  if (!kind) return err('does not begin with VQSessionReport, VQIntervalReport or VQAlertReport');
  const known = new Map<string, string>();
  const sides: { local: Record<string, Metrics[string]>; remote: Record<string, Metrics[string]> } = {
    local: {},
    remote: {},
  };
  let side: 'local' | 'remote' | undefined;
  for (const line of lines.slice(1)) {
    const [, name = '', value = ''] = /^([A-Za-z]{1,32}) ?: ?(.*)$/.exec(line) ?? [];
    if (name === '') return err(`not a line of a report: ${JSON.stringify(line.slice(0, 60))}`);
    if (name === 'LocalMetrics') side = 'local';
    else if (name === 'RemoteMetrics') side = 'remote';
    else if (facts.has(name)) {
      if (known.has(name)) return err(`${name} twice`);
      known.set(name, value);
    } else if (!side) return err(`${name} before any metrics`);
    else {
      if (Object.hasOwn(sides[side], name)) return err(`${name} twice`);
      const fields = parseFields(value);
      if (!fields.ok) return err(`${name}: ${fields.error}`);
      sides[side][name] = fields.value;
    }
  }
  const [callId, localId, remoteId] = ['CallID', 'LocalID', 'RemoteID'].map((name) => known.get(name));
  if (!callId || !localId || !remoteId) return err('without CallID, LocalID and RemoteID');
  const times = sides.local.Timestamps ?? sides.local.TimeStamps;
  return ok({
    kind,
    final: kind === 'session' || first?.[2] === 'CallTerm',
    ...{ callId, localId, remoteId, startedAt: times?.START, stoppedAt: times?.STOP },
    ...sides,
  });
}

function parseFields(value: string): Result<Record<string, string>> {
  const fields: Record<string, string> = {};
  let count = 0;
  for (const [, name = '', quoted, bare = ''] of value.matchAll(/([A-Za-z0-9]{1,16})=(?:"([^"]*)"|(\S*))/g)) {
    if (++count > mostFields) return err('too many fields');
    if (Object.hasOwn(fields, name)) return err(`${name} twice`);
    fields[name] = quoted ?? bare;
  }
  return count === 0 && value !== '' ? err('no NAME=VALUE') : ok(fields);
}

/** A figure, where the report has it and it is one. */
export function figure(metrics: Metrics, line: string, name: string): number | undefined {
  const value = metrics[line]?.[name];
  return value !== undefined && /^-?\d{1,9}(?:\.\d{1,6})?$/.test(value) ? Number(value) : undefined;
}
