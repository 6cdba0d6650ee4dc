// What the addon offers for character devices: readers with a thread each, and the kernel's requests by name.

/** Reads an open device file, which stays the caller's to close once the reader is stopped. */
export interface DeviceReader {
  /** What one read each has brought, oldest first. */
  take(): readonly Buffer[];
  /** 0 while the device can be read, then an error number of the system; ENODEV where it is gone. */
  ended(): number;
  /** The thread has ended when this returns. */
  stop(): void;
}

export interface GpioChip {
  readonly name: string;
  readonly label: string;
  readonly lines: number;
}

export interface GpioLine {
  readonly name: string;
  /** Who uses it now; empty where nobody does. */
  readonly consumer: string;
  readonly isUsed: boolean;
}

export interface GpioRequest {
  /** At most 32 lines, all with the same flags of the kernel. */
  readonly offsets: readonly number[];
  readonly flags: number;
  /** Edges closer together than this are the kernel's to swallow; 0: none are. */
  readonly debounceUs: number;
  /** Bit n is the first value of the n-th offset, where the lines are outputs. */
  readonly values: number;
}

export interface MatrixLayout {
  /** Files of requested lines: inputs with both edges, and open-drain outputs. */
  readonly rowsFd: number;
  readonly columnsFd: number;
  readonly rows: number;
  readonly columns: number;
  /** From driving a column to reading the rows. */
  readonly settleUs: number;
  readonly periodMs: number;
}

/** Numbers below zero are the system's error numbers, negated. */
export interface DeviceAddon {
  /** `onReady` is called once chunks wait or the device has ended; calls that come late fall together. */
  readonly DeviceReader: new (
    fd: number,
    onReady: () => void,
  ) => DeviceReader;
  /** Its chunks are snapshots: time in nanoseconds and keys, `row * columns + column`, eight bytes each. */
  readonly MatrixScanner: new (
    layout: MatrixLayout,
    onReady: () => void,
  ) => DeviceReader;
  /** Nobody else gets this input device's events any more, or again. */
  inputGrab(fd: number, grab: boolean): number;
  /** Events are dated by CLOCK_MONOTONIC from now on. */
  inputDateMonotonic(fd: number): number;
  /** Held keys or switches, one bit a code from the lowest of the first byte on; answers with bytes written. */
  inputHeldKeys(fd: number, into: Uint8Array): number;
  inputHeldSwitches(fd: number, into: Uint8Array): number;
  /** Six numbers: where the axis is now, lowest, highest, fuzz, flat, units a millimetre. */
  inputAxis(fd: number, axis: number, into: Int32Array): number;
  gpioChip(fd: number): GpioChip | null;
  gpioLine(fd: number, offset: number): GpioLine | null;
  /** A file that speaks for the lines alone, to be closed by the caller. */
  gpioRequest(fd: number, wanted: GpioRequest): number;
  /** Bit n is 1 where the n-th requested line is active. */
  gpioValues(linesFd: number): number;
  gpioSet(linesFd: number, mask: number, bits: number): number;
  /** After so many seconds without a word the kernel restarts the board. */
  watchdogTimeout(fd: number, seconds: number): number;
  /** Sends lines of sd_notify(3) to the socket that systemd names; '@' begins an abstract one. */
  notifySystemd(socket: string, lines: string): number;
  /** Status bits of the kernel's clock, as adjtimex(2) answers them. */
  clockStatus(): number;
  /** For frames of LLDP on one cable: read and written like a file, and never waiting; or a negative error number. */
  openLinkSocket(interfaceName: string): number;
}
