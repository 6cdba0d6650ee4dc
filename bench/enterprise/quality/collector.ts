// The company's quality collector: takes the phones' reports, keeps the latest, and tells who watches.

import type { Clock } from '../../../hal/clock.ts';
import { type HeaderField, header, responseTo, type SipRequest, type SipResponse } from '../sip/message.ts';
import { parseReport, type QualityReport } from './parse-report.ts';

export interface CollectedReport {
  /** Wall time. */
  readonly atMs: number;
  /** Account that sent it. */
  readonly from: string;
  readonly report: QualityReport;
  readonly text: string;
}

const mostKept = 200;

export class QualityCollector {
  readonly #clock: Clock;
  readonly #reports: CollectedReport[] = [];
  readonly #listeners = new Set<(report: CollectedReport) => void>();
  #tags = 0;
  /** Publications that were no report. */
  refused = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Oldest first. */
  get reports(): readonly CollectedReport[] {
    return this.#reports;
  }

  onReport(listener: (report: CollectedReport) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** The answer to a PUBLISH that the proxy has let through. */
  answer(request: SipRequest, from: string, toTag: string): SipResponse {
    const refuse = (status: number, reason?: string, headers: readonly HeaderField[] = []): SipResponse => {
      this.refused++;
      return responseTo(request, status, { toTag, headers, ...(reason && { reason }) });
    };
    if (!isQualityReport(request)) return refuse(489, undefined, [{ name: 'Allow-Events', value: 'vq-rtcpxr' }]);
    if (!/^\s*application\/vq-rtcpxr\s*(;|$)/i.test(header(request, 'Content-Type') ?? ''))
      return refuse(415, undefined, [{ name: 'Accept', value: 'application/vq-rtcpxr' }]);
    const text = Buffer.from(request.body).toString('utf8');
    const report = parseReport(text);
    if (!report.ok) return refuse(400, `Bad report: ${report.error}`.replaceAll(/[^\x20-\x7e]/g, '?'));
    this.#keep({ atMs: this.#clock.wallMs(), from, report: report.value, text });
    const headers = [
      { name: 'SIP-ETag', value: `vq-${++this.#tags}` },
      { name: 'Expires', value: header(request, 'Expires') ?? '3600' },
    ];
    return responseTo(request, 200, { toTag, headers });
  }

  #keep(collected: CollectedReport): void {
    this.#reports.push(collected);
    if (this.#reports.length > mostKept) this.#reports.shift();
    for (const listener of this.#listeners) listener(collected);
  }
}

export function isQualityReport(request: SipRequest): boolean {
  return request.method === 'PUBLISH' && /^\s*vq-rtcpxr\s*(;|$)/i.test(header(request, 'Event') ?? '');
}
