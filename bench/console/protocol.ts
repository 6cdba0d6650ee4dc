// What the console server and its page tell each other over `/bench`, and what the server needs from the bench.

import type { DiagnosticEvent } from '../../firmware/diagnostics.ts';
import { err, ok, type Result } from '../../hal/result.ts';

export interface ConsolePhone {
  readonly id: number;
  /** Who sits at this phone, and what to type to sign in. */
  readonly owner: { readonly name: string; readonly extension: string; readonly pin: string };
  readonly status: 'starting' | 'ready' | 'restarting';
  /** Loopback ports of the phone's far sides, while it is ready. */
  readonly ports: { readonly deskSet: number; readonly audio: number } | undefined;
  /** What its far sides ask of a page. */
  readonly token: string;
}

export interface Colleague {
  readonly name: string;
  readonly extension: string;
  readonly title: string;
  /** What happens when one calls them, as a person would say it: `answers`, `is busy`. */
  readonly behaviour: string;
  /** Whether they can be asked to call. */
  readonly canRing: boolean;
}

/** What the network does to each phone's media packets, in each direction. */
export interface Impairment {
  readonly lossPercent: number;
  /** Mean length of a loss, in packets; 1 is loss at random. */
  readonly burstPackets: number;
  readonly delayMs: number;
  readonly jitterMs: number;
  /** 0: not limited. */
  readonly bandwidthKbps: number;
}

export const clearNetwork: Impairment = { lossPercent: 0, burstPackets: 1, delayMs: 0, jitterMs: 0, bandwidthKbps: 0 };

const limits: Readonly<Record<keyof Impairment, readonly [number, number]>> = {
  lossPercent: [0, 50],
  burstPackets: [1, 20],
  delayMs: [0, 1_000],
  jitterMs: [0, 300],
  bandwidthKbps: [0, 1_000],
};

/** One report of the quality collector, in words and figures for people; what it does not hold is absent. */
export interface PageReport {
  /** Wall time at which it came. */
  readonly atMs: number;
  readonly final: boolean;
  readonly from: string;
  readonly to: string;
  readonly seconds: number | undefined;
  readonly codec: string | undefined;
  /** What the phone that reports heard, and what its far end told it of the other way. */
  readonly heard: PageReportFigures;
  readonly sent: PageReportFigures;
  readonly roundTripMs: number | undefined;
  /** As it came, for who wants to read all of it. */
  readonly text: string;
}

export interface PageReportFigures {
  readonly mos: number | undefined;
  readonly lossPercent: number | undefined;
  readonly jitterMs: number | undefined;
}

/** The bench as the console sees it. */
export interface Bench {
  readonly domain: string;
  readonly company: readonly Colleague[];
  phones(): readonly ConsolePhone[];
  onPhone(listener: (phone: ConsolePhone) => void): () => void;
  /** Those kept, oldest first. */
  reports(): readonly PageReport[];
  onReport(listener: (report: PageReport) => void): () => void;
  onEvent(listener: (phoneId: number, event: DiagnosticEvent) => void): () => void;
  impairment(): Impairment;
  impair(impairment: Impairment): void;
  /** Let a colleague call the person at a phone; refused with a sentence. */
  ring(extension: string, phoneId: number): Promise<Result<void>>;
}

/** A phone as the page sees it: where to connect, nothing about how. */
export interface PagePhone {
  readonly id: number;
  readonly owner: ConsolePhone['owner'];
  readonly status: ConsolePhone['status'];
  /** WebSocket addresses; absolute, or a path on the console's own origin. */
  readonly deskSet: string | undefined;
  readonly audio: string | undefined;
}

export type ToPage =
  | {
      readonly type: 'hello';
      readonly domain: string;
      readonly phones: readonly PagePhone[];
      readonly company: readonly Colleague[];
      readonly impairment: Impairment;
      readonly reports: readonly PageReport[];
    }
  | { readonly type: 'report'; readonly report: PageReport }
  | { readonly type: 'phone'; readonly phone: PagePhone }
  /** `atMs` is the wall time at which the bench heard of it. */
  | { readonly type: 'event'; readonly phone: number; readonly atMs: number; readonly event: DiagnosticEvent }
  /** `change` is that of the page whose wish this answers; absent for all others. */
  | { readonly type: 'impairment'; readonly impairment: Impairment; readonly change?: number }
  /** Something that was asked for did not work. */
  | { readonly type: 'notice'; readonly text: string };

export type FromPage =
  /** `change` counts the page's wishes, so that it can tell which of them an answer belongs to. */
  | { readonly type: 'impair'; readonly impairment: Impairment; readonly change: number }
  | { readonly type: 'ring'; readonly extension: string; readonly phone: number };

export function parseFromPage(text: string): Result<FromPage> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return err('not JSON');
  }
  if (typeof value !== 'object' || value === null) return err('not an object');
  const message = value as Readonly<Record<string, unknown>>;
  if (message.type === 'ring') {
    const { extension, phone } = message;
    if (typeof extension !== 'string' || !/^\d{1,8}$/.test(extension)) return err('not an extension');
    if (!Number.isSafeInteger(phone)) return err('not a phone');
    return ok({ type: 'ring', extension, phone: phone as number });
  }
  if (message.type === 'impair') {
    const { change } = message;
    if (!Number.isSafeInteger(change)) return err('without the number of its change');
    const impairment = parseImpairment(message.impairment);
    return impairment.ok ? ok({ type: 'impair', impairment: impairment.value, change: change as number }) : impairment;
  }
  return err('of an unknown type');
}

function parseImpairment(value: unknown): Result<Impairment> {
  const given = (typeof value === 'object' && value !== null ? value : {}) as Readonly<Record<string, unknown>>;
  const figures: Record<keyof Impairment, number> = { ...clearNetwork };
  for (const name of Object.keys(limits) as (keyof Impairment)[]) {
    const figure = given[name];
    const [least, most] = limits[name];
    if (typeof figure !== 'number' || !(figure >= least && figure <= most)) return err(`without a sensible ${name}`);
    figures[name] = figure;
  }
  return ok(figures);
}
