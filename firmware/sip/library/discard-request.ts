// Lets go of a request whose answer nobody waits for any more: disposing alone leaves it in the library's register for ever.

import type { UserAgentCore } from './sipjs.ts';

export function discardRequest(core: UserAgentCore, request: { dispose(): void }): void {
  for (const [key, client] of core.userAgentClients) if (client === request) core.userAgentClients.delete(key);
  request.dispose();
}
