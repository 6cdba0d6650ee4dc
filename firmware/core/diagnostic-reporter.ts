// Tells the bench, where there is one, what the phone does: messages, calls, account and figures, each once.

import type { MediaStatistics } from '../../media/session.ts';
import type { DiagnosticSink } from '../diagnostics.ts';
import type { PhoneState } from '../phone.ts';
import type { SipUserAgent } from '../sip/index.ts';

export class DiagnosticReporter {
  readonly #diagnose: DiagnosticSink;
  #account = '';
  #phases: ReadonlyMap<string, string> = new Map();

  constructor(diagnose: DiagnosticSink) {
    this.#diagnose = diagnose;
  }

  follow(sip: SipUserAgent): void {
    sip.onTrace((trace) => this.#diagnose({ type: 'sip', trace }));
  }

  measured(callId: string, statistics: MediaStatistics): void {
    this.#diagnose({ type: 'quality', callId, statistics });
  }

  report({ account, self, lock: { locked }, calls }: PhoneState): void {
    const failure = 'failure' in account && account.failure ? `${account.status}: ${account.failure}` : account.status;
    const told = `${failure} ${locked}`;
    if (told !== this.#account) this.#diagnose({ type: 'account', status: failure, address: self?.address, locked });
    this.#account = told;
    for (const { id, phase, party, endReason } of calls) {
      if (this.#phases.get(id) === phase) continue;
      this.#diagnose({
        type: 'call',
        callId: id,
        phase: endReason ? `${phase}: ${endReason}` : phase,
        party: party.name,
      });
    }
    this.#phases = new Map(calls.map(({ id, phase }) => [id, phase]));
  }
}
