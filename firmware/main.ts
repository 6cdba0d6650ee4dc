// Composition root: a board description and a configuration in, a running phone out; real and simulated boards alike.

import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Board } from '../hal/board.ts';
import { openBoard } from '../hal/board.ts';
import { err } from '../hal/result.ts';
import type { MediaEngine } from '../media/session.ts';
import packageFacts from '../package.json' with { type: 'json' };
import { startUi } from '../ui/app.tsx';
import { type SignInRequest, signInAt } from './account/index.ts';
import { type BenchTest, openBenchTest } from './admin/index.ts';
import { openBenchLink } from './bench-link.ts';
import { type ChosenConfig, chooseConfig } from './chosen-config.ts';
import { readCommandLine } from './command-line.ts';
import { cardProblem, notedCardProblem, readText } from './config/index.ts';
import { absentMediaEngine, instanceId, MemoryKeeper, noUpdate, PhoneCore } from './core/index.ts';
import type { DiagnosticSink } from './diagnostics.ts';
import type { PhoneTrouble, SetUpState, UpdateState } from './phone.ts';
import { deviceKey, machineParts, SetUp, watchResetChord } from './set-up/index.ts';
import { FileStore, MemoryStore, type Store } from './store/index.ts';

const badInputExit = 2;
/** The watchdog restarts a phone that has not come round its event loop for so long. */
const watchdogMs = 10_000;
/** Signalling is loaded in one piece, which takes a slow or busy board its time. */
const startWatchdogMs = 30_000;
const closeWithinMs = 1_000;

interface Parts extends ChosenConfig {
  readonly board: Board;
  readonly store: Store;
  /** False: the disk is gone, and what is stored lasts until the phone stops. */
  readonly durable: boolean;
  /** Why the configuration that was given is not the one that rules. */
  readonly card: SetUpState['card'];
  troubles(): readonly PhoneTrouble[];
  /** `heard` is called when a device of the board is lost or found again. */
  readonly deviceNews: { heard(): void };
  readonly diagnose: DiagnosticSink;
  /** Where the policy lends this phone to a bench. */
  readonly benchTest: BenchTest | undefined;
}

async function main(): Promise<void> {
  let close = (): void => process.exit(0);
  const parent = openBenchLink(() => close());
  const listeners: DiagnosticSink[] = [parent];
  const diagnose: DiagnosticSink = (event) => {
    for (const listen of listeners) listen(event);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => close());
  const parts = await openParts(diagnose);
  const { benchTest } = parts;
  if (benchTest) listeners.push((event) => benchTest.diagnose(event));
  // The network may have news before there is a phone to hear them.
  let heard = (): void => undefined;
  const setUp = openSetUp(parts, () => heard());
  const media = openMedia(parts.board, diagnose);
  let updateState = noUpdate;
  const core = makeCore(parts, setUp, () => updateState);
  heard = () => core.refresh();
  parts.deviceNews.heard = heard;
  watchResetChord(parts.board.keypad, parts.board.clock, () => setUp.resetByKeys());
  const memory = new MemoryKeeper(parts.board.clock, () => {
    void media.then((engine) => engine.collectGarbage());
    globalThis.gc?.();
    parts.board.giveBackMemory();
  });
  core.subscribe(() => memory.follow(core.state));
  const ui = startUi({ phone: core, screen: parts.board.screen, keypad: parts.board.keypad, clock: parts.board.clock });
  close = onceOnly(() => void shutDown(parts, core, () => ui.close()));
  await ui.firstFrameDrawn;
  const startedInMs = performance.now();
  feedWatchdog(parts.board);
  deviceKey(parts.store);
  // Only now: the SIP library would hold back the first screen.
  const { createSipUserAgent } = await import('./sip/index.ts');
  const { clock, random } = parts.board;
  const sip = createSipUserAgent({
    clock,
    random,
    log: (level, text) => diagnose({ type: 'log', level, text }),
    userAgentName: `Offhook/${packageFacts.version}`,
    instanceId: instanceId(parts.store, random),
  });
  const engine = await media;
  await core.attach({ media: engine, sip });
  benchTest?.attach(core);
  await startImageUpdate(parts, core, engine, (state) => {
    updateState = state;
    core.refresh();
  });
  parts.board.watchdog.arm(watchdogMs);
  diagnose({
    type: 'ready',
    deskSetPort: parts.board.endpoint?.port,
    audioPort: engine.audioEndpointPort,
    startedInMs,
  });
}

