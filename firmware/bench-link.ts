// The link to a process that started this phone on the bench; on a board there is none, and log lines go to stderr.

import type { DiagnosticEvent, DiagnosticSink } from './diagnostics.ts';

export function openBenchLink(onLost: () => void): DiagnosticSink {
  if (!process.send) return (event) => printLog(event);
  process.once('disconnect', onLost);
  return (event) => {
    // A bench that has just gone cannot hear; its going is told by `disconnect`.
    if (process.connected) process.send?.(event, undefined, undefined, () => {});
  };
}

function printLog(event: DiagnosticEvent): void {
  if (event.type === 'log') process.stderr.write(`${event.level}: ${event.text}\n`);
}
