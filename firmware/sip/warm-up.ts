// Makes one call with itself in memory, so that the first real call meets warm code: a cold answer costs 7 to 17 ms each.

import { ok } from '../../hal/result.ts';
import { AccountLine, type LinePorts } from './account-line.ts';
import { readRawMessage } from './intake/raw-message.ts';
import { makeStatelessReply } from './intake/stateless-reply.ts';
import type { ConnectionEvents, OpenConnection, SignallingConnection } from './transport/connection.ts';
import type { SessionDescriber, SipAccount } from './user-agent.ts';

const description = [
  'v=0',
  'o=- 1 1 IN IP4 127.0.0.1',
  's=-',
  'c=IN IP4 127.0.0.1',
  't=0 0',
  'm=audio 9 RTP/AVP 0',
  '',
].join('\r\n');

const describer: SessionDescriber = {
  offer: async () => ok(description),
  answer: async () => ok(description),
  accept: async () => ok(undefined),
};

const account: SipAccount = {
  address: 'warm@warm-up.invalid',
  displayName: '',
  authUser: 'warm',
  password: '',
  outbound: ['127.0.0.1:5061'],
  transport: 'tls',
  registrationIntervalSeconds: 300,
  trustAnchors: [],
  allowMd5: false,
};

const rounds = 3;
/** Turns of the event loop that an exchange in memory may take; more means that something is wrong with it. */
const turnLimit = 50;

/** True when every round went through; a failure costs nothing but the warmth. */
export async function warmUp(ports: LinePorts): Promise<boolean> {
  let registered = false;
  const line = new AccountLine(
    account,
    { ...ports, log: () => undefined, open: openMirror },
    {
      onState: (state) => {
        registered = state.status === 'registered';
      },
      onIncoming: () => ok(describer),
      onMessagesWaiting: () => undefined,
      onTrace: () => undefined,
    },
  );
  line.start();
  let complete = await comesAbout(() => registered);
  for (let round = 0; round < rounds && complete; round++) {
    const call = line.call('1', describer);
    if (!call.ok) break;
    complete = await comesAbout(() => call.value.state === 'connected');
    call.value.hangUp();
  }
  await line.close();
  return complete;
}

/** A far end that says yes to everything, and rings back once. */
const openMirror: OpenConnection = async ({ events }) => ok(new Mirror(events));

class Mirror implements SignallingConnection {
  readonly protocol = 'TLS';
  readonly peer = 'warm-up.invalid';
  readonly localAddress = '127.0.0.1';
  readonly localPort = 5061;
  readonly #events: ConnectionEvents;

  constructor(events: ConnectionEvents) {
    this.#events = events;
  }

  async send(text: string): Promise<{ readonly ok: true; readonly value: undefined }> {
    queueMicrotask(() => this.#answer(text));
    return ok(undefined);
  }

  close(): void {
    // Nothing is held open.
  }

  #answer(text: string): void {
    const request = readRawMessage(text);
    if (!request.ok || request.value.startLine.startsWith('SIP/')) return;
    const headers = ['Contact: <sip:mirror@127.0.0.1:5061>'];
    const reply = (status: number, phrase: string): string | undefined =>
      makeStatelessReply(request.value, { status, phrase, headers }, 'mirror');
    const ringing = request.value.startLine.startsWith('INVITE ') ? reply(180, 'Ringing') : undefined;
    if (ringing) this.#events.onMessage(ringing);
    const final = reply(200, 'OK');
    if (final) this.#events.onMessage(ringing ? withDescription(final) : final);
  }
}

function withDescription(message: string): string {
  const length = Buffer.byteLength(description);
  return message.replace(
    /Content-Length: 0\r\n\r\n$/,
    `Content-Type: application/sdp\r\nContent-Length: ${length}\r\n\r\n${description}`,
  );
}

async function comesAbout(condition: () => boolean): Promise<boolean> {
  for (let turn = 0; turn < turnLimit && !condition(); turn++) await new Promise((resolve) => setImmediate(resolve));
  return condition();
}
