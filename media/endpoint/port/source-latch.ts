// Decides whose packets belong to a call and where to send: symmetric RTP that a stranger cannot take over.

export interface Source {
  readonly address: string;
  readonly port: number;
}

function isSame(a: Source | undefined, b: Source): boolean {
  return a !== undefined && a.port === b.port && a.address === b.address;
}

/**
 * The signalled address always belongs. Behind address translation the far end speaks from elsewhere: an
 * authenticated packet moves the latch at once; without SRTP two packets in sequence from one place do, and
 * only while the signalled address has been silent and nothing else was latched.
 */
export class SourceLatch {
  #signalled: Source | undefined;
  #latched: Source | undefined;
  #candidate: (Source & { readonly ssrc: number; readonly nextSequence: number }) | undefined;
  #heardSignalled = false;

  signal(source: Source): void {
    if (isSame(this.#signalled, source)) return;
    this.#signalled = source;
    this.#latched = undefined;
    this.#candidate = undefined;
    this.#heardSignalled = false;
  }

  /** Where media goes. */
  get target(): Source | undefined {
    return this.#latched ?? this.#signalled;
  }

  admitAuthentic(source: Source): void {
    this.#latched = isSame(this.#latched, source) ? this.#latched : { address: source.address, port: source.port };
  }

  /** For packets without authentication; false for a stranger's. */
  admitPlain(source: Source, ssrc: number, sequence: number): boolean {
    if (isSame(this.#signalled, source)) {
      this.#heardSignalled = true;
      this.#latched = this.#signalled;
      return true;
    }
    if (this.#latched || this.#heardSignalled) return isSame(this.#latched, source);
    const candidate = this.#candidate;
    if (candidate && isSame(candidate, source) && candidate.ssrc === ssrc && candidate.nextSequence === sequence) {
      this.#latched = { address: source.address, port: source.port };
      return true;
    }
    this.#candidate = { address: source.address, port: source.port, ssrc, nextSequence: (sequence + 1) & 0xffff };
    return false;
  }

  /** Whether an RTCP packet without authentication may be believed; RTCP alone never moves the latch. */
  believes(source: Source, rtcpPort: number): boolean {
    const { address } = source;
    return (
      isSame(this.target, source) ||
      isSame(this.#signalled, source) ||
      (this.#signalled?.address === address && source.port === rtcpPort)
    );
  }
}
