// Why a connection could not be made, in the few kinds that a person can act on.

import { earliestWallMs } from '../../../hal/clock.ts';
import type { RegistrationFailure } from '../user-agent.ts';

export type ConnectFailureKind = Extract<
  RegistrationFailure,
  | 'certificate-expired'
  | 'certificate-not-yet-valid'
  | 'certificate-wrong-host'
  | 'certificate-untrusted'
  | 'server-unreachable'
  | 'server-name-unknown'
  | 'clock-wrong'
>;

export interface ConnectFailure {
  readonly kind: ConnectFailureKind;
  /** One sentence for the log and for a technician. */
  readonly detail: string;
}

export interface ValidityPeriod {
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
}

/** No honest clock shows a time before this firmware was made, nor decades after. */
export const plausibleWall = { earliestMs: earliestWallMs, latestMs: Date.UTC(2046, 10, 1) } as const;

/** A server may run with a certificate of tomorrow by mistake, never with one of next month: then our clock is behind. */
const earlyLimitMs = 48 * 3600 * 1000;
/** Nor does any go on for half a year with one that has ended: then our clock is ahead. */
const lateLimitMs = 180 * 24 * 3600 * 1000;

const expiredCodes: ReadonlySet<string> = new Set(['CERT_HAS_EXPIRED']);
const earlyCodes: ReadonlySet<string> = new Set(['CERT_NOT_YET_VALID']);
const untrustedCodes: ReadonlySet<string> = new Set([
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'CERT_CHAIN_TOO_LONG',
  'CERT_REVOKED',
  'CERT_REJECTED',
  'CERT_UNTRUSTED',
  'CERT_SIGNATURE_FAILURE',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'PATH_LENGTH_EXCEEDED',
]);
const nameCodes: ReadonlySet<string> = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ENODATA', 'EAI_NONAME', 'EAI_FAIL']);

export function classifyConnectError(
  error: unknown,
  wallMs: number,
  validity: ValidityPeriod | undefined,
): ConnectFailure {
  const { code, message } = describe(error);
  if (expiredCodes.has(code)) return dateFailure('certificate-expired', wallMs, validity);
  if (earlyCodes.has(code)) return dateFailure('certificate-not-yet-valid', wallMs, validity);
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return { kind: 'certificate-wrong-host', detail: message };
  if (untrustedCodes.has(code)) return { kind: 'certificate-untrusted', detail: `${code}: ${message}` };
  if (nameCodes.has(code)) return { kind: 'server-name-unknown', detail: `${code}: ${message}` };
  return { kind: 'server-unreachable', detail: code ? `${code}: ${message}` : message };
}

/** By the phone's own clock, which tests may set; undefined: the certificate is valid now. */
export function checkValidity(validity: ValidityPeriod, wallMs: number): ConnectFailure | undefined {
  if (wallMs < validity.notBeforeMs) return dateFailure('certificate-not-yet-valid', wallMs, validity);
  return wallMs > validity.notAfterMs ? dateFailure('certificate-expired', wallMs, validity) : undefined;
}

function dateFailure(
  kind: 'certificate-expired' | 'certificate-not-yet-valid',
  wallMs: number,
  validity: ValidityPeriod | undefined,
): ConnectFailure {
  const dates = validity
    ? `valid from ${day(validity.notBeforeMs)} to ${day(validity.notAfterMs)}`
    : 'of unknown dates';
  const detail = `the server's certificate is ${dates}, and this phone's date is ${day(wallMs)}`;
  const absurd = wallMs < plausibleWall.earliestMs || wallMs > plausibleWall.latestMs;
  const farBehind = validity !== undefined && validity.notBeforeMs - wallMs > earlyLimitMs;
  const farAhead = validity !== undefined && wallMs - validity.notAfterMs > lateLimitMs;
  return { kind: absurd || farBehind || farAhead ? 'clock-wrong' : kind, detail };
}

function day(ms: number): string {
  return Number.isFinite(ms) ? new Date(ms).toISOString().slice(0, 10) : 'an unreadable date';
}

function describe(error: unknown): { readonly code: string; readonly message: string } {
  if (!(error instanceof Error)) return { code: '', message: String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  // Trying several addresses of one name gives one error that holds the others.
  if (error instanceof AggregateError && error.errors.length > 0 && !error.message) return describe(error.errors[0]);
  return { code, message: error.message };
}
