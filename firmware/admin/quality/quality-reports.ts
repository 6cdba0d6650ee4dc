// Reports of each call to the administrator's quality collector: at its end, and each interval that the policy names (RFC 6035).

import type { Clock } from '../../../hal/clock.ts';
import type { MediaStatistics } from '../../../media/session.ts';
import type { MeasuredCall } from '../../calls/index.ts';
import type { Policy } from '../../config/index.ts';
import type { SipUserAgent } from '../../sip/index.ts';
import type { LogSink } from '../../store/index.ts';
import { SummaryMaker } from './call-summary.ts';
import { ReportOutbox } from './report-outbox.ts';
import { printReport, reportEvent, reportType } from './session-report.ts';

export interface QualityReportsPorts {
  readonly clock: Clock;
  readonly log: LogSink;
  readonly policy: Policy;
  readonly publish: SipUserAgent['publish'];
  /** Own address of record without `sip:`. */
  readonly address: () => string | undefined;
}

interface Watched {
  call: MeasuredCall;
  readonly whole: SummaryMaker;
  readonly interval: SummaryMaker;
  intervalStartedAtMs: number;
}

export class QualityReports {
  readonly #ports: QualityReportsPorts;
  readonly #outbox: ReportOutbox;
  readonly #watched = new Map<string, Watched>();

  constructor(ports: QualityReportsPorts) {
    this.#ports = ports;
    const target = ports.policy.qualityCollector ?? '';
    this.#outbox = new ReportOutbox({
      ...ports,
      publish: (body) => ports.publish({ target, event: reportEvent, contentType: reportType, body }),
    });
  }

  /** Nothing is even gathered unless the administrator asked for it and said where to. */
  get #wanted(): boolean {
    const { qualityReports, qualityCollector } = this.#ports.policy;
    return qualityReports && qualityCollector !== undefined;
  }

  /** Once a second of each call that is talked in. */
  measured(call: MeasuredCall, statistics: MediaStatistics): void {
    if (!this.#wanted) return;
    const nowMs = this.#ports.clock.wallMs();
    let watched = this.#watched.get(call.id);
    if (!watched) {
      const startedAtMs = call.connectedAtMs ?? nowMs;
      watched = { call, whole: new SummaryMaker(), interval: new SummaryMaker(), intervalStartedAtMs: startedAtMs };
      this.#watched.set(call.id, watched);
    }
    watched.call = call;
    watched.whole.add(statistics);
    const everyMs = this.#ports.policy.qualityReportInterval;
    if (everyMs === 0) return;
    watched.interval.add(statistics);
    if (nowMs - watched.intervalStartedAtMs < everyMs) return;
    this.#report(watched, 'interval', watched.interval, watched.intervalStartedAtMs);
    watched.intervalStartedAtMs = nowMs;
  }

  /** A call that was never measured has nothing to report. */
  ended(callId: string): void {
    const watched = this.#watched.get(callId);
    this.#watched.delete(callId);
    if (watched) this.#report(watched, 'at-end', watched.whole, watched.call.connectedAtMs);
  }

  /** At sign-out; what could not be sent until now is not sent under another name. */
  forget(): void {
    this.#watched.clear();
    this.#outbox.forget('its owner has signed out');
  }

  close(): void {
    this.#outbox.close();
  }

  #report({ call }: Watched, kind: 'at-end' | 'interval', maker: SummaryMaker, startedAtMs: number | undefined): void {
    const { clock, address, log } = this.#ports;
    const own = address();
    const summary = maker.take();
    if (!summary) return;
    if (own === undefined) {
      log('warning', `The quality report of ${call.dialog.callId} was not made: nobody is signed in.`);
      return;
    }
    const stoppedAtMs = clock.wallMs();
    const times = { startedAtMs: startedAtMs ?? stoppedAtMs - summary.seconds * 1_000, stoppedAtMs };
    const body = printReport({ call, localId: `sip:${own}`, kind, summary, ...times });
    this.#outbox.add({ name: call.dialog.callId, body });
  }
}
