// Starts Debian's baresip without a sound card: what it hears it says back, on a clock of its own.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Result } from '../../../hal/result.ts';
import { findFreePorts } from '../free-port.ts';
import { type PeerProcess, startPeer } from '../peer-process.ts';
import { BaresipControl } from './control.ts';

export interface BaresipOptions {
  readonly user: string;
  readonly domain: string;
  readonly password: string;
  readonly proxyPort: number;
  readonly transport: 'tls' | 'tcp' | 'udp';
  readonly trustAnchorFile: string | undefined;
  readonly encryption: 'srtp-mand' | 'srtp' | 'none';
  /** As baresip names them, for example `opus/48000/1,pcmu`. */
  readonly codecs: string;
  readonly answer: 'auto' | 'manual';
  /** An ALSA PCM for microphone and speaker, and what its opening needs; otherwise what it hears it says back. */
  readonly card?: { readonly pcm: string; readonly environment: Readonly<Record<string, string>> };
  /** Lines of its configuration, each `key value`. */
  readonly settings?: readonly string[];
}

export interface Baresip {
  readonly control: BaresipControl;
  readonly process: PeerProcess;
  stop(): Promise<void>;
}

export async function startBaresip(options: BaresipOptions): Promise<Result<Baresip>> {
  const folder = mkdtempSync(join(tmpdir(), 'offhook-baresip-'));
  const [sipPort = 0, controlPort = 0] = await findFreePorts(2);
  writeFileSync(join(folder, 'config'), configuration(options, sipPort, controlPort));
  writeFileSync(join(folder, 'accounts'), account(options), { mode: 0o600 });
  writeFileSync(join(folder, 'contacts'), '');
  const started = await startPeer('baresip', ['-f', folder, '-4', '-v'], {
    // Its control port opens before it registers, and tells nothing of what was before the connection.
    ready: (output) => output.includes('200 OK'),
    timeLimitMs: 10_000,
    folder,
    ...(options.card && { environment: options.card.environment }),
  });
  const clean = () => rmSync(folder, { recursive: true, force: true });
  if (!started.ok) {
    clean();
    return started;
  }
  const control = new BaresipControl(controlPort);
  return {
    ok: true,
    value: {
      control,
      process: started.value,
      stop: async () => {
        control.close();
        await started.value.stop();
        clean();
      },
    },
  };
}

function account(options: BaresipOptions): string {
  const address = `<sip:${options.user}@${options.domain};transport=${options.transport}>`;
  const parameters = [
    `auth_user=${options.user}`,
    `auth_pass=${options.password}`,
    `outbound="sip:127.0.0.1:${options.proxyPort};transport=${options.transport}"`,
    `answermode=${options.answer}`,
    `audio_codecs=${options.codecs}`,
    ...(options.encryption === 'none' ? [] : [`mediaenc=${options.encryption}`]),
    'regint=300',
  ];
  return `${address};${parameters.join(';')}\n`;
}

function configuration(options: BaresipOptions, sipPort: number, controlPort: number): string {
  const modules = ['opus', 'g711', 'g722', 'srtp', 'aubridge', 'alsa'];
  const sound = options.card ? `alsa,${options.card.pcm}` : 'aubridge,echo';
  const applications = ['account', 'menu', 'ctrl_tcp'];
  return [
    'poll_method epoll',
    `sip_listen 127.0.0.1:${sipPort}`,
    ...(options.trustAnchorFile ? [`sip_cafile ${options.trustAnchorFile}`, 'sip_verify_server yes'] : []),
    'net_interface 127.0.0.1',
    // The bridge hands what is played to what is captured.
    `audio_source ${sound}`,
    `audio_player ${sound}`,
    'audio_alert aubridge,alert',
    'ausrc_srate 48000',
    'auplay_srate 48000',
    'ausrc_channels 1',
    'auplay_channels 1',
    'audio_buffer 20-160',
    'rtp_stats yes',
    'opus_stereo no',
    'opus_sprop_stereo no',
    ...(options.settings ?? []),
    'call_local_timeout 30',
    'module_path /usr/lib/baresip/modules',
    ...modules.map((name) => `module ${name}.so`),
    ...applications.map((name) => `module_app ${name}.so`),
    `ctrl_tcp_listen 127.0.0.1:${controlPort}`,
    '',
  ].join('\n');
}
