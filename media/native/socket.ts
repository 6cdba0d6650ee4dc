// The polled UDP socket as the addon offers it: addresses are octets, datagrams lie in the caller's memory.

/** Octets of `data` a datagram needs: the sender's address, then the datagram. */
export const slotBytes = 2_048;
export const datagramAt = 16;
/** Numbers of `info` a datagram needs: its octets (cut at 2032), its age in milliseconds, the sender's port. */
export const slotNumbers = 3;

export interface UdpSocket {
  port(): number;
  /** Datagrams taken, at most one a slot and 32 a call; negative is the system's error number. */
  receive(data: Uint8Array, info: Float64Array): number;
  /** 0, or the system's error number where the packet was not taken. */
  send(packet: Uint8Array, address: Uint8Array, port: number): number;
  /** The kernel drops all but RTP of this source and `ssrc`, and RTCP of this source or from `reportPort`. */
  guard(address: Uint8Array, port: number, reportPort: number, ssrc: number): void;
  release(): void;
  close(): void;
}

export interface SocketNative {
  /** Throws where the system refuses (address not here, port taken, no descriptors left). */
  readonly UdpSocket: new (
    address: Uint8Array,
    port: number,
    dscp: number,
  ) => UdpSocket;
}
