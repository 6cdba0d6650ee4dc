// One measured call of two endpoints that each have a virtual sound card, over a bad network.

import { err, ok, type Result } from '../../../hal/result.ts';
import { LiveNetwork } from '../network/live-network.ts';
import type { VirtualCard } from '../vclk/virtual-card.ts';
import { openVirtualCards, type VirtualCards } from '../vclk/virtual-cards.ts';
import type { CallPlan, CallRecord } from './measured-call.ts';
import { ProcessMeter } from './process-meter.ts';
import { lossesDuring, speakAndListen } from './room-air.ts';

/** A run that is stopped in mid-call leaves no card behind. */
const inUse = new Set<VirtualCards>();
process.once('exit', () => {
  for (const cards of inUse) cards.close();
});

export interface CardCallStage {
  readonly network: LiveNetwork;
  /** PCM names; each endpoint captures from and plays to its own. */
  readonly talkerPcm: string;
  readonly listenerPcm: string;
  /** For the environment of both endpoints. */
  readonly environment: { readonly ALSA_CONFIG_PATH: string };
}

export interface RunningCall {
  readonly talkerPid: number;
  readonly listenerPid: number;
  /** What the listener itself tells of the time since the call ran. */
  figures?(): { readonly concealedShare: number | undefined; readonly stretchedShare: number | undefined };
  /** The listener's counters begin anew: the speech starts in a moment. */
  begin?(): void;
  /** Both endpoints' last words, to explain a call in which nothing was heard. */
  words(): string;
  stop(): Promise<void>;
}

/** `start` brings both endpoints up until speech flows, or says why not. */
export async function callThroughCards(
  plan: CallPlan,
  start: (stage: CardCallStage) => Promise<Result<RunningCall>>,
): Promise<Result<CallRecord>> {
  const opened = await LiveNetwork.open(plan.network, plan.seed);
  if (!opened.ok) return opened;
  const network = opened.value;
  const { skewPpm = 0 } = plan.network;
  const cards = openVirtualCards({ name: 'talker', ppm: skewPpm }, { name: 'listener' });
  const [talker, listener] = cards.cards as readonly [VirtualCard, VirtualCard];
  inUse.add(cards);
  try {
    const started = await start({
      network,
      talkerPcm: talker.near,
      listenerPcm: listener.near,
      environment: cards.environment,
    });
    if (!started.ok) return started;
    try {
      return await record(plan, network, started.value, talker, listener);
    } finally {
      await started.value.stop();
    }
  } finally {
    network.close();
    inUse.delete(cards);
    cards.close();
  }
}

async function record(
  plan: CallPlan,
  network: LiveNetwork,
  call: RunningCall,
  talker: VirtualCard,
  listener: VirtualCard,
): Promise<Result<CallRecord>> {
  const meter = new ProcessMeter([call.talkerPid, call.listenerPid]);
  call.begin?.();
  const { heard, spokenAtMs } = await speakAndListen(talker, listener, plan.speech);
  const { cpuSecondsPerMinute, memoryMb } = meter.read();
  if (heard.every((sample) => sample === 0))
    return err(`nothing was heard; ${network.counts.sent} packets were sent: ${call.words()}`);
  const { concealedShare, stretchedShare } = call.figures?.() ?? {};
  return ok({
    heard,
    lostAtMs: lossesDuring(network.losses, spokenAtMs, plan.speech),
    packetsSent: network.counts.sent,
    packetsLost: network.counts.lost,
    payloadBps: network.counts.payloadBps,
    concealedShare,
    stretchedShare,
    cpuSecondsPerMinute,
    memoryMb,
  });
}
