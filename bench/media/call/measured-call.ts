// What one measured call is asked and what it brings back, the same for our engine and for every peer.

import type { Result } from '../../../hal/result.ts';
import type { NetworkConditions } from '../virtual-call/network.ts';

export interface CallPlan {
  /** Spoken once, after a lead-in of its own last seconds that lets buffers and reports settle. 48 kHz. */
  readonly speech: Int16Array;
  readonly network: NetworkConditions;
  readonly seed: number;
}

/** No codec in the run may spend more than this on speech, protection included. */
export const mostBitRateBps = 36_000;
export const leadInSeconds = 5;

/** Absent where the engine does not tell. */
export interface CallRecord {
  /** Sample 0 is the moment when sample 0 of the speech was spoken; longer than the speech by the longest delay. */
  readonly heard: Int16Array;
  /** When each lost packet was sent, on that time line. */
  readonly lostAtMs: readonly number[];
  readonly packetsSent: number;
  readonly packetsLost: number;
  /** Of the payload, measured on the wire. */
  readonly payloadBps: number;
  /** Share of the played samples made up because nothing of them had come in time. */
  readonly concealedShare: number | undefined;
  /** Share of samples that stretching time put in or took out. */
  readonly stretchedShare: number | undefined;
  /** Both ends of the call together, a minute of call. */
  readonly cpuSecondsPerMinute: number;
  /** Resident memory of one end. */
  readonly memoryMb: number;
}

export interface MeasuredEngine {
  readonly name: string;
  /** Version and setting, in words. */
  readonly setting: string;
  /** False where sound goes in and out by function calls and the delay is therefore without any sound card. */
  readonly hasCard: boolean;
  /** Installs what is missing; an error says why the engine cannot run on this machine. */
  prepare(say: (line: string) => void): Promise<Result<void>>;
  call(plan: CallPlan): Promise<Result<CallRecord>>;
}
