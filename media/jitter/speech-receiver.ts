// The seam between packets that arrive as they please and sound that is needed on time.

/** What the network delivered, already authenticated and parsed. */
export interface IncomingPacket {
  readonly sequence: number;
  readonly timestamp: number;
  readonly payloadType: number;
  /** Kept until it is played, so it must stay as it is. */
  readonly payload: Uint8Array;
  /** A telephone event: holds its place in the sequence, and is heard as a short silence. */
  readonly isEvent: boolean;
  /** Comfort noise (RFC 3389): describes the background of a pause whose packets are not sent. */
  readonly isNoise?: boolean;
}

/** What became of a packet; all but `queued` and `restarted` are not played. */
export type Insertion = 'queued' | 'late' | 'duplicate' | 'suspicious' | 'restarted';

/** Totals since the receiver was made. */
export interface ReceiverStatistics {
  readonly packetsLate: number;
  readonly packetsDuplicate: number;
  /** Thrown away whole to bring the delay back. */
  readonly packetsTrimmed: number;
  /** Could not be decoded. */
  readonly packetsMalformed: number;
  readonly playedSamples: number;
  /** Of those, made up: by concealment, or silence while speech was due. */
  readonly concealedSamples: number;
  /** Lost or late, but restored from packets behind: the two below together. */
  readonly recoveredSamples: number;
  /** By in-band FEC of the packet right behind. */
  readonly recoveredByFecSamples: number;
  /** By the deep redundancy (DRED) of any packet behind. */
  readonly recoveredByDredSamples: number;
  /** Inserted and removed to change the delay. */
  readonly stretchedSamples: number;
  /** From a packet's arrival to its playing, now, for the fastest packets: phase and waiting samples included. */
  readonly delayMs: number;
  readonly targetDelayMs: number;
}

/**
 * Contract: `pull` always fills the whole frame and never throws; whatever is inserted, memory stays bounded. Both
 * times are of one clock, in ms with fractions: when the kernel got the packet, and when the sound device asks.
 */
export interface SpeechReceiver {
  insert(packet: IncomingPacket, arrivalMs: number): Insertion;
  pull(frame: Int16Array, nowMs: number): void;
  statistics(): ReceiverStatistics;
  /** A new source speaks: forget the old one, keep the totals. */
  reset(): void;
}
