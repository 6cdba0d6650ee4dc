// A call of two of Debian's baresips, each with a virtual sound card, in one of its documented jitter buffer settings.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { err, ok, type Result } from '../../../hal/result.ts';
import { type CardCallStage, callThroughCards, type RunningCall } from '../../media/call/card-call.ts';
import { type MeasuredEngine, mostBitRateBps } from '../../media/call/measured-call.ts';
import { commandFrom, ensureDebian } from '../../media/setup/debian.ts';
import { findFreePorts } from '../free-port.ts';
import { type PeerProcess, startPeer } from '../peer-process.ts';
import { BaresipControl } from './control.ts';
import { SipTap } from './sip-tap.ts';

const readyLimitMs = 10_000;
const callLimitMs = 10_000;

/** `fixed` is its default; `adaptive` follows the jitter (baresip 1.0's own two words). */
export function baresipEngine(buffer: 'fixed' | 'adaptive'): MeasuredEngine {
  return {
    name: buffer === 'fixed' ? 'baresip' : 'baresip-adaptive',
    setting: `baresip 1.0 of Debian, jitter buffer ${buffer} 5-10 packets, Opus complexity 10 with in-band FEC for 10 % loss`,
    hasCard: true,
    prepare: (say) => ensureDebian([commandFrom('baresip', 'baresip-core')], say),
    call: (plan) => callThroughCards(plan, (stage) => start(stage, buffer)),
  };
}

interface Phone {
  readonly process: PeerProcess;
  readonly control: BaresipControl;
  readonly sipPort: number;
  stop(): Promise<void>;
}

async function start(stage: CardCallStage, buffer: string): Promise<Result<RunningCall>> {
  const { network } = stage;
  const callee = await startPhone('listener', stage.listenerPcm, stage, buffer);
  if (!callee.ok) return callee;
  const caller = await startPhone('talker', stage.talkerPcm, stage, buffer);
  if (!caller.ok) {
    await callee.value.stop();
    return caller;
  }
  const tap = await SipTap.open(
    callee.value.sipPort,
    { portForOther: network.portForListener, onDescription: (wanted) => (network.talker = wanted) },
    { portForOther: network.portForTalker, onDescription: (wanted) => (network.listener = wanted) },
  );
  const stop = async () => {
    tap.close();
    await Promise.all([caller.value.stop(), callee.value.stop()]);
  };
  const words = () => `${caller.value.process.output().slice(-500)}\n${callee.value.process.output().slice(-500)}`;
  caller.value.control.command('dial', `sip:listener@127.0.0.1:${tap.port}`);
  try {
    await caller.value.control.waitFor('CALL_ESTABLISHED', callLimitMs);
  } catch (error) {
    await stop();
    return err(`baresip did not call baresip: ${error instanceof Error ? error.message : error}\n${words()}`);
  }
  return ok({ talkerPid: caller.value.process.pid, listenerPid: callee.value.process.pid, words, stop });
}

async function startPhone(user: string, pcm: string, stage: CardCallStage, buffer: string): Promise<Result<Phone>> {
  const folder = mkdtempSync(join(tmpdir(), 'offhook-baresip-'));
  const [sipPort = 0, controlPort = 0] = await findFreePorts(2);
  const answer = user === 'listener' ? ';answermode=auto' : '';
  const account = `<sip:${user}@127.0.0.1:${sipPort};transport=udp>;regint=0;audio_codecs=opus/48000/2;ptime=20${answer}\n`;
  writeFileSync(join(folder, 'config'), configuration(pcm, sipPort, controlPort, buffer));
  writeFileSync(join(folder, 'accounts'), account);
  writeFileSync(join(folder, 'contacts'), '');
  const started = await startPeer('baresip', ['-f', folder, '-4'], {
    ready: (output) => output.includes('baresip is ready'),
    timeLimitMs: readyLimitMs,
    folder,
    environment: stage.environment,
  });
  if (!started.ok) {
    rmSync(folder, { recursive: true, force: true });
    return started;
  }
  const control = new BaresipControl(controlPort);
  const stop = async () => {
    control.close();
    await started.value.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return ok({ process: started.value, control, sipPort, stop });
}

function configuration(pcm: string, sipPort: number, controlPort: number, buffer: string): string {
  const sides = ['ausrc', 'auplay'];
  return [
    'poll_method epoll',
    `sip_listen 127.0.0.1:${sipPort}`,
    'net_interface 127.0.0.1',
    `audio_source alsa,${pcm}`,
    `audio_player alsa,${pcm}`,
    'audio_alert aufile,/dev/null',
    ...sides.flatMap((side) => [`${side}_srate 48000`, `${side}_channels 1`, `${side}_format s16`]),
    'auenc_format s16',
    'audec_format s16',
    'audio_buffer 20-160',
    'audio_level no',
    'rtp_stats yes',
    'rtcp_mux no',
    'jitter_buffer_delay 5-10',
    `jitter_buffer_type ${buffer}`,
    `opus_bitrate ${mostBitRateBps}`,
    'opus_application voip',
    'opus_complexity 10',
    'opus_inbandfec yes',
    'opus_packet_loss 10',
    'opus_stereo no',
    'opus_sprop_stereo no',
    'call_local_timeout 30',
    'module_path /usr/lib/baresip/modules',
    ...['opus', 'alsa', 'aufile'].map((name) => `module ${name}.so`),
    ...['account', 'menu', 'ctrl_tcp'].map((name) => `module_app ${name}.so`),
    `ctrl_tcp_listen 127.0.0.1:${controlPort}`,
    '',
  ].join('\n');
}
