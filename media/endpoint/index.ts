// Running one call's RTP without an audio device: what the media thread's sessions and the bench are built from.

export {
  type EndpointListener,
  type EndpointOptions,
  openRtpEndpoint,
  type RtpEndpoint,
  silenceMs,
} from './rtp-endpoint.ts';
