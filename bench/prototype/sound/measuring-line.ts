// The number that a phone on test calls: whoever calls it next gets the script that was laid out for it.

import type { ScriptedLine } from '../../enterprise/company/staff.ts';
import { MeasuringScript } from './measuring-script.ts';
import { silence } from './signals.ts';

export class MeasuringLine implements ScriptedLine {
  readonly extension = '4950';
  readonly name = 'Bench test';
  #next: MeasuringScript | undefined;

  /** For the next call alone. */
  layOut(script: MeasuringScript): void {
    this.#next = script;
  }

  /** A call that nobody asked for is taken in silence. */
  answer(): MeasuringScript {
    const script = this.#next ?? new MeasuringScript(silence(1));
    this.#next = undefined;
    return script;
  }
}
