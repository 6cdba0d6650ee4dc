// Composition root: a board description and a configuration in, a running phone out; real and simulated boards alike.

import type { Board } from '../hal/board.ts';
import { openBoard } from '../hal/board.ts';
import type { MediaEngine } from '../media/session.ts';
import packageFacts from '../package.json' with { type: 'json' };
import { startUi } from '../ui/app.tsx';
import { signInAt } from './account/index.ts';
import { type BenchTest, openBenchTest, readPolicy } from './admin/index.ts';
import { openBenchLink } from './bench-link.ts';
import { readCommandLine } from './command-line.ts';
import { type LoadedConfig, loadConfig, type Policy } from './config/index.ts';
import { absentMediaEngine, instanceId, MemoryKeeper, noUpdate, PhoneCore } from './core/index.ts';
import type { DiagnosticSink } from './diagnostics.ts';
import type { UpdateState } from './phone.ts';
import { FileStore, MemoryStore, type Store } from './store/index.ts';

const badInputExit = 2;
/** The watchdog restarts a phone that has not come round its event loop for so long. */
const watchdogMs = 10_000;
const closeWithinMs = 1_000;

interface Parts {
  readonly board: Board;
  readonly loaded: LoadedConfig;
  readonly policy: Policy;
  readonly store: Store;
  /** False: the disk is gone, and what is stored lasts until the phone stops. */
  readonly durable: boolean;
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
  const { time_zone: timeZone } = parts.loaded.config;
  if (timeZone !== undefined) process.env.TZ = timeZone;
  const media = openMedia(parts.board, diagnose);
  let updateState = noUpdate;
  const core = makeCore(parts, () => updateState);
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
  const loaded = loadConfig(commandLine.value.config);
  const policy = loaded.ok ? readPolicy(loaded.value.config.policy) : undefined;
  const board = await openBoard(commandLine.value.board, { warn, restart: () => process.exit(1) });
  // Every mistake of all files at once: nobody wants to learn of them one by one.
  const problems = [loaded, policy, board].flatMap((result) => (result && !result.ok ? result.error : []));
  if (!loaded.ok || !policy?.ok || !board.ok) return refuse(problems);
  const store = FileStore.open(loaded.value.config.store, (level, text) => diagnose({ type: 'log', level, text }));
  // A phone without its data partition still signs in and dials.
  if (!store.ok) warn(`${store.error} Nothing that is stored now outlasts a restart.`);
  const [kept, durable] = store.ok ? [store.value, true] : [new MemoryStore(), false];
  const benchTest = await openBenchTest({
    ...{ board: board.value, policy: policy.value, trustAnchors: loaded.value.trustAnchors },
    ...{ version: packageFacts.version, log: (level, text) => diagnose({ type: 'log', level, text }) },
  });
  // Then the phone sees keys, hook, screen and lamps through the test, which can keep them to itself for a while.
  const parted: Board = benchTest ? { ...board.value, ...benchTest.ports } : board.value;
  return {
    ...{ board: parted, loaded: loaded.value, policy: policy.value, store: kept, durable, diagnose, benchTest },
  };
}

function makeCore({ board, loaded, policy, store, diagnose }: Parts, update: () => UpdateState): PhoneCore {
  const { clock, random, hook, indicators, identity } = board;
  const { config, trustAnchors } = loaded;
  return new PhoneCore({
    ...{ clock, random, hook, indicators, identity, store, config, trustAnchors, policy, diagnose },
    ...{ version: packageFacts.version, update },
    requestSignIn:
      config.sign_in_service === undefined ? undefined : signInAt(config.sign_in_service, trustAnchors, clock),
  });
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
  const { clock, random, bootSlots: slots } = board;
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
  watchdog.arm(watchdogMs);
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
