// A pair of pseudo terminals: the phone opens one by its name as it would a serial line, the test is at the other.

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';

/** `script` of Debian's essential bsdutils makes the pair and passes on what is said; the shell holds its end open. */
const makePair = ['-qfec', 'stty raw -echo; tty; exec sleep 600', '/dev/null'];

export class PseudoTerminal {
  /** What the phone opens. */
  readonly path: string;
  onBytes: (chunk: Uint8Array) => void = () => undefined;
  readonly #child: ChildProcessWithoutNullStreams;

  private constructor(child: ChildProcessWithoutNullStreams, path: string) {
    this.#child = child;
    this.path = path;
    child.stdout.on('data', (chunk: Buffer) => this.onBytes(chunk));
  }

  static async open(): Promise<PseudoTerminal> {
    const child = spawn('script', makePair, { stdio: ['pipe', 'pipe', 'pipe'] });
    child.stdin.on('error', () => undefined);
    const path = await new Promise<string>((resolve, reject) => {
      let said = '';
      const listen = (chunk: Buffer): void => {
        said += chunk.toString('latin1');
        const found = /(\/dev\/pts\/\d+)\s/.exec(said)?.[1];
        if (found === undefined) return;
        child.stdout.off('data', listen);
        resolve(found);
      };
      child.stdout.on('data', listen);
      child.once('error', reject);
      child.once('exit', () => reject(new Error(`script ended: ${said}`)));
    });
    return new PseudoTerminal(child, path);
  }

  write(bytes: Uint8Array): void {
    this.#child.stdin.write(bytes);
  }

  /** The cable is pulled: both ends are gone when this resolves. */
  async close(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => this.#child.once('exit', () => resolve()));
    this.#child.kill('SIGKILL');
    await gone;
  }
}
