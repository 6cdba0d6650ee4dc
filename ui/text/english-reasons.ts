// English sentences for everything that can go wrong: what happened, and what to do.

import type { CallEndReason, CallWarning, SignInFailure } from '../../firmware/phone.ts';
import type { DeviceProblem, Explanation, PhoneTrouble } from './vocabulary.ts';

export const englishSignInFailures: Readonly<Record<SignInFailure, Explanation>> = {
  'no-server': {
    what: 'This phone does not know your company’s server.',
    remedy: 'Sign in with address, or ask your administrator for the server.',
  },
  'wrong-password': { what: 'The address and password do not match.', remedy: 'Enter the password again.' },
  'wrong-pin': { what: 'That PIN is wrong.', remedy: 'Enter it again. Five wrong PINs lock sign-in for 5 minutes.' },
  'unknown-user': { what: 'Nobody here has this extension or address.', remedy: 'Check it and enter it again.' },
  'pin-locked': { what: 'Too many wrong PINs.', remedy: 'Sign-in opens again after 5 minutes.' },
  'certificate-expired': {
    what: 'The server’s certificate has run out.',
    remedy: 'Ask your administrator to renew it.',
  },
  'certificate-not-yet-valid': {
    what: 'The server’s certificate is not valid yet.',
    remedy: 'Ask your administrator from when it is valid.',
  },
  'certificate-wrong-host': {
    what: 'Another server answered in place of yours.',
    remedy: 'Do not enter your PIN. Tell your administrator.',
  },
  'certificate-untrusted': {
    what: 'This phone does not trust the server.',
    remedy: 'Ask your administrator to add its certificate to the phone.',
  },
  'server-unreachable': {
    what: 'Your company’s server does not answer.',
    remedy: 'Check the network cable, then try again.',
  },
  'server-name-unknown': {
    what: 'The server’s name was not found.',
    remedy: 'Check the part of the address after the @.',
  },
  'server-refused': { what: 'The server turned this phone away.', remedy: 'Ask your administrator to allow it.' },
  'weak-authentication': {
    what: 'The server asks for a weak password check.',
    remedy: 'Your company does not allow it. Tell your administrator.',
  },
  'clock-wrong': {
    what: 'This phone’s clock is wrong.',
    remedy: 'Ask your administrator to set the time, then try again.',
  },
};

export const englishCallEnds: Readonly<Record<CallEndReason, Explanation>> = {
  'hung-up': { what: 'You ended the call', remedy: 'Call again if something is left to say.' },
  'remote-hung-up': { what: 'They ended the call', remedy: 'Call again if you were cut short.' },
  cancelled: { what: 'The call was cancelled', remedy: 'Nobody picked up before it stopped.' },
  'answered-elsewhere': { what: 'Answered on another phone', remedy: 'The call continues there.' },
  busy: { what: 'They are on another call', remedy: 'Try again in a few minutes.' },
  'no-answer': { what: 'Nobody answered', remedy: 'Try again later, or use another number.' },
  declined: { what: 'They declined the call', remedy: 'They may be busy. Try again later.' },
  'not-found': { what: 'This number does not exist', remedy: 'Check the number and dial again.' },
  'not-allowed': { what: 'You may not call this number', remedy: 'Ask your administrator to allow it.' },
  unavailable: { what: 'Their phone is switched off or away', remedy: 'Try again later, or use another number.' },
  'network-lost': { what: 'The network is gone', remedy: 'Check the network cable, then call again.' },
  'remote-vanished': { what: 'The other side has dropped out', remedy: 'Their phone stopped answering. Call again.' },
  'no-common-codec': {
    what: 'The two phones share no sound format',
    remedy: 'Tell your administrator whom you were calling.',
  },
  'encryption-required': {
    what: 'The other side cannot encrypt',
    remedy: 'Your company requires it. Use another number.',
  },
  'no-audio-device': { what: 'This phone has no sound', remedy: 'Plug in the handset, then call again.' },
  'server-error': { what: 'Your company’s server had a problem', remedy: 'Try again in a minute.' },
};

