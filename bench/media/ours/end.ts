// One end of a measured call: the phone's own media engine in a process of its own, on whatever sound device it is told.

import { openMediaEngine } from '../../../media/engine.ts';
import type { Codec } from '../../../media/session.ts';
import type { EndEvent, EndStart, EndTask } from './messages.ts';

const localAddress = '127.0.0.1';
const task = JSON.parse(process.argv[2] ?? '') as EndTask;

function tell(event: EndEvent): void {
  process.send?.(event);
}

const codec: Codec = {
  name: 'opus',
  payloadType: 96,
  clockRateHz: 48_000,
  parameters: { useinbandfec: '1', maxaveragebitrate: String(task.bitRateBps) },
};

const engine = await openMediaEngine({ audio: task.audio });
engine.onFailure((failure) => tell({ kind: 'trouble', detail: `${failure.kind} ${failure.detail ?? ''}` }));
const session = await engine.createSession({ localAddress, dscp: 46 });
session.onStatistics((statistics) => tell({ kind: 'statistics', statistics }));
process.once('message', ({ remotePort }: EndStart) => {
  session.start({
    remoteAddress: localAddress,
    remotePort,
    remoteRtcpPort: remotePort,
    direction: 'sendrecv',
    codec,
    receiveCodecs: [codec],
    telephoneEventPayloadType: undefined,
    packetTimeMs: 20,
    extendedReports: ['pkt-loss-rle', 'rcvr-rtt', 'voip-metrics'],
    sendKey: undefined,
    receiveKey: undefined,
  });
  session.setFocus(true);
});
// The bench is gone, or has said that the call is over.
process.once('disconnect', () => process.exit(1));
process.once('SIGTERM', () => void engine.close().then(() => process.exit(0)));
tell({ kind: 'listening', port: session.localPort });
