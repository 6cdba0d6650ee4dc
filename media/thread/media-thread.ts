// The media thread's one object: the audio device's period drives every session, tone and ringer.

import type { AudioDevice, AudioSource, OpenAudio } from '../../hal/audio.ts';
import type { Clock, RandomSource } from '../../hal/clock.ts';
import { openRtpEndpoint } from '../endpoint/index.ts';
import { type FrameClock, startFrameClock } from '../frame-clock.ts';
import type { ThreadCommand, ThreadEvent } from '../messages.ts';
import { HandsetMixer } from '../mixer/index.ts';
import { cadencesOf, digitCadence, RingerPlayer, TonePlayer } from '../tones/index.ts';
import { compareMoments, type DeviceMoment } from './device-watch.ts';
import { LossWatch } from './loss-watch.ts';
import { ThreadSession } from './thread-session.ts';

/** A packet time: shorter periods cost a wake-up each and bring nothing while packets are this long. */
export const periodSamples = 960;
const periodMs = 20;
const mostSessions = 16;
const lookPeriods = 25;
/** A shown level falls to a tenth in about a third of a second. */
const levelDecay = 0.87;

export interface ThreadOptions {
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly levels: Float32Array;
  readonly post: (event: ThreadEvent) => void;
}

export class MediaThread {
  readonly #options: ThreadOptions;
  readonly #sessions = new Map<number, ThreadSession>();
  readonly #mixer = new HandsetMixer(periodSamples);
  readonly #progress = new TonePlayer();
  readonly #keys = new TonePlayer();
  readonly #ringer = new RingerPlayer();
  readonly #silence = new Int16Array(periodSamples);
  readonly #unheard = new Int16Array(periodSamples);
  readonly #microphone: LossWatch;
  readonly #speaker: LossWatch;
  #periodsToLook = lookPeriods;
  #periods = 0;
  #device: AudioDevice | undefined;
  #fallback: FrameClock | undefined;
  #tones = cadencesOf(undefined);
  #closed = false;

  constructor(options: ThreadOptions) {
    this.#options = options;
    this.#microphone = new LossWatch((state) => options.post({ kind: 'microphone', state }));
    this.#speaker = new LossWatch((state) => options.post({ kind: 'speaker', state }));
  }

  /** Without a device calls still run, on a clock of their own and in silence: a missing handset is a state. */
  async open(source: AudioSource): Promise<void> {
    let endpointPort: number | undefined;
    try {
      const driver = (await import(source.moduleUrl)) as { readonly openAudio: OpenAudio };
      const device = await driver.openAudio(source.options, periodSamples, (detail) =>
        this.#options.post({ kind: 'failure', failure: { kind: 'device-trouble', detail } }),
      );
      endpointPort = device.endpoint?.port;
      this.#device = device;
      device.setTalking?.(this.#sessions.size > 0);
      device.start((capture, playout, ringer) => this.period(capture, playout, ringer));
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      this.#options.post({ kind: 'failure', failure: { kind: 'no-audio-device', detail } });
      const playout = new Int16Array(periodSamples);
      this.#fallback = startFrameClock(this.#options.clock, periodMs, () =>
        this.period(this.#silence, playout.fill(0), this.#unheard.fill(0)),
      );
    }
    this.#options.post({ kind: 'ready', endpointPort });
  }

  /** One period of the audio clock; `playout` and `ringer` arrive as silence. */
  period(capture: Int16Array, playout: Int16Array, ringer: Int16Array): void {
    this.#mixer.exchange(capture, playout);
    this.#showLevel(0, capture);
    this.#showLevel(1, playout);
    this.#progress.mix(playout);
    this.#keys.mix(playout);
    this.#ringer.mix(ringer);
    this.#periods++;
    if (--this.#periodsToLook === 0) this.#lookAtDevice();
  }

  /**
   * A missing device is told as such, once; then there is nothing to miss. A speaker is needed at all times, for the
   * next call rings; a microphone in calls, and beside a speaker that is gone, because then the handset is.
   */
  #lookAtDevice(): void {
    this.#periodsToLook = lookPeriods;
    const { capturing = true, playing = true, turnedOff = false } = this.#device?.statistics() ?? {};
    const fault = turnedOff ? 'turned-off' : 'gone';
    const nowMs = this.#options.clock.nowMs();
    this.#speaker.observe(nowMs, true, playing ? 'works' : fault);
    this.#microphone.observe(nowMs, this.#sessions.size > 0 || !playing, capturing ? 'works' : fault);
  }

  #showLevel(slot: number, frame: Int16Array): void {
    let peak = 0;
    for (const sample of frame) {
      if (sample > peak) peak = sample;
      else if (-sample > peak) peak = -sample;
    }
    const { levels } = this.#options;
    levels[slot] = Math.max(peak / 32_768, (levels[slot] ?? 0) * levelDecay);
  }

