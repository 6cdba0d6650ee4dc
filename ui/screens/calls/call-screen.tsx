// The call in hand: on its way, connected, held or over.

import { usePhoneState } from '../../app-context.ts';
import { callInHand } from '../../navigation/routes.ts';
import { CallEndedScreen } from './call-ended-screen.tsx';
import { ConnectedScreen } from './connected-screen.tsx';
import { OutgoingScreen } from './outgoing-screen.tsx';

export function CallScreen() {
  const call = callInHand(usePhoneState());
  if (!call) return null;
  if (call.phase === 'ended') return <CallEndedScreen call={call} />;
  return call.phase === 'connected' ? <ConnectedScreen call={call} /> : <OutgoingScreen call={call} />;
}
