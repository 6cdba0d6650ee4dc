// The SRTP of one call, both directions: kept while nothing about it changes, overlapping where a key does.

import type { Clock } from '../../hal/clock.ts';
import { err, ok, type Result } from '../../hal/result.ts';
import type { MediaParameters, SrtpKey } from '../session.ts';
import {
  formerKeyMs,
  openSrtpReceiver,
  openSrtpSender,
  overlapping,
  type SrtpReceiver,
  type SrtpSender,
} from '../srtp/index.ts';

export interface Protection {
  readonly sendKey: SrtpKey;
  readonly receiveKey: SrtpKey;
  readonly sender: SrtpSender;
  /** Opens packets of the key before as well, for a moment after a change. */
  readonly receiver: SrtpReceiver;
  readonly current: SrtpReceiver;
}

/** Undefined for plain RTP. The same key again (a re-INVITE) must not reset its counters, so `before` is carried on. */
export function openProtection(
  { sendKey, receiveKey }: Pick<MediaParameters, 'sendKey' | 'receiveKey'>,
  before: Protection | undefined,
  clock: Clock,
): Result<Protection | undefined> {
  if (!sendKey && !receiveKey) return ok(undefined);
  if (!sendKey || !receiveKey) return err('a key for one direction only');
  const sender = before && isSameKey(before.sendKey, sendKey) ? ok(before.sender) : openSrtpSender(sendKey);
  if (!sender.ok) return sender;
  if (before && isSameKey(before.receiveKey, receiveKey)) return ok({ ...before, sendKey, sender: sender.value });
  const opened = openSrtpReceiver(receiveKey);
  if (!opened.ok) return opened;
  const current = opened.value;
  const overAtMs = clock.nowMs() + formerKeyMs;
  const receiver = before ? overlapping(current, before.current, () => clock.nowMs() >= overAtMs) : current;
  return ok({ sendKey, receiveKey, sender: sender.value, receiver, current });
}

function isSameKey(a: SrtpKey, b: SrtpKey): boolean {
  return a.suite === b.suite && Buffer.compare(a.keyAndSalt, b.keyAndSalt) === 0;
}
