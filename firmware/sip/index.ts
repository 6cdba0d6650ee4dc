// The room that speaks SIP: everything the rest of the phone may use of it.

export { acceptAnswer } from './sdp/accept-answer.ts';
export { answerOffer } from './sdp/answer-offer.ts';
export { makeLocalKeys } from './sdp/local-keys.ts';
export type {
  Answered,
  DescriptionRefusal,
  DescriptionRefusalReason,
  DigitTransport,
  EncryptionPolicy,
  LocalMedia,
} from './sdp/local-media.ts';
export { makeOffer } from './sdp/make-offer.ts';
export { type MediaAbilities, matchOffer } from './sdp/match-offer.ts';
export { parseSessionDescription } from './sdp/parse.ts';
export { printSessionDescription } from './sdp/print.ts';
export type { SipUserAgentOptions } from './sip-user-agent.ts';
export { createSipUserAgent } from './sip-user-agent.ts';
export { classifyConnectError } from './transport/connect-failure.ts';
export { rememberValidity } from './transport/server-identity.ts';
export { trustedCertificates } from './transport/trust.ts';
export type {
  IncomingRefusal,
  Publication,
  PublishRefusal,
  RegistrationFailure,
  RegistrationState,
  SessionDescriber,
  SipAccount,
  SipCall,
  SipCallEnd,
  SipCallState,
  SipDialogName,
  SipMessageTrace,
  SipParty,
  SipTransport,
  SipUserAgent,
} from './user-agent.ts';
