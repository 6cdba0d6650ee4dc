// The ribbon above a call: what is wrong, and what to do; another call's end where this one is fine.

import type { ReactElement } from 'react';
import type { CallState, CallWarning } from '../../../firmware/phone.ts';
import { usePhoneState, useText } from '../../app-context.ts';
import { DeviceProblemRibbon, type IconName, Ribbon } from '../../widgets/index.ts';
import { partyName } from '../people/person-details.ts';

/** Red is not working; everything else could be better, and is amber. */
const notWorking: ReadonlySet<CallWarning> = new Set([
  'network-lost',
  'network-receive-poor',
  'network-send-poor',
  'network-delay-poor',
  'microphone-silent',
  'speaker-silent',
  'remote-silent',
]);

const icons: Readonly<Record<CallWarning, IconName>> = {
  'network-lost': 'wifi-off',
  'network-receive-fair': 'activity',
  'network-receive-poor': 'activity',
  'network-send-fair': 'activity',
  'network-send-poor': 'activity',
  'network-delay-fair': 'clock',
  'network-delay-poor': 'clock',
  'network-slow': 'gauge',
  'microphone-silent': 'mic-off',
  'microphone-loud': 'mic',
  'microphone-quiet': 'mic',
  'room-noisy': 'ear',
  'speaker-silent': 'volume-x',
  echo: 'audio-lines',
  'half-duplex': 'volume-1',
  'sound-glitches': 'headphones',
  'phone-busy': 'hourglass',
  'signalling-lost': 'unplug',
  'not-encrypted': 'shield-off',
  'remote-silent': 'volume-x',
  'remote-device': 'headphones',
};

/** Undefined where nothing is wrong. */
export function useCallRibbon(call: CallState): ReactElement | undefined {
  const text = useText();
  const { calls, deviceProblems } = usePhoneState();
  const problem = deviceProblems[0];
  if (problem) return <DeviceProblemRibbon problem={problem} />;
  if (call.warning) {
    return (
      <Ribbon
        severity={notWorking.has(call.warning) ? 'error' : 'warning'}
        icon={icons[call.warning]}
        explanation={text.call.warnings[call.warning]}
      />
    );
  }
  // What the person did needs no telling.
  const ended = calls.find(
    ({ id, phase, endReason }) => phase === 'ended' && id !== call.id && endReason !== 'hung-up',
  );
  if (!ended?.endReason) return undefined;
  const reason = text.call.endReasons[ended.endReason];
  const explanation = { what: `${partyName(ended.party, text)}: ${reason.what}`, remedy: reason.remedy };
  return <Ribbon severity="warning" icon="phone-off" explanation={explanation} />;
}
