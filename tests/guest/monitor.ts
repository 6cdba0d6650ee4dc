// The emulator's monitor as a test inside the guest speaks to it: looks at a screen from outside, moves a finger, pulls a plug.

import { closeSync, constants, openSync, readFileSync, readSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { PNG } from 'pngjs';

interface Answer {
  readonly return?: unknown;
  readonly error?: { readonly desc: string };
}

const lookMs = 5;
const limitMs = 60_000;

export class Monitor {
  readonly #fd: number;
  #received = '';
  #pictures = 0;

  /** Undefined outside of the guest. */
  static async open(): Promise<Monitor | undefined> {
    const port = process.env.OFFHOOK_GUEST_QMP;
    if (port === undefined) return undefined;
    const monitor = new Monitor(openSync(port, constants.O_RDWR | constants.O_NONBLOCK));
    await monitor.ask('qmp_capabilities');
    return monitor;
  }

  constructor(fd: number) {
    this.#fd = fd;
  }

  /** A command of QMP and its arguments; throws what the emulator says against it. */
  async ask(command: string, args: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
    writeSync(this.#fd, `${JSON.stringify({ execute: command, arguments: args })}\n`);
    const answer = await this.#answer();
    if (answer.error) throw new Error(`The emulator does not ${command}: ${answer.error.desc}`);
    return answer.return;
  }

  /** What is on a screen now, as somebody in front of it sees it; it has been at rest for one look. */
  async picture(device: string): Promise<PNG> {
    let before = await this.#photograph(device);
    for (let looks = 0; looks < 20; looks++) {
      const now = await this.#photograph(device);
      if (now.equals(before)) break;
      before = now;
    }
    return PNG.sync.read(before);
  }

  close(): void {
    closeSync(this.#fd);
  }

  async #photograph(device: string): Promise<Buffer> {
    const name = `screen-${device}-${this.#pictures++}.png`;
    const { OFFHOOK_GUEST_REPORT: here = '', OFFHOOK_GUEST_HOST_REPORT: there = '' } = process.env;
    await this.ask('screendump', { filename: join(there, name), device, format: 'png' });
    const bytes = readFileSync(join(here, name));
    rmSync(join(here, name));
    return bytes;
  }

  /** Greeting and events are passed over. */
  #answer(): Promise<Answer> {
    const deadline = performance.now() + limitMs;
    return new Promise((resolve, reject) => {
      const timer = setInterval(() => {
        const answer = this.#read();
        if (!answer && performance.now() < deadline) return;
        clearInterval(timer);
        if (answer) resolve(answer);
        else reject(new Error(`The emulator's monitor does not answer; it said "${this.#received}".`));
      }, lookMs);
    });
  }

  #read(): Answer | undefined {
    const bytes = Buffer.alloc(65_536);
    try {
      this.#received += bytes.toString('utf8', 0, readSync(this.#fd, bytes));
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
    }
    for (let end = this.#received.indexOf('\n'); end >= 0; end = this.#received.indexOf('\n')) {
      const message = JSON.parse(this.#received.slice(0, end)) as Answer;
      this.#received = this.#received.slice(end + 1);
      if ('return' in message || 'error' in message) return message;
    }
    return undefined;
  }
}

/** 0xRRGGBB. */
export function colourAt(picture: PNG, x: number, y: number): number {
  return picture.data.readUInt32BE((y * picture.width + x) * 4) >>> 8;
}
