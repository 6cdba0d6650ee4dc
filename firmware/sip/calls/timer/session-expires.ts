// Session-Expires and Min-SE (RFC 4028): who refreshes a session, and how often.

export const sessionIntervals = {
  /** RFC 4028 section 4 recommends half an hour. */
  wantedSeconds: 1800,
  /** The least that RFC 4028 section 5 allows. */
  minimumSeconds: 90,
  longestSeconds: 24 * 3600,
} as const;

export type Refresher = 'uac' | 'uas';

export interface SessionExpires {
  readonly seconds: number;
  /** As seen in the one request that this answers; absent where the asker leaves it open. */
  readonly refresher: Refresher | undefined;
}

export interface TimerAgreement {
  readonly seconds: number;
  readonly weRefresh: boolean;
}

export function readSessionExpires(value: string | undefined): SessionExpires | undefined {
  const match = /^\s*(\d{1,9})\s*(?:;(.*))?$/.exec(value ?? '');
  if (!match?.[1]) return undefined;
  const refresher = /(?:^|;)\s*refresher\s*=\s*(uac|uas)\b/i.exec(match[2] ?? '')?.[1]?.toLowerCase();
  return {
    seconds: Math.min(Number(match[1]), sessionIntervals.longestSeconds),
    refresher: refresher === 'uac' || refresher === 'uas' ? refresher : undefined,
  };
}

export function readMinSe(value: string | undefined): number | undefined {
  const digits = /^\s*(\d{1,9})/.exec(value ?? '')?.[1];
  return digits === undefined ? undefined : Math.min(Number(digits), sessionIntervals.longestSeconds);
}

/** What our request asks for; in a refresh the one who refreshes is named, so that the roles stay. */
export function requestTimerHeaders(
  seconds: number,
  minimumSeconds: number,
  refresher: Refresher | undefined,
): readonly string[] {
  return [
    `Session-Expires: ${Math.max(seconds, minimumSeconds)}${refresher ? `;refresher=${refresher}` : ''}`,
    `Min-SE: ${minimumSeconds}`,
  ];
}

/** The answer to our request: no Session-Expires in it means that the far end watches nothing. */
export function agreeAsCaller(answered: SessionExpires | undefined): TimerAgreement | undefined {
  if (!answered || answered.seconds < sessionIntervals.minimumSeconds) return undefined;
  return { seconds: answered.seconds, weRefresh: answered.refresher !== 'uas' };
}

export interface TimerAnswer {
  readonly agreement: TimerAgreement;
  readonly headers: readonly string[];
}

/** Our answer to a request: the asker refreshes if it can, else we do (RFC 4028 section 9). */
export function agreeAsCallee(
  asked: SessionExpires | undefined,
  minimumSeconds: number | undefined,
  peerSupportsTimer: boolean,
): TimerAnswer {
  const seconds = Math.max(
    asked?.seconds ?? sessionIntervals.wantedSeconds,
    minimumSeconds ?? 0,
    sessionIntervals.minimumSeconds,
  );
  const refresher: Refresher = peerSupportsTimer ? (asked?.refresher ?? 'uac') : 'uas';
  return {
    agreement: { seconds, weRefresh: refresher === 'uas' },
    headers: [`Session-Expires: ${seconds};refresher=${refresher}`, ...(refresher === 'uac' ? ['Require: timer'] : [])],
  };
}

/** RFC 4028 section 9: too short an interval is refused with 422, but only to who understands it. */
export function isTooShort(asked: SessionExpires | undefined, peerSupportsTimer: boolean): boolean {
  return peerSupportsTimer && asked !== undefined && asked.seconds < sessionIntervals.minimumSeconds;
}
