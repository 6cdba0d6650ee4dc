// `npm run touch:calibrate -- BOARD`: three touches on the panel, and the line for the board file that comes of them.

import { readBoard } from '../../hal/boards/read-board.ts';
import { InputSource } from '../../hal/linux/input/input-source.ts';
import { DrmScreen } from '../../hal/linux/screen/drm-screen.ts';
import { EvdevTouch } from '../../hal/linux/screen/evdev-touch.ts';
import { panelFault } from '../../hal/linux/screen/panel-sentence.ts';
import { halAddon } from '../../hal/native/addon.ts';
import { SystemClock } from '../../hal/system/clock.ts';
import { askMarks } from './ask-marks.ts';

function stop(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

const file = process.argv[2];
if (file === undefined) stop('Name the board file whose panel is to be calibrated.');
const board = await readBoard(file);
if (!board.ok) stop(board.error.join('\n'));
const section = board.value.sections.screen;
if (section.driver !== 'drm' || !section.touch)
  stop(`${file} has no touch panel: "screen" needs the driver "drm" and "touch".`);
const { card, connector } = section;
const panel = halAddon().Panel.find({ card, connector, rotation: 0 });
const fault = panelFault(panel, undefined);
if (fault !== undefined) stop(`The screen does not work: ${fault}.`);

const warn = (sentence: string): void => void process.stderr.write(`${sentence}\n`);
const source = new InputSource({
  match: section.touch.device,
  grab: true,
  clock: new SystemClock(),
  device: 'touch panel',
  warn,
});
source.start();
const touch = new EvdevTouch(source);
const { width, height } = panel;
const screen = new DrmScreen({ card, connector, rotation: 0, width, height }, { warn });
const found = await askMarks(screen, touch, (number) =>
  process.stdout.write(`Touch the middle of cross ${number} of 3 on the screen.\n`),
);
for (const part of [touch, source, screen]) part.close();
if (!found.ok) stop(found.error);
const numbers = found.value.map((number) => Math.round(number * 1e5) / 1e5);
process.stdout.write(`Into "screen.touch" of ${file}:\n\n  "calibration": ${JSON.stringify(numbers)}\n\n`);
