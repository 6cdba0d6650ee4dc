// The guided bench test: the simulated phone tested without a person, and the page that leads a person through it.

import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type NetworkInterfaceInfo, networkInterfaces, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PhoneProcess } from '../../bench/phone/phone-process.ts';
import { Guide } from '../../bench/prototype/guide.ts';
import { openPageServer, type PageServer, parseAnswer } from '../../bench/prototype/page-server.ts';
import { parseReport } from '../../bench/prototype/report/result.ts';
import { byAnswer, type Desk, noAndSkip, passed, type Step } from '../../bench/prototype/steps/step.ts';
import { keyNames } from '../../hal/keypad.ts';
import { handheld, openBrowser, type TestBrowser } from './chromium.ts';

const main = resolve(import.meta.dirname, '../../bench/prototype/main.ts');

let browser: TestBrowser;
let folder: string;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'offhook-prototype-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const isOnNetwork = ({ internal, family }: NetworkInterfaceInfo) => !internal && family === 'IPv4';

function run(...words: readonly string[]): Promise<{ readonly code: number; readonly printed: string }> {
  const child = spawn(process.execPath, [main, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (printed += String(chunk)));
  return new Promise((done) => child.once('close', (code) => done({ code: code ?? -1, printed })));
}

describe('npm run bench:board', () => {
  it('tests the simulated phone without a person, and reports it', async () => {
    const reports = join(folder, 'reports');
    const port = String(20_000 + Math.floor(Math.random() * 20_000));
    const quick = ['--unattended', '--quick', '--calls', '2', '--call-seconds', '2', '--port', port];
    const { code, printed } = await run(...quick, '--folder', join(folder, 'bench'), '--reports', reports);
    expect(printed).toContain('Testing Desk set in the browser SIM-0001');
    const [page = '', json = ''] = readdirSync(reports).toSorted();
    const report = parseReport(readFileSync(join(reports, json), 'utf8'));
    if (!report.ok) throw new Error(report.error);
    expect(report.value.phone).toMatchObject({ serialNumber: 'SIM-0001', image: '0.1.0', slot: 'A' });
    const verdicts = Object.fromEntries(report.value.steps.map(({ id, verdict }) => [id, verdict]));
    for (const id of ['keys', 'hook', 'touch', 'lamps', 'screen', 'network', 'power'])
      expect([id, verdicts[id]]).toEqual([id, 'passed']);
    // Nobody is there to hear it, and no image was given: neither may count as passed.
    for (const id of ['ringer', 'sound-speaker', 'roll-back', 'update'])
      expect([id, verdicts[id]]).toEqual([id, 'not-tested']);
    const figures = new Map(report.value.steps.flatMap((step) => step.figures).map(({ name, value }) => [name, value]));
    expect(figures.get('Calls that came about')).toBe(2);
    expect(figures.get('Reports at the collector')).toBe(2);
    expect(figures.get('Delay there and back')).toBeGreaterThan(20);
    // How well a shared machine keeps time is not judged here.
    expect(code).toBe(report.value.verdict === 'failed' ? 1 : 0);

    const opened = await browser.open(`file://${join(reports, page)}`);
    await opened.page.getByRole('heading', { name: 'SIM-0001' }).waitFor();
    await opened.page.getByRole('img', { name: 'Response of the handset' }).waitFor();
    expect(opened.errors).toEqual([]);

    const second = join(folder, 'second.json');
    writeFileSync(second, readFileSync(join(reports, json), 'utf8').replaceAll('SIM-0001', 'SIM-0002'));
    const compared = await run('--compare', join(reports, json), second, '--reports', reports);
    expect([compared.code, compared.printed]).toEqual([0, expect.stringMatching(/SIM-0001 +SIM-0002/)]);
  });

  it('takes a phone from the network by the configuration that it wrote, and a page by its token alone', async () => {
    const port = 20_000 + Math.floor(Math.random() * 20_000);
    const bench = join(folder, 'bench');
    const words = ['--lan', '--port', String(port), '--folder', bench, '--reports', join(folder, 'reports')];
    const child = spawn(process.execPath, [main, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
    const ended = new Promise<number>((done) => child.once('close', (code) => done(code ?? -1)));
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (printed += String(chunk)));
    if (!Object.values(networkInterfaces()).some((cards) => cards?.some(isOnNetwork))) {
      expect([await ended, printed]).toEqual([1, expect.stringContaining('This computer has no network address')]);
      return;
    }
    await expect.poll(() => printed, { timeout: 20_000 }).toContain('registers by itself');
    const address = /^ {4}(https:\S+)$/m.exec(printed)?.[1] ?? '';
    const stranger = await browser.open(address.replace(/token=.*/, 'token=guessed'));
    await stranger.page.getByText('Open the whole address that the console printed').waitFor();
    const { page } = await browser.open(address);
    await page.getByText('No phone yet').waitFor();

    const config = JSON.parse(readFileSync(join(bench, 'offhook.json'), 'utf8')) as Record<string, unknown>;
    const phone = await PhoneProcess.start({ folder: join(folder, 'phone'), config });
    if (!phone.ok) throw new Error(phone.error);
    await page.getByRole('heading', { name: 'Every key' }).waitFor();
    phone.value.press('7');
    await page.locator('.key.done').filter({ hasText: /^7$/ }).waitFor();
    await phone.value.stop();
    await page.getByText('no connection, the test goes on when it is back').waitFor();
    child.kill('SIGINT');
    expect([await ended, printed]).toEqual([1, expect.stringContaining('stopped before its end; there is no report')]);
  });

  it('says what is wrong with a folder that cannot be written to, and with options', async () => {
    const taken = join(folder, 'a-file');
    writeFileSync(taken, '');
    const refused = await run('--unattended', '--folder', join(folder, 'bench'), '--reports', join(taken, 'reports'));
    expect([refused.code, refused.printed]).toEqual([
      1,
      expect.stringContaining('Choose another one: --reports FOLDER'),
    ]);
    expect(await run('--phone', '10.0.0.300')).toMatchObject({ code: 2, printed: expect.stringContaining('--phone') });
  });
});

describe('the page', () => {
  let server: PageServer;
  let guide: Guide;
  const keys: Step = {
    ...{ id: 'keys', title: 'Every key', group: 'Hands' },
    run: async ({ ask, say }) => {
      const question = ask('', undefined, noAndSkip('The others do nothing'));
      say('Press each key.', {
        kind: 'keys',
        keys: keyNames.map((key, at) => ({ key, state: at === 0 ? 'down' : at < 12 ? 'done' : 'waiting' })),
      });
      return byAnswer(await question.answer, 'dead keys');
    },
  };
  const last: Step = { ...{ id: 'last', title: 'Lamps', group: 'Eyes' }, run: async () => passed('measurement') };
  const desk = () => ({ ask: guide.ask, say: guide.say, hand: undefined }) as unknown as Desk;

  beforeEach(async () => {
    guide = new Guide([keys, last]);
    const opened = await openPageServer({ guide, port: 0, lan: undefined });
    if (!opened.ok) throw new Error(opened.error);
    server = opened.value;
  });
  afterEach(() => server.close());

  it('lights up keys, wants a reason for what is left out, and keeps what is being written', async () => {
    const { page, errors } = await browser.open(server.address);
    await page.getByRole('heading', { name: 'Waiting for the phone' }).waitFor();
    const results = guide.run([keys, last], desk(), () => undefined);
    await page.locator('.key.down').filter({ hasText: /^0$/ }).waitFor();
    expect(await page.locator('.key.done').count()).toBe(11);
    await page.getByRole('button', { name: 'Skip' }).click();
    await page.getByText('Write why it is left out').waitFor();
    await page.getByLabel('Reason').fill('no time');
    guide.say('Press each key, one after another.');
    await page.getByText('one after another').waitFor();
    expect(await page.getByLabel('Reason').inputValue()).toBe('no time');
    await page.getByRole('button', { name: 'Skip' }).click();
    expect((await results).map(({ verdict, reason }) => [verdict, reason])).toEqual([
      ['not-tested', 'no time'],
      ['passed', ''],
    ]);
    await page.getByText('2 of 2 steps').waitFor();
    guide.finish('Nothing failed, and not all of it was tested.', ['/reports/P-1.html']);
    await page.getByText('/reports/P-1.html').waitFor();
    await page.locator('.total.not-tested').getByText('1').waitFor();
    expect(errors).toEqual([]);
  });

  it('tells that the phone is gone, and that it is back', async () => {
    const { page } = await browser.open(server.address);
    const facts = {
      ...{ protocol: 1, board: 'pi5', version: '0.1.0', slots: [], devices: [], upMs: 0 },
      screen: { width: 800, height: 480 },
      identity: { vendor: 'Offhook', model: 'Pi 5', revision: '1', serialNumber: 'P-9', macAddress: '' },
    };
    guide.follow({ type: 'joined', facts });
    await page.getByText('P-9', { exact: true }).waitFor();
    guide.follow({ type: 'left' });
    await page.getByText('P-9: no connection, the test goes on when it is back').waitFor();
    guide.follow({ type: 'joined', facts });
    await page.getByText('P-9', { exact: true }).waitFor();
  });

  it('fits a smartphone without scrolling sideways', async () => {
    void guide.run([keys, last], desk(), () => undefined);
    const { page } = await browser.open(server.address, handheld);
    await page.locator('.key.done').first().waitFor();
    const width = (await page.locator('body').boundingBox())?.width ?? 0;
    expect(width).toBeLessThanOrEqual(390);
    const skip = await page.getByRole('button', { name: 'Skip' }).boundingBox();
    expect((skip?.y ?? 0) + (skip?.height ?? 0)).toBeLessThanOrEqual(844);
  });
});

it('an answer of a page is held to its form', () => {
  expect(parseAnswer('{"turn":3,"button":"yes","reason":""}').ok).toBe(true);
  for (const text of ['', 'null', '{"turn":1.5,"button":"yes","reason":""}', '{"turn":1,"button":7,"reason":""}'])
    expect(parseAnswer(text).ok).toBe(false);
});
