// Where this room writes what a person looking for a fault needs to read; never a secret.

export type SipLog = (level: 'info' | 'warning' | 'error', text: string) => void;

/** What a peer sent, shortened and made printable, so that a hostile line cannot forge another. */
export function quote(text: string, limit = 120): string {
  const printable = text.replace(/[^\x20-\x7e]/g, '.');
  return JSON.stringify(printable.length > limit ? `${printable.slice(0, limit)}…` : printable);
}
