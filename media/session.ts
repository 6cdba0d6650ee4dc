// One call's media as the rest of the phone sees it: create, start, hold, stop, statistics. The media thread hides behind it.

import type { AudioPath } from '../hal/audio.ts';
import type { DeviceFigures } from './quality/device-watch.ts';
import type { SpeechFigures } from './quality/speech-levels.ts';
import type { VoiceReport } from './rtp/xr-voice.ts';
import type { ToneCountry } from './tones/national-tones.ts';

export type CodecName = 'opus' | 'G722' | 'PCMU' | 'PCMA';
export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';
/** RFC 7714 and RFC 4568 names, best first. */
export type SrtpSuite = 'AEAD_AES_256_GCM' | 'AEAD_AES_128_GCM' | 'AES_CM_128_HMAC_SHA1_80' | 'AES_CM_128_HMAC_SHA1_32';

export interface Codec {
  readonly name: CodecName;
  readonly payloadType: number;
  /** RTP clock in Hz (48000 for Opus, 8000 for the others; RFC 3551 keeps 8000 for G722). */
  readonly clockRateHz: number;
  /** Parameters of `a=fmtp`, e.g. `useinbandfec` -> `1`. */
  readonly parameters: Readonly<Record<string, string>>;
}

export interface SrtpKey {
  readonly suite: SrtpSuite;
  /** Master key followed by master salt, as in RFC 4568 `inline:` before base64. */
  readonly keyAndSalt: Uint8Array;
}

/** Blocks of RTCP extended reports by their names in `a=rtcp-xr` (RFC 3611, 5.1), those that this build can write. */
export type ExtendedReportName = 'pkt-loss-rle' | 'rcvr-rtt' | 'stat-summary' | 'voip-metrics';

/** What offer and answer agreed on (RFC 3264), ready to run. */
export interface MediaParameters {
  readonly remoteAddress: string;
  readonly remotePort: number;
  /** Equal to `remotePort` with RTCP multiplexed (RFC 5761). */
  readonly remoteRtcpPort: number;
  /** As seen from this side. */
  readonly direction: Direction;
  readonly codec: Codec;
  /** Every payload type the far end may send. */
  readonly receiveCodecs: readonly Codec[];
  /** RFC 4733 payload type to send with, when both sides have it. */
  readonly telephoneEventPayloadType: number | undefined;
  /** Those that the far end may send with; absent: the same. They differ where an answer renumbers (RFC 3264, 5.1). */
  readonly receiveEventPayloadTypes?: readonly number[] | undefined;
  /** Clock that events count their durations in; absent: that of `codec`, as RFC 4733 wants it. */
  readonly telephoneEventClockRateHz?: number | undefined;
  /** Listen for digits as tones in G.711; without a payload type for events digits are sent as tones anyway. */
  readonly detectInBandDigits?: boolean | undefined;
  /** The far end makes up pauses by our description (RFC 3389), of codecs with a clock of 8 kHz; absent: it does not. */
  readonly comfortNoisePayloadType?: number | undefined;
  readonly packetTimeMs: number;
  /** What the far end asks to be told of its voice; none where it asks for nothing. */
  readonly extendedReports?: readonly ExtendedReportName[];
  /** Both absent for plain RTP; never only one. */
  readonly sendKey: SrtpKey | undefined;
  readonly receiveKey: SrtpKey | undefined;
}

/** Why a packet was dropped before decoding. */
export type PacketRefusal = 'too-long' | 'not-authentic' | 'malformed' | 'stranger' | 'unknown-format';

/** Means over the call's reception so far (RFC 3611, 4.7.2, Gmin 16), half a second behind; absent where there was none. */
export interface LossBursts {
  readonly bursts: number;
  /** Shares missing within bursts, and within the gaps between them. */
  readonly burstDensity: number;
  readonly gapDensity: number;
  readonly burstDurationMs: number | undefined;
  readonly gapDurationMs: number | undefined;
  /** How many packets are missing in a row where any are. */
  readonly lossRunPackets: number | undefined;
}