export const englishCallWarnings: Readonly<Record<CallWarning, Explanation>> = {
  'network-lost': { what: 'The network is gone', remedy: 'Check the network cable. The call waits a moment for it.' },
  'network-receive-fair': {
    what: 'The network could be better',
    remedy: 'You may miss a sound now and then. A network cable helps.',
  },
  'network-receive-poor': {
    what: 'The network is losing their voice',
    remedy: 'You hear gaps. Use the network cable, or call again later.',
  },
  'network-send-fair': {
    what: 'Your voice gets there with small gaps',
    remedy: 'Speak a little slower. A network cable helps.',
  },
  'network-send-poor': {
    what: 'The network is losing your voice',
    remedy: 'They hear gaps. Use the network cable, or call again later.',
  },
  'network-delay-fair': {
    what: 'Your voices arrive late',
    remedy: 'Leave a short pause before you answer.',
  },
  'network-delay-poor': {
    what: 'Your voices arrive far too late',
    remedy: 'Speak in turns. Calling again may find a shorter way.',
  },
  'network-slow': {
    what: 'The network is too slow for this call',
    remedy: 'End downloads and video near you, or use the cable.',
  },
  'microphone-silent': { what: 'They cannot hear you', remedy: 'Check the plug of the handset or headset.' },
  'microphone-loud': { what: 'Your voice is distorted', remedy: 'Hold the microphone further away.' },
  'microphone-quiet': { what: 'You are hard to hear', remedy: 'Speak up, or bring the microphone closer.' },
  'room-noisy': {
    what: 'It is noisy around you',
    remedy: 'Close the door, or use the handset instead of the speaker.',
  },
  'speaker-silent': { what: 'You cannot hear them', remedy: 'Check the plug of the handset or headset.' },
  echo: { what: 'They hear an echo of themselves', remedy: 'Turn the volume down, or use the handset.' },
  'half-duplex': {
    what: 'Only one of you can speak at a time',
    remedy: 'The speaker is too close to the microphone. Use the handset.',
  },
  'sound-glitches': {
    what: 'Your handset or headset crackles',
    remedy: 'Plug it in again, straight into the phone.',
  },
  'phone-busy': { what: 'This phone is too busy', remedy: 'Sound may stutter. Restart the phone after the call.' },
  'signalling-lost': {
    what: 'The server is out of reach',
    remedy: 'Keep talking. Hold and new calls work again soon.',
  },
  'not-encrypted': {
    what: 'This call is not encrypted',
    remedy: 'Others could listen. Keep secrets for another call.',
  },
  'remote-silent': { what: 'No sound arrives from them', remedy: 'Ask whether they are muted, or call again.' },
  'remote-device': {
    what: 'Their device makes them sound bad',
    remedy: 'Ask them to use another one, if they have it.',
  },
};

export const englishDeviceProblems: Readonly<Record<DeviceProblem, Explanation>> = {
  'no-audio-device': { what: 'No sound device found', remedy: 'Plug in the handset or headset to make calls.' },
  'no-speaker': { what: 'No speaker found', remedy: 'You cannot hear others. Plug in the handset again.' },
  'no-microphone': { what: 'No microphone found', remedy: 'Others cannot hear you. Plug in the handset again.' },
  'sound-off': { what: 'Sound is not turned on', remedy: 'Others cannot hear you. Turn on sound on the page.' },
  'media-engine-died': { what: 'Sound has stopped working', remedy: 'Switch the phone off and on again.' },
};

export const englishTroubles: Readonly<Record<PhoneTrouble, Explanation>> = {
  configuration: {
    what: 'The configuration cannot be used',
    remedy: 'The phone runs without it. Ask your administrator.',
  },
  storage: { what: 'Nothing can be saved', remedy: 'You can call. A restart forgets settings and calls.' },
};
