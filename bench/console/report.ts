// A collected quality report in the words and figures that a person on the console reads.

import type { Person } from '../enterprise/company/people.ts';
import type { CollectedReport } from '../enterprise/quality/collector.ts';
import { figure, type Metrics } from '../enterprise/quality/parse-report.ts';
import type { PageReport, PageReportFigures } from './protocol.ts';

export function describeReport({ atMs, report, text }: CollectedReport, people: readonly Person[]): PageReport {
  return {
    atMs,
    final: report.final,
    from: nameOf(report.localId, people),
    to: nameOf(report.remoteId, people),
    seconds: secondsBetween(report.startedAt, report.stoppedAt),
    codec: report.local.SessionDesc?.PD,
    heard: figuresOf(report.local),
    sent: figuresOf(report.remote),
    roundTripMs: figure(report.local, 'Delay', 'RTD'),
    text,
  };
}

function figuresOf(metrics: Metrics): PageReportFigures {
  return {
    mos: figure(metrics, 'QualityEst', 'MOSCQ') ?? figure(metrics, 'QualityEst', 'MOSLQ'),
    lossPercent: figure(metrics, 'PacketLoss', 'NLR'),
    jitterMs: figure(metrics, 'Delay', 'IAJ'),
  };
}

/** `<sip:4402@fernleigh.test>` is Mara Kovács to everybody here. */
function nameOf(id: string, people: readonly Person[]): string {
  const user = /^.*?<?sips?:([^@>;]+)/.exec(id)?.[1] ?? id;
  const person = people.find((each) => each.user === user || each.extension === user);
  return person?.displayName ?? user;
}

function secondsBetween(from: string | undefined, to: string | undefined): number | undefined {
  const seconds = Math.round((Date.parse(to ?? '') - Date.parse(from ?? '')) / 1_000);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
}
