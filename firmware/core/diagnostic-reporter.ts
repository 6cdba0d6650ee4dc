// Tells the bench, where there is one, what the phone does: messages, calls, account and figures, each once.

import type { MediaStatistics, PacketRefusal } from '../../media/session.ts';
import type { DiagnosticSink } from '../diagnostics.ts';
import type { PhoneState } from '../phone.ts';
import type { SipUserAgent } from '../sip/index.ts';

const refusalsInWords: Readonly<Record<PacketRefusal, string>> = {
  'too-long': 'was longer than any telephone sends',
  'not-authentic': 'was not sealed with the key of the call: from a stranger, damaged or sent twice',
  malformed: 'was no RTP or RTCP',
  stranger: 'came from a stranger’s address',
  'unknown-format': 'had a sound format that was not agreed',
};

export class DiagnosticReporter {
  readonly #diagnose: DiagnosticSink;
  #account = '';
  #phases: ReadonlyMap<string, string> = new Map();
  /** Refused packets of each call that the log knows of. */
  readonly #refusedTold = new Map<string, number>();

  constructor(diagnose: DiagnosticSink) {
    this.#diagnose = diagnose;
  }

  follow(sip: SipUserAgent): void {
    sip.onTrace((trace) => this.#diagnose({ type: 'sip', trace }));
  }

  measured(callId: string, statistics: MediaStatistics): void {
    this.#diagnose({ type: 'quality', callId, statistics });
    this.#tellRefused(callId, statistics);
  }

  /** A line for the first packet and whenever there are ten times as many: a flood must not fill the log. */
  #tellRefused(callId: string, { packetsRefused, lastRefusal }: MediaStatistics): void {
    const told = this.#refusedTold.get(callId) ?? 0;
    // Fewer than before: a new call under an old name, as every test call has.
    const next = packetsRefused < told ? 1 : Math.max(1, told * 10);
    if (!lastRefusal || packetsRefused < next) return;
    this.#refusedTold.set(callId, packetsRefused);
    const text = `Media packets refused in this call: ${packetsRefused}. The last one ${refusalsInWords[lastRefusal]}.`;
    this.#diagnose({ type: 'log', level: 'warning', text });
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
    const before = this.#phases;
    this.#phases = new Map(calls.map(({ id, phase }) => [id, phase]));
    for (const id of before.keys()) if (!this.#phases.has(id)) this.#refusedTold.delete(id);
  }
}
