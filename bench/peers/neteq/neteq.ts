// WebRTC's engine with its NetEQ jitter buffer: two ends in a process of their own, without any sound card.

import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deviceRateHz } from '../../../hal/audio.ts';
import { err, ok, type Result } from '../../../hal/result.ts';
import { withScratchFolder } from '../../claims/scratch-folder.ts';
import {
  type CallPlan,
  type CallRecord,
  leadInSeconds,
  type MeasuredEngine,
  mostBitRateBps,
} from '../../media/call/measured-call.ts';
import { ProcessMeter } from '../../media/call/process-meter.ts';
import { lossesDuring, tailSeconds, withLeadIn } from '../../media/call/room-air.ts';
import { LiveNetwork } from '../../media/network/live-network.ts';
import { installNeteq, neteqFolder } from './install.ts';
import type { NeteqEvent, NeteqTask } from './messages.ts';

const program = join(import.meta.dirname, 'two-ends.ts');
const startLimitMs = 20_000;
/** AES_CM_128_HMAC_SHA1_80, which WebRTC chooses first, adds this to each packet; it is no speech. */
const sealBytes = 10;

export const netEqEngine: MeasuredEngine = {
  name: 'neteq',
  setting: 'WebRTC by @roamhq/wrtc 0.10, NetEQ as it comes, Opus with in-band FEC; no sound card in the path',
  hasCard: false,
  prepare: installNeteq,
  call: async (plan) => {
    const network = await LiveNetwork.open(plan.network, plan.seed, sealBytes);
    if (!network.ok) return network;
    try {
      return await withScratchFolder((folder) => call(plan, network.value, folder));
    } finally {
      network.value.close();
    }
  },
};

async function call(plan: CallPlan, network: LiveNetwork, folder: string): Promise<Result<CallRecord>> {
  const spoken = withLeadIn(plan.speech);
  const files = { speechFile: join(folder, 'speech.raw'), heardFile: join(folder, 'heard.raw') };
  writeFileSync(files.speechFile, new Uint8Array(spoken.buffer, spoken.byteOffset, spoken.byteLength));
  const task: NeteqTask = {
    module: join(neteqFolder(), 'node_modules', '@roamhq', 'wrtc'),
    portForTalker: network.portForTalker,
    portForListener: network.portForListener,
    bitRateBps: mostBitRateBps,
    skewPpm: plan.network.skewPpm ?? 0,
    ...files,
    leadInSamples: leadInSeconds * deviceRateHz,
    tailSamples: Math.round(tailSeconds * deviceRateHz),
  };
  const child = fork(program, [JSON.stringify(task)], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  const limitMs = startLimitMs + ((spoken.length + task.tailSamples) * 1_000) / deviceRateHz;
  const limit = setTimeout(() => child.kill('SIGKILL'), limitMs);
  try {
    let meter: ProcessMeter | undefined;
    let cost = { cpuSecondsPerMinute: Number.NaN, memoryMb: Number.NaN };
    for await (const event of eventsOf(child)) {
      if (event.kind === 'failed') return err(`WebRTC failed: ${event.reason}`);
      if (event.kind === 'listening') {
        network.talker = { ...event.talker, rtcpPort: event.talker.port };
        network.listener = { ...event.listener, rtcpPort: event.listener.port };
        child.send('go');
      }
      if (event.kind === 'connected') meter = new ProcessMeter([child.pid ?? 0]);
      if (event.kind !== 'done') continue;
      cost = meter?.read() ?? cost;
      const bytes = readFileSync(files.heardFile);
      const { sent, lost, payloadBps } = network.counts;
      return ok({
        heard: new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2).slice(),
        lostAtMs: lossesDuring(network.losses, event.spokenAtMs, plan.speech),
        packetsSent: sent,
        packetsLost: lost,
        payloadBps,
        concealedShare: event.concealedShare,
        stretchedShare: event.stretchedShare,
        ...cost,
      });
    }
    return err(`WebRTC ended before its call did, or was not done within ${Math.round(limitMs / 1_000)} s.`);
  } finally {
    clearTimeout(limit);
    child.kill('SIGKILL');
  }
}

async function* eventsOf(child: ChildProcess): AsyncGenerator<NeteqEvent> {
  const waiting: NeteqEvent[] = [];
  let isOver = false;
  let wake: () => void = () => undefined;
  child.on('message', (event) => {
    waiting.push(event as NeteqEvent);
    wake();
  });
  const over = () => {
    isOver = true;
    wake();
  };
  child.once('exit', over);
  child.once('error', over);
  for (;;) {
    const event = waiting.shift();
    if (event) yield event;
    else if (isOver) return;
    else
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
  }
}
