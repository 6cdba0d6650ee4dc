// The ribbon above a call: what is wrong, and what to do; another call's end where this one is fine.

import type { CallState, CallWarning } from '../../../firmware/phone.ts';
import { usePhoneState, useText } from '../../app-context.ts';
import { type IconName, Ribbon } from '../../widgets/index.ts';
import { partyName } from '../people/person-details.ts';

const severities: Readonly<Record<CallWarning, 'warning' | 'error'>> = {
  'network-poor': 'warning',
  'network-lost': 'error',
  'microphone-silent': 'error',
  'microphone-loud': 'warning',
  'remote-silent': 'error',
  'signalling-lost': 'warning',
  'not-encrypted': 'warning',
};

const icons: Readonly<Record<CallWarning, IconName>> = {
  'network-poor': 'activity',
  'network-lost': 'wifi-off',
  'microphone-silent': 'mic-off',
  'microphone-loud': 'mic',
  'remote-silent': 'volume-x',
  'signalling-lost': 'unplug',
  'not-encrypted': 'shield-off',
};

export function CallRibbon({ call }: { readonly call: CallState }) {
  const text = useText();
  const { calls, deviceProblems } = usePhoneState();
  const problem = deviceProblems[0];
  if (problem) return <Ribbon severity="error" icon="unplug" explanation={text.deviceProblems[problem]} />;
  if (call.warning) {
    return (
      <Ribbon
        severity={severities[call.warning]}
        icon={icons[call.warning]}
        explanation={text.call.warnings[call.warning]}
      />
    );
  }
  // What the person did needs no telling.
  const ended = calls.find(
    ({ id, phase, endReason }) => phase === 'ended' && id !== call.id && endReason !== 'hung-up',
  );
  if (!ended?.endReason) return null;
  const reason = text.call.endReasons[ended.endReason];
  const explanation = { what: `${partyName(ended.party, text)}: ${reason.what}`, remedy: reason.remedy };
  return <Ribbon severity="warning" icon="phone-off" explanation={explanation} />;
}