/**
 * Once a second while a session runs. Absent means not measured, never 0. Shares are 0 to 1, and like levels
 * and rates of the last second where nothing else is said; counts are totals.
 */
export interface MediaStatistics {
  readonly atMs: number;
  readonly packetsSent: number;
  readonly packetsReceived: number;
  readonly packetsLost: number;
  readonly packetsLate: number;
  /** Dropped before decoding: failed authentication, replayed, malformed, from a stranger. */
  readonly packetsRefused: number;
  /** Of the latest one refused, for the log. */
  readonly lastRefusal?: PacketRefusal | undefined;
  /** Absent while no packet was due. */
  readonly lossShare: number | undefined;
  readonly bursts?: LossBursts | undefined;
  /** RFC 3550 interarrival jitter; absent before the first packet. */
  readonly jitterMs: number | undefined;
  /** From RTCP sender and receiver reports, or extended ones. */
  readonly roundTripMs: number | undefined;
  /** Half of it: RTCP alone cannot tell the two ways apart. */
  readonly oneWayDelayMs?: number | undefined;
  /** As the far end reports it. */
  readonly remoteLossShare: number | undefined;
  readonly remoteJitterMs: number | undefined;
  /** The far end's extended report on our voice (RFC 3611, 4.7), where it sends one. */
  readonly remoteVoice?: VoiceReport | undefined;
  readonly bufferDelayMs: number | undefined;
  /** From the far end's mouth to the ear here: its packet, the way, the buffer and this phone's device. */
  readonly endToEndDelayMs?: number | undefined;
  /** Share of played samples that were made up; absent while nothing was played. */
  readonly concealedShare: number | undefined;
  /** Of those put in or taken out to change the delay unheard. */
  readonly stretchedShare?: number | undefined;
  /** Of those restored from protection in later packets. */
  readonly recoveredShare?: number | undefined;
  /** RMS in dBFS, -100 for digital silence; absent while this session has not the handset. */
  readonly captureLevelDbfs: number | undefined;
  readonly playoutLevelDbfs: number | undefined;
  /** As it is sent; its distance to the noise, where the device tells it, as the microphone hears it. */
  readonly captureSpeech?: SpeechFigures | undefined;
  readonly playoutSpeech?: SpeechFigures | undefined;
  /** Share of captured samples at full scale. */
  readonly clippedShare: number | undefined;
  /** Absent without a device, and while this session has not the handset. */
  readonly device?: DeviceFigures | undefined;
  readonly sendCodec: CodecName;
  readonly receiveCodec: CodecName | undefined;
  /** Highest frequency that the codec in use carries, and the most bits a second it may take; absent where it is not agreed. */
  readonly codecBandwidthHz?: number | undefined;
  readonly bitRateLimitBps?: number | undefined;
  /** Sent. */
  readonly bitRateBps: number;
  readonly encrypted: boolean;
  readonly localSsrc?: number | undefined;
  readonly remoteSsrc?: number | undefined;
  /** The E-model's R, 0 to 100, and its MOS, each without and with the delay; see `media/quality/`. */
  readonly listeningRating?: number | undefined;
  readonly rating?: number | undefined;
  readonly mosListening?: number | undefined;
  readonly mosEstimate: number | undefined;
  /** How much of the best MOS that the codec could have the network takes. */
  readonly mosDegradation?: number | undefined;
}

export type MediaFailure =
  /** Calls go on in silence; `detail` is the driver's own word, for the log. */
  | { readonly kind: 'no-audio-device'; readonly detail?: string }
  /** Something about the device for the log; everything goes on. */
  | { readonly kind: 'device-trouble'; readonly detail: string }
  /** One session could not be opened or started; everything else goes on. */
  | { readonly kind: 'session-refused'; readonly detail: string }
  | { readonly kind: 'engine-died'; readonly detail: string };

