// Which wire goes where: a table of the GPIO lines of a board file, for the person with the soldering iron.

import type { CheckedBoard, DriverSections } from '../../hal/boards/board-schema.ts';
import { groundPins, headerPin, otherUse } from './header-pins.ts';
import { columns } from './tables.ts';

interface Wire {
  readonly what: string;
  readonly line: number;
  readonly to: string;
}

/** Lines of text; none where nothing of the board is wired to GPIO lines. */
export function wiringTable({ sections }: CheckedBoard): readonly string[] {
  const wires = [
    ...sections.keypad.flatMap(keypadWires),
    ...sections.hook.flatMap(hookWires),
    ...sections.indicators.flatMap(lampWires),
  ];
  if (wires.length === 0) return [];
  const rows = wires.map(({ what, line, to }) => {
    const pin = headerPin(line);
    return [what, `GPIO ${line}`, pin === undefined ? 'not on the header' : `pin ${pin}`, to];
  });
  const table = columns([['what', 'line', 'header', 'other end'], ...rows]);
  const clashes = wires.flatMap(({ what, line }) => {
    const use = otherUse(line);
    return use === undefined ? [] : [`${what} is on GPIO ${line}, which ${use} may want: free only while that is off.`];
  });
  return [...table, `Ground is on the pins ${groundPins.join(', ')}.`, ...clashes];
}

function keypadWires(section: DriverSections['keypad'][number]): readonly Wire[] {
  if (section.driver !== 'gpio') return [];
  const { matrix = [], active } = section;
  return Object.entries(section.pins).map(([use, line]) => {
    const [, kind, number] = /^(row|col)(\d+)$/.exec(use) ?? [];
    const at = Number(number) - 1;
    if (kind === undefined) return { what: `key ${use}`, line, to: contact(active) };
    const keys = kind === 'row' ? (matrix[at] ?? []) : matrix.map((row) => row[at] ?? null);
    const names = keys.map((key) => key ?? '-').join(' ');
    return { what: `${kind === 'row' ? 'row' : 'column'} ${number}`, line, to: `the keys ${names}` };
  });
}

function hookWires(section: DriverSections['hook'][number]): readonly Wire[] {
  if (section.driver !== 'gpio') return [];
  const { active, active_means: means } = section;
  return [{ what: 'hook switch', line: section.pins.switch, to: `${contact(active)}, closed while ${means}` }];
}

function lampWires(section: DriverSections['indicators'][number]): readonly Wire[] {
  if (section.driver !== 'gpio') return [];
  const to = section.active === 'high' ? 'lamp and 1 kΩ to ground' : 'lamp and 1 kΩ to 3.3 V (pin 1 or 17)';
  return Object.entries(section.pins).map(([use, line]) => ({ what: `lamp ${use}`, line, to }));
}

function contact(active: 'low' | 'high'): string {
  return active === 'low' ? 'contact to ground' : 'contact to 3.3 V (pin 1 or 17)';
}