  #checkDevice(check: number, durationMs: number): void {
    const { clock, post } = this.#options;
    const moment = (): DeviceMoment => ({
      atMs: clock.nowMs(),
      periods: this.#periods,
      statistics: this.#device?.statistics(),
    });
    const before = moment();
    clock.after(durationMs, () =>
      post({ kind: 'device-checked', check, result: compareMoments(before, moment(), periodMs) }),
    );
  }

  async handle(command: ThreadCommand): Promise<void> {
    switch (command.kind) {
      case 'open-session':
        return this.#openSession(command.session, command.localAddress, command.dscp);
      case 'start-session': {
        const started = this.#sessions.get(command.session)?.endpoint.start(command.parameters);
        if (started && !started.ok)
          this.#options.post({ kind: 'session-refused', session: command.session, detail: started.error });
        return;
      }
      case 'mute':
        return this.#mixer.setMuted(command.session, command.muted);
      case 'focus':
        return this.#setFocus(command.session, command.hasHandset);
      case 'conference':
        return this.#mixer.setFocus(command.sessions);
      case 'digit':
        this.#sessions.get(command.session)?.sendDigit(command.digit, command.durationMs);
        return this.#playDigit(command.digit);
      case 'stop-session':
        return this.#stopSession(command.session);
      case 'path':
        return this.#device?.setPath(command.path);
      case 'volume':
        return this.#device?.setVolume(command.volume);
      case 'ringer-volume':
        return this.#device?.setRingerVolume(command.volume);
      case 'tone-country':
        this.#tones = cadencesOf(command.country);
        return;
      case 'tone':
        return (command.tone === 'keypress' ? this.#keys : this.#progress).play(this.#tones[command.tone]);
      case 'digit-tone':
        return this.#playDigit(command.digit);
      case 'stop-tone':
        return this.#progress.stop();
      case 'start-ringer':
        return this.#ringer.start(command.ringer);
      case 'stop-ringer':
        return this.#ringer.stop();
      case 'check-device':
        return this.#checkDevice(command.check, command.durationMs);
      case 'close':
        return this.close();
    }
  }

  #setFocus(session: number, hasHandset: boolean): void {
    if (hasHandset) this.#mixer.setFocus([session]);
    else this.#mixer.setFocus(this.#mixer.focus.filter((focused) => focused !== session));
  }

  #playDigit(digit: string): void {
    const cadence = digitCadence(digit);
    if (cadence) this.#keys.play(cadence);
  }

  #openSession(session: number, localAddress: string, dscp: number): void {
    const { clock, random, post } = this.#options;
    if (this.#sessions.size >= mostSessions) {
      post({ kind: 'session-refused', session, detail: 'too many sessions at once' });
      return;
    }
    const opened = openRtpEndpoint(
      {
        ...{ localAddress, clock, random, dscp },
        device: () => this.#device?.statistics(),
        hasHandset: () => this.#mixer.focus.includes(session),
      },
      {
        onStatistics: (statistics) => post({ kind: 'statistics', session, statistics }),
        onDigit: (digit) => post({ kind: 'digit', session, digit }),
        onSilence: (silentMs) => post({ kind: 'silence', session, silentMs }),
      },
    );
    if (!opened.ok) {
      post({ kind: 'session-refused', session, detail: opened.error });
      return;
    }
    const voice = new ThreadSession(opened.value);
    this.#sessions.set(session, voice);
    this.#device?.setTalking?.(true);
    this.#mixer.add(session, voice);
    post({
      kind: 'session-opened',
      session,
      localPort: opened.value.localPort,
      localAddress: opened.value.localAddress,
    });
  }

  #stopSession(session: number): void {
    this.#mixer.remove(session);
    const statistics = this.#sessions.get(session)?.endpoint.close();
    this.#sessions.delete(session);
    if (this.#sessions.size === 0) this.#device?.setTalking?.(false);
    this.#options.post({ kind: 'session-stopped', session, statistics });
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    for (const session of [...this.#sessions.keys()]) this.#stopSession(session);
    this.#fallback?.stop();
    this.#device?.stop();
    await this.#device?.close();
    this.#options.post({ kind: 'closed' });
  }
}