/** `turned-off` waits for a person to turn it on; `gone` is not there at all. */
export type SoundPartState = 'works' | 'gone' | 'turned-off';

export interface MediaSession {
  /** UDP port for RTP and multiplexed RTCP on `localAddress`. */
  readonly localPort: number;
  readonly localAddress: string;
  /** Begin, or change while running (hold, re-key, new address): what did not change is not disturbed. */
  start(parameters: MediaParameters): void;
  /** Sends silence instead of the microphone, and in a conference the other parties alone; the far end is not told. */
  setMuted(muted: boolean): void;
  /** Takes the handset from all other sessions, or gives it up; without it a session receives and is not heard. */
  setFocus(hasHandset: boolean): void;
  /** RFC 4733, queued in order, with the local tone heard in the ear. */
  sendDigit(digit: string, durationMs?: number): void;
  onStatistics(listener: (statistics: MediaStatistics) => void): () => void;
  onDigit(listener: (digit: string) => void): () => void;
  /** No RTP for the given time while some was due; once each drought. */
  onSilence(listener: (silentMs: number) => void): () => void;
  stop(): Promise<MediaStatistics | undefined>;
}

/** `information` rises in three steps: no such number, or nothing that calling again would mend (ITU-T E.180). */
export type ToneName = 'dial' | 'ringback' | 'busy' | 'congestion' | 'call-waiting' | 'information' | 'keypress';

/** What the sound device did while it was watched. */
export interface DeviceCheck {
  /** Its clock ran, and what it was given could have been heard. */
  readonly ran: boolean;
  /** Times that it ran dry or over, and periods that came too late for it. */
  readonly glitches: number;
}

/** The engine of one phone: one media thread, one audio device, any number of sessions. */
export interface MediaEngine {
  createSession(options: { readonly localAddress: string; readonly dscp: number }): Promise<MediaSession>;
  /**
   * Joins sessions of this engine with the handset: each far end hears the handset and the others. Replaces whatever
   * had the handset; `setFocus(false)` and `stop` take one party out, `setFocus(true)` ends it in favour of one.
   */
  conference(sessions: readonly MediaSession[]): void;
  /** Codecs this build can run, best first. */
  readonly codecs: readonly CodecName[];
  setPath(path: AudioPath): void;
  setVolume(volume: number): void;
  setRingerVolume(volume: number): void;
  /** Whose tones to play from now on; undefined: those that ITU-T E.180 recommends. */
  setToneCountry(country: ToneCountry | undefined): void;
  /** A tone in the ear, until `stopTone`; `keypress` ends by itself. */
  playTone(tone: ToneName): void;
  playDigit(digit: string): void;
  stopTone(): void;
  /** Ring through the ringer until stopped; unknown names ring as the first. */
  startRinger(ringer: string): void;
  stopRinger(): void;
  readonly ringers: readonly string[];
  /** Watches the device for so long, whatever it plays; never rejects. */
  checkDevice(durationMs: number): Promise<DeviceCheck>;
  /** Latest levels, written by the media thread 20 times a second through shared memory, 0 to 1. */
  levels(): { readonly capture: number; readonly playout: number };
  onFailure(listener: (failure: MediaFailure) => void): () => void;
  /** When the device's microphone has delivered nothing for 3 s of a call, and when it does again. */
  onMicrophone(listener: (state: SoundPartState) => void): () => void;
  /** When nothing could be heard on the path in use for 3 s, and when it can again. */
  onSpeaker(listener: (state: SoundPartState) => void): () => void;
  /** The media thread runs again after `engine-died`; its sessions are gone. */
  onRestored(listener: () => void): () => void;
  /** Port of a simulated audio device's far side, when the board's driver has one. */
  readonly audioEndpointPort: number | undefined;
  close(): Promise<void>;
}
