// Says what the set-up is doing: one moving line on a terminal, plain lines with a sign of life elsewhere.

const signOfLifeMs = 20_000;
const redrawMs = 120;

export class Progress {
  #out;
  #live;
  #colours;
  #running = new Map();
  #timer;
  #lastWordAt = Date.now();

  /** @param {{ isTTY?: boolean, columns?: number, write(text: string): unknown }} out */
  constructor(out = process.stdout, env = process.env) {
    this.#out = out;
    this.#live = out.isTTY === true && env.CI === undefined && env.TERM !== 'dumb';
    this.#colours = this.#live && env.NO_COLOR === undefined;
  }

  begin(name, doing) {
    this.#running.set(name, { doing, since: Date.now(), detail: '' });
    if (!this.#live) this.#print(`… ${doing}`);
    this.#timer ??= setInterval(() => this.#tick(), this.#live ? redrawMs : 1000);
  }

  /** The latest line that the step's command printed. */
  detail(name, line) {
    const step = this.#running.get(name);
    if (step) step.detail = line;
  }

  finish(name, outcome) {
    const step = this.#running.get(name);
    this.#running.delete(name);
    const seconds = step ? (Date.now() - step.since) / 1000 : 0;
    this.#print(`${this.#paint('32', '✓')} ${outcome} (${seconds.toFixed(1)} s)`);
    if (this.#running.size === 0) this.close();
  }

  say(line) {
    this.#print(line);
  }

  close() {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#running.clear();
    this.#erase();
  }

  #tick() {
    if (this.#live) {
      const width = Math.max(20, (this.#out.columns ?? 80) - 1);
      const parts = [...this.#running.values()].map((step) => describe(step));
      this.#erase();
      this.#out.write(parts.join('  |  ').slice(0, width));
    } else if (Date.now() - this.#lastWordAt > signOfLifeMs) {
      for (const step of this.#running.values()) this.#print(`  … ${describe(step)}`);
    }
  }

  #print(line) {
    this.#erase();
    this.#out.write(`${line}\n`);
    this.#lastWordAt = Date.now();
  }

  #erase() {
    if (this.#live) this.#out.write('\r\u001b[K');
  }

  #paint(code, text) {
    return this.#colours ? `\u001b[${code}m${text}\u001b[0m` : text;
  }
}

function describe(step) {
  const seconds = Math.round((Date.now() - step.since) / 1000);
  return `${step.doing} ${seconds} s${step.detail ? `: ${step.detail.slice(0, 60)}` : ''}`;
}
