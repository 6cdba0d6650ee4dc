// Why no phone comes, as far as the bench can tell, in the order in which a person should look.

import type { Refusals } from './link/phone-link.ts';

/** What the bench sees of a phone that does not come. */
export interface SeenFromBench {
  readonly link: { readonly port: number; readonly refusals: Refusals };
  readonly enterprise: { readonly ports: { readonly tls: number }; connectionsOf(user: string): number };
  readonly person: { readonly user: string };
  readonly host: string;
  readonly cardFile: string;
}

export function whatToCheck(bench: SeenFromBench, warnings: readonly string[] | undefined): readonly string[] {
  const { link, enterprise, person, host, cardFile } = bench;
  const { wrongToken, otherAddress, brokenTls, secondPhone, notUnderstood } = link.refusals;
  const isRegistered = enterprise.connectionsOf(person.user) > 0;
  const advice: string[] = [];
  if (secondPhone.length > 0) advice.push(`Another phone than the one on test wants in: ${secondPhone.join(', ')}.`);
  if (otherAddress.length > 0)
    advice.push(`A phone at ${otherAddress.join(', ')} was turned away; --phone names another address.`);
  if (wrongToken > 0)
    advice.push(`A phone came with another bench's token (${wrongToken} times): write ${cardFile} to its card again.`);
  if (brokenTls > 0)
    advice.push(
      `A phone broke off ${brokenTls} times while encryption was agreed: its clock is wrong, or its card has another bench's certificate.`,
    );
  if (notUnderstood > 0)
    advice.push(`A phone said ${notUnderstood} things that this bench does not know: is its image older or newer?`);
  if (isRegistered && advice.length === 0)
    advice.push(
      'The phone has registered and did not connect to the bench: does its policy have benchTest from this bench?',
    );
  if (!isRegistered && advice.length === 0) {
    advice.push(
      'Nothing has come from any phone. Does its network lamp blink?',
      `Is it on the same network as this computer (${host})?`,
      `Was ${cardFile} on its card at its first start?`,
      `Does a firewall on this computer keep port ${link.port} and the ${enterprise.ports.tls} of SIP closed?`,
    );
  }
  const last = warnings?.at(-1);
  return last === undefined ? advice : [...advice, `The phone's log says: ${last}`];
}
