// A GPIO chip of the real kernel (gpio-sim): its lines are pulled by files, and what drives them is read there.

import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const configuration = '/sys/kernel/config/gpio-sim';
export const hasGpioSim = existsSync(configuration);

let chips = 0;

export class GpioSim {
  readonly label: string;
  readonly #folder: string;
  readonly #lines: string;
  #isLive = true;

  constructor(lineCount: number) {
    this.label = `offhook-${process.pid}-${++chips}`;
    this.#folder = join(configuration, this.label);
    const bank = join(this.#folder, 'bank0');
    mkdirSync(this.#folder);
    mkdirSync(bank);
    writeFileSync(join(bank, 'num_lines'), String(lineCount));
    writeFileSync(join(bank, 'label'), this.label);
    writeFileSync(join(this.#folder, 'live'), '1');
    const device = readFileSync(join(this.#folder, 'dev_name'), 'utf8').trim();
    const chip = readFileSync(join(bank, 'chip_name'), 'utf8').trim();
    this.#lines = join('/sys/devices/platform', device, chip);
  }

  /** A contact to ground that closes or opens. */
  ground(offset: number, isClosed: boolean): void {
    writeFileSync(join(this.#lines, `sim_gpio${offset}`, 'pull'), isClosed ? 'pull-down' : 'pull-up');
  }

  isHigh(offset: number): boolean {
    return readFileSync(join(this.#lines, `sim_gpio${offset}`, 'value'), 'utf8').trim() === '1';
  }

  remove(): void {
    if (!this.#isLive) return;
    this.#isLive = false;
    writeFileSync(join(this.#folder, 'live'), '0');
    for (const entry of readdirSync(join(this.#folder, 'bank0'))) {
      if (entry.startsWith('line')) rmdirSync(join(this.#folder, 'bank0', entry));
    }
    rmdirSync(join(this.#folder, 'bank0'));
    rmdirSync(this.#folder);
  }
}
