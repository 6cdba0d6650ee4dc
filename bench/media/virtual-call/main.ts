// Prints how the receiver fares in each case: `node bench/media/virtual-call/main.ts [CASE ...] [--seeds N] [--codec NAME]`.

import { parseArgs } from 'node:util';
import { codecNames } from '../../../media/codec/index.ts';
import { readSpeech } from '../speech/speech.ts';
import { type NetworkCase, networkCases } from './cases.ts';
import { measureCall, medianFigures } from './figures.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seeds: { type: 'string', default: '5' },
    codec: { type: 'string', default: 'opus' },
    period: { type: 'string', default: '20' },
    lead: { type: 'string', default: '0' },
    each: { type: 'boolean', default: false },
  },
});
const codec = codecNames.find((name) => name === values.codec);
const unknown = positionals.find((name) => !(name in networkCases));
if (!codec || unknown !== undefined || !(Number(values.seeds) >= 1)) {
  process.stderr.write(`Cases: ${Object.keys(networkCases).join(' ')}. Codecs: ${codecNames.join(' ')}.\n`);
  process.exit(2);
}
const speech = readSpeech().samples;
const names = (positionals.length > 0 ? positionals : Object.keys(networkCases)) as NetworkCase[];
for (const name of names) {
  const runs = Array.from({ length: Number(values.seeds) }, (_, seed) =>
    measureCall(
      speech,
      { network: networkCases[name], seed: seed + 1, codec, periodMs: Number(values.period) },
      Number(values.lead),
    ),
  );
  const rows = values.each ? [...runs, medianFigures(runs)] : [medianFigures(runs)];
  for (const row of rows) {
    const cells = Object.entries(row).map(([figure, value]) => `${figure} ${value.toFixed(2)}`);
    process.stdout.write(`${name.padEnd(16)} ${cells.join('  ')}\n`);
  }
}
