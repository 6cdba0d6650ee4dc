// Tells the far end of a call, and hears from it, that a party's device hurts the sound: never which device, never how (RFC 6086).

import type { Timer } from '../../../hal/clock.ts';
import type { Body, IncomingRequestMessage, IncomingResponseMessage, SessionDialog } from '../library/sipjs.ts';
import { attempt, type CallContext } from './call-context.ts';

/**
 * An INFO package rather than MESSAGE (which people read and archives keep) or RTCP APP (which media relays drop).
 * Its body is `application/json`, at most 64 octets: `{"audioDevice":"poor"}`, or `"good"` once it is better. The
 * sender repeats `poor` each minute; a receiver forgets it after two and a half.
 */
export const noticePackage = 'offhook.audio-device';
export const recvInfoHeader = `Recv-Info: ${noticePackage}`;
const largestBody = 64;
const contentType = 'application/json';
/** However fast the truth changes, the far end hears no more often. */
export const leastBetweenMs = 10_000;
export const repeatMs = 60_000;

/** Whether who sent this INVITE or its answer wants such notices. */
export function takesNotices(message: IncomingRequestMessage | IncomingResponseMessage): boolean {
  return message
    .getHeaders('recv-info')
    .some((value) => value.split(',').some((name) => name.trim() === noticePackage));
}

export type NoticeReading = 'poor' | 'good' | 'malformed' | 'another-package' | 'no-package';

export function readNotice(message: IncomingRequestMessage): NoticeReading {
  const named = message.getHeader('info-package');
  // INFO without a package is older than RFC 6086 and lawful; nobody here uses its body.
  if (named === undefined) return 'no-package';
  if (named.split(';')[0]?.trim() !== noticePackage) return 'another-package';
  if (message.body.length > largestBody) return 'malformed';
  const said = /^\s*\{\s*"audioDevice"\s*:\s*"(poor|good)"\s*\}\s*$/.exec(message.body)?.[1];
  return said === 'poor' || said === 'good' ? said : 'malformed';
}

/** One call's notices out; silent towards a far end that did not ask for them. */
export class DeviceNotices {
  readonly #context: CallContext;
  readonly #dialog: SessionDialog;
  #wanted = false;
  #told = false;
  #hurts = false;
  #lastAtMs = Number.NEGATIVE_INFINITY;
  #next: Timer | undefined;

  constructor(context: CallContext, dialog: SessionDialog) {
    this.#context = context;
    this.#dialog = dialog;
  }

  /** Learned anew with each INVITE or answer (RFC 6086, 4.2.2). */
  setWanted(wanted: boolean): void {
    this.#wanted = wanted;
    this.#plan();
  }

  tell(hurts: boolean): void {
    this.#hurts = hurts;
    this.#plan();
  }

  stop(): void {
    this.#wanted = false;
    this.#next?.cancel();
  }

  #plan(): void {
    this.#next?.cancel();
    this.#next = undefined;
    // Nothing said yet and nothing to say: the far end holds it to be good.
    if (!this.#wanted || (!this.#hurts && !this.#told)) return;
    const dueMs = this.#lastAtMs + (this.#hurts === this.#told ? repeatMs : leastBetweenMs);
    const delayMs = Math.max(0, dueMs - this.#context.clock.nowMs());
    this.#next = this.#context.clock.after(delayMs, () => this.#send());
  }

  #send(): void {
    this.#lastAtMs = this.#context.clock.nowMs();
    this.#told = this.#hurts;
    const body: Body = {
      contentDisposition: 'Info-Package',
      contentType,
      content: JSON.stringify({ audioDevice: this.#hurts ? 'poor' : 'good' }),
    };
    const sent = attempt(() =>
      this.#dialog.info(
        { onReject: ({ message }) => this.#refused(message) },
        // The library writes no disposition for a body by itself.
        { extraHeaders: [`Info-Package: ${noticePackage}`, 'Content-Disposition: Info-Package'], body },
      ),
    );
    if (!sent.ok) this.#context.log('info', `the far end was not told of this device: ${sent.error}`);
    this.#plan();
  }

  /** Whoever refuses once is not asked again. */
  #refused(message: IncomingResponseMessage): void {
    this.#context.log('info', `the far end takes no word of this device: ${message.statusCode}`);
    this.stop();
  }
}
