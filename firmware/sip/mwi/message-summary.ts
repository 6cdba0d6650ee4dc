// Reads how many voice messages wait (RFC 3842).

const bodyLimit = 8192;

/** New voice messages; a summary that only says yes counts as one. Undefined: no message summary. */
export function readNewMessages(body: string): number | undefined {
  if (body.length > bodyLimit) return undefined;
  const waiting = /^Messages-Waiting[ \t]*:[ \t]*(yes|no)[ \t]*$/im.exec(body)?.[1]?.toLowerCase();
  if (waiting === undefined) return undefined;
  if (waiting === 'no') return 0;
  const counted = /^Voice-Message[ \t]*:[ \t]*(\d{1,6})[ \t]*\/[ \t]*\d{1,6}/im.exec(body)?.[1];
  return counted === undefined ? 1 : Number(counted);
}
