// UPDATE sent within a dialog (RFC 3311), which the library does not know; keeps the dialog's sequence right when challenged.

import type { Clock } from '../../../hal/clock.ts';
import { discardRequest } from '../library/discard-request.ts';
import {
  type IncomingResponseMessage,
  NonInviteClientTransaction,
  type SessionDialog,
  UserAgentClient,
} from '../library/sipjs.ts';

class UpdateClient extends UserAgentClient {
  readonly #dialog: SessionDialog;
  readonly #onFinal: (message: IncomingResponseMessage) => void;

  constructor(dialog: SessionDialog, extraHeaders: string[], onFinal: (message: IncomingResponseMessage) => void) {
    super(
      NonInviteClientTransaction,
      dialog.userAgentCore,
      dialog.createOutgoingRequestMessage('UPDATE', { extraHeaders }),
    );
    this.#dialog = dialog;
    this.#onFinal = onFinal;
  }

  protected override receiveResponse(message: IncomingResponseMessage): void {
    // Without the dialog the second try would take a sequence number that the dialog uses again.
    if (!this.authenticationGuard(message, this.#dialog)) return;
    if ((message.statusCode ?? 0) >= 200) this.#onFinal(message);
  }
}

export const updateLimitMs = 32_000;

/** The final response; undefined when none came in time. */
export function sendUpdate(
  clock: Clock,
  dialog: SessionDialog,
  extraHeaders: string[],
): Promise<IncomingResponseMessage | undefined> {
  return new Promise((resolve) => {
    const limit = clock.after(updateLimitMs, () => {
      discardRequest(dialog.userAgentCore, client);
      resolve(undefined);
    });
    const client = new UpdateClient(dialog, extraHeaders, (message) => {
      limit.cancel();
      resolve(message.data === undefined ? undefined : message);
    });
  });
}
