// A serial line by the package serialport, opened and lost without an exception.

import { SerialPort } from 'serialport';

export interface SerialListener {
  onOpened(): void;
  onBytes(chunk: Uint8Array): void;
  /** It did not open, or is gone; `reason` is the system's word. Told once, and nothing after it. */
  onClosed(reason: string): void;
}

export interface SerialLine {
  /** What the line cannot take now is dropped: the next message says everything again. */
  write(bytes: Uint8Array): void;
  close(): void;
}

export type OpenSerialLine = (path: string, baud: number, listener: SerialListener) => SerialLine;

const mostWaitingBytes = 1024;

export const openSerialLine: OpenSerialLine = (path, baud, listener) => {
  let isOver = false;
  const port = new SerialPort({ path, baudRate: baud, autoOpen: false, lock: true });
  const end = (reason: string): void => {
    if (isOver) return;
    isOver = true;
    listener.onClosed(reason);
  };
  port.on('data', (chunk: Buffer) => {
    if (!isOver) listener.onBytes(chunk);
  });
  port.on('error', (error) => {
    end(error.message);
    if (port.isOpen) port.close(() => undefined);
  });
  port.on('close', (error: Error | null | undefined) => end(error?.message ?? 'closed'));
  port.open((error) => {
    if (error) end(error.message);
    else if (isOver) port.close(() => undefined);
    else listener.onOpened();
  });
  return {
    write: (bytes) => {
      if (port.isOpen && !isOver && port.writableLength < mostWaitingBytes) port.write(Buffer.from(bytes));
    },
    close: () => {
      isOver = true;
      if (port.isOpen) port.close(() => undefined);
    },
  };
};