async function openParts(diagnose: DiagnosticSink): Promise<Parts> {
  const warn = (text: string): void => diagnose({ type: 'log', level: 'warning', text });
  const commandLine = readCommandLine(process.argv.slice(2));
  if (!commandLine.ok) return refuse([commandLine.error]);
  const { board: boardFile, configs, dataNote } = commandLine.value;
  const chosen = chooseConfig(configs);
  const deviceNews = { heard: (): void => undefined };
  const board = await openBoard(boardFile, {
    warn: (text) => {
      warn(text);
      deviceNews.heard();
    },
    restart: () => process.exit(1),
    forget: () => forget(chosen.ok ? chosen.value.loaded.config.store : undefined),
  });
  const problems = [chosen, board].flatMap((result) => (result.ok ? [] : result.error));
  if (!chosen.ok || !board.ok) return refuse(problems);
  const { warning, loaded } = chosen.value;
  if (warning !== undefined) warn(warning);
  const store = FileStore.open(loaded.config.store, (level, text) => diagnose({ type: 'log', level, text }));
  // A phone without its data partition still signs in and dials.
  if (!store.ok) warn(`${store.error} Nothing that is stored now outlasts a restart.`);
  const durable = store.ok && !isDataMissing(dataNote);
  if (store.ok && !durable) warn('The data partition is missing. Nothing that is stored now outlasts a restart.');
  const kept = store.ok ? store.value : new MemoryStore();
  const isStoring = (): boolean => durable && store.ok && store.value.isWritable;
  const troubles = (): readonly PhoneTrouble[] => [
    ...(warning === undefined ? [] : (['configuration'] as const)),
    ...(isStoring() ? [] : (['storage'] as const)),
  ];
  const card = warning === undefined ? notedCardProblem(dirname(configs[0])) : cardProblem(configs[0]);
  const benchTest = await openBenchTest({
    ...{ board: board.value, policy: chosen.value.policy, trustAnchors: loaded.trustAnchors },
    ...{ version: packageFacts.version, log: (level, text) => diagnose({ type: 'log', level, text }) },
  });
  // Then the phone sees keys, hook, screen and lamps through the test, which can keep them to itself for a while.
  const parted: Board = benchTest ? { ...board.value, ...benchTest.ports } : board.value;
  return { board: parted, ...chosen.value, store: kept, durable, card, troubles, deviceNews, diagnose, benchTest };
}

/** Without a note nobody looked, as on a bench. */
function isDataMissing(note: string | undefined): boolean {
  const text = note === undefined ? undefined : readText(note);
  return text?.ok === true && text.value.trim() !== 'whole';
}

function openSetUp({ board, loaded, policy, store, card, diagnose }: Parts, onChange: () => void): SetUp {
  const { clock, network, factoryReset } = board;
  return new SetUp({
    ...{ clock, network, factoryReset, policy, store, card, onChange, config: loaded.config },
    log: (level, text) => diagnose({ type: 'log', level, text }),
    onTimeZone: (timeZone) => {
      process.env.TZ = timeZone;
    },
  });
}

function makeCore(
  { board, loaded, policy, store, troubles, diagnose }: Parts,
  setUp: SetUp,
  update: () => UpdateState,
): PhoneCore {
  const { clock, random, hook, indicators, identity } = board;
  const { config, trustAnchors } = loaded;
  return new PhoneCore({
    ...{ clock, random, hook, indicators, identity, store, config, trustAnchors, policy, diagnose },
    ...{ version: packageFacts.version, update, troubles, setUp, parts: () => machineParts(board.states()) },
    requestSignIn: atKnownServer(setUp, (url) => signInAt(url, trustAnchors, clock)),
  });
}

/** The server may be told by the person only later. */
function atKnownServer(setUp: SetUp, at: (url: string) => SignInRequest): SignInRequest {
  return (extension, pin, signal) =>
    setUp.server === ''
      ? Promise.resolve(err({ failure: 'no-server', detail: 'no sign-in service is known', lockedUntilMs: undefined }))
      : at(setUp.server)(extension, pin, signal);
}

/** Where there is no card: what the store holds, and the process that knew it. */
function forget(store: string | undefined): void {
  if (store !== undefined) rmSync(store, { recursive: true, force: true });
  process.exit(1);
}

/** A phone without sound still shows and says so. */
async function openMedia(board: Board, diagnose: DiagnosticSink): Promise<MediaEngine> {
  try {
    const { openMediaEngine } = await import('../media/engine.ts');
    return await openMediaEngine({ audio: board.audio });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    diagnose({ type: 'log', level: 'error', text: `The media engine did not start: ${reason}` });
    return absentMediaEngine(reason);
  }
}

async function startImageUpdate(
  parts: Parts,
  core: PhoneCore,
  media: MediaEngine,
  show: (state: UpdateState) => void,
): Promise<void> {
  const { openImageUpdate } = await import('./admin/index.ts');
  const { board, loaded, policy, store, durable, diagnose } = parts;
  const { clock, random } = board;
  const slots = await board.bootSlots();
  const update = await openImageUpdate({
    ...{ clock, random, slots, store, policy, phone: core, version: packageFacts.version },
    ...{ config: loaded.config, trustAnchors: loaded.trustAnchors, identity: board.identity.read(), durable },
    log: (level, text) => diagnose({ type: 'log', level, text }),
    touchedAtMs: () => core.touchedAtMs,
    checkSound: (durationMs) => media.checkDevice(durationMs),
    show,
  });
  update.start();
  update.screenDrawn();
  parts.benchTest?.updatesBy(() => update.lookNow());
}

function feedWatchdog({ watchdog, clock }: Board): void {
  watchdog.arm(startWatchdogMs);
  const feed = (): void => {
    watchdog.feed();
    clock.after(watchdogMs / 4, feed);
  };
  feed();
}

/** Un-registers where the server answers in time; the exit comes in any case. */
async function shutDown({ board, benchTest }: Parts, core: PhoneCore, closeUi: () => void): Promise<void> {
  board.clock.after(closeWithinMs, () => process.exit(0));
  await core.close();
  benchTest?.close();
  closeUi();
  await board.close();
  process.exit(0);
}

function onceOnly(action: () => void): () => void {
  let done = false;
  return () => {
    if (!done) action();
    done = true;
  };
}

function refuse(sentences: readonly string[]): never {
  for (const sentence of sentences) process.stderr.write(`${sentence}\n`);
  process.exit(badInputExit);
}

await main();
