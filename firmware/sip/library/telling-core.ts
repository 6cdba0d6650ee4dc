// The library's core with a voice: what it refuses by itself, and would tell to nobody but the sender, leaves a log line.

import { quote, type SipLog } from '../log.ts';
import { UserAgentCore, type UserAgentCoreConfiguration, type UserAgentCoreDelegate } from './sipjs.ts';

type StatelessReply = UserAgentCore['replyStateless'];

const reasons: ReadonlyMap<number, string> = new Map([
  [400, 'a header is missing'],
  [404, 'it is for somebody else'],
  [405, 'a method that this phone has not'],
  [416, 'the Request-URI has another scheme'],
  [481, 'it belongs to no call'],
  [482, 'it came by two ways'],
  [489, 'an event that this phone did not ask for'],
  [491, 'another change of the call is under way'],
  [500, 'it is out of order'],
]);

export class TellingCore extends UserAgentCore {
  readonly #log: SipLog;

  constructor(configuration: UserAgentCoreConfiguration, delegate: UserAgentCoreDelegate, log: SipLog) {
    super(configuration, delegate);
    this.#log = log;
  }

  override replyStateless(...[message, options]: Parameters<StatelessReply>): ReturnType<StatelessReply> {
    const { statusCode, reasonPhrase } = options;
    if (statusCode >= 400) {
      const reason = reasonPhrase ?? reasons.get(statusCode) ?? 'the library cannot handle it';
      const [startLine = ''] = message.data.split('\r\n', 1);
      this.#log('warning', `SIP message refused with ${statusCode}: ${reason}: ${quote(startLine)}`);
    }
    return super.replyStateless(message, options);
  }
}
