// What a run of the media bench tells: medians and spreads, the table, the page, and the claim made of them.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare } from '../../../../bench/claims/media/quality-vs-peers.ts';
import { type Figures, type MeasuredCall, spreadOf, summarise } from '../../../../bench/media/campaign/figures.ts';
import { readOptions } from '../../../../bench/media/options.ts';
import { scaleOf } from '../../../../bench/media/report/drawing.ts';
import { printPage } from '../../../../bench/media/report/page.ts';
import { printTable } from '../../../../bench/media/report/table.ts';

const figures: Figures = {
  delayP50Ms: 80,
  delayP95Ms: 90,
  concealedShare: 0.01,
  stretchedShare: undefined,
  distanceDb: 2,
  lossDistanceDb: undefined,
  correlationP50: 0.99,
  correlationP10: 0.95,
  visqol: 4.4,
  stoi: 0.98,
  cpuSecondsPerMinute: 4,
  memoryMb: 60,
  payloadBps: 33_000,
};

function call(engine: string, seed: number, changes: Partial<Figures> = {}): MeasuredCall {
  return { engine, case: 'clean', seed, outcome: { ok: true, value: { ...figures, ...changes } } };
}

const failed: MeasuredCall = {
  engine: 'neteq',
  case: 'clean',
  seed: 2,
  outcome: { ok: false, error: 'no <ICE>\nmore' },
};

describe('medians and spreads', () => {
  it('are of the seeds that came about, and keep why others did not', () => {
    const [ours, peer] = summarise([call('offhook', 1), call('neteq', 1), call('offhook', 2, { visqol: 4.6 }), failed]);
    expect(ours?.figures.visqol).toEqual({ median: 4.5, least: 4.4, most: 4.6 });
    expect(ours?.figures).not.toHaveProperty('stretchedShare');
    expect(peer).toMatchObject({ engine: 'neteq', seeds: 2, failures: ['no <ICE>\nmore'] });
  });

  it('of an odd number is the one in the middle, and of none there is none', () => {
    expect(spreadOf([3, 1, 2])).toEqual({ median: 2, least: 1, most: 3 });
    expect(spreadOf([])).toBeUndefined();
  });
});

describe('the table and the page', () => {
  const summaries = summarise([call('offhook', 1), call('offhook', 2, { delayP50Ms: 84 }), call('neteq', 1), failed]);

  it('show medians with their spread, what is not told, and what failed', () => {
    const table = printTable(summaries);
    expect(table).toMatch(/^offhook +82±2 +90 +4\.40 /m);
    expect(table).toMatch(/^neteq .* 33\.0 {2}1 of 2 calls failed: no <ICE>$/m);
    expect(table).toMatch(/ 1\.00 +- /);
  });

  it('ask nothing of any other place, and trust no word', () => {
    const engines = [
      { name: 'offhook', setting: 'as it <b>comes</b>', hasCard: true },
      { name: 'neteq', setting: 'too', hasCard: false },
    ];
    const page = printPage({ summaries, engines, source: 'x & y', seeds: 2, measuredAt: new Date(0) });
    expect(page).not.toMatch(/https?:|src=|href=|<script|<b>comes|<ICE>/);
    expect(page).toContain('x &#38; y');
    expect(page.match(/<svg/g)?.length).toBeGreaterThan(5);
    expect(page).not.toContain('NaN');
  });

  it('draw scales that hold every value', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1 }), (values) => {
        const scale = scaleOf(values, 10, 110);
        return values.every((value) => scale.at(value) >= 10 && scale.at(value) <= 110) && scale.ticks.length <= 8;
      }),
    );
  });
});

describe('the comparison with peers', () => {
  it('is against the best of all peers, and says both sets', () => {
    const said: string[] = [];
    const group = summarise([
      call('offhook', 1),
      call('neteq', 1, { visqol: 4.2 }),
      call('baresip', 1, { visqol: 3.9 }),
    ]);
    const figure = compare('loss5', group, (line) => said.push(line));
    expect(figure).toMatchObject({ name: 'loss5', unit: 'MOS-LQO over neteq', goal: { operator: '>=', value: 0.2 } });
    expect(figure.value).toBeCloseTo(0.2, 9);
    expect(said).toEqual([
      'loss5, peers with a sound card: ours 4.40, best baresip 3.90 at 80 ms',
      'loss5, all peers: ours 4.40, best neteq 4.20 at 80 ms',
    ]);
  });

  it('is no figure where ours or every peer failed', () => {
    const silent = () => undefined;
    expect(() => compare('clean', summarise([call('offhook', 1)]), silent)).toThrow('No peer');
    expect(() => compare('clean', summarise([failed]), silent)).toThrow();
  });
});

describe('the options', () => {
  const known = { engines: ['offhook', 'neteq'], speeches: ['allison'] };

  it('choose cases, engines and counts', () => {
    const options = readOptions(['--case', 'clean,loss5', '--peer', 'neteq', '--seeds', '2', '--jobs', '3'], known);
    expect(options).toMatchObject({
      ok: true,
      value: { cases: ['clean', 'loss5'], engines: ['neteq'], seeds: 2, jobs: 3 },
    });
  });

  it.each([
    [['--case', 'claen'], 'did you mean "clean"?'],
    [['--peer', 'skype'], 'There is no engine "skype"'],
    [['--seeds', '0'], 'from 1 to 100'],
    [['--seeds', '1e3'], 'from 1 to 100'],
    [['--jobs'], '--jobs needs a value'],
    [['--sedes', '1'], 'did you mean "--seeds"?'],
  ])('say what is wrong with %j', (words, reason) => {
    const options = readOptions(words, known);
    expect(options.ok ? '' : options.error).toContain(reason);
  });

  it('never throw', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (words) => typeof readOptions(words, known).ok === 'boolean'),
      // What every object inherits is no option.
      { examples: [[['__proto__', ' ']], [['constructor', '1']]] },
    );
  });
});
