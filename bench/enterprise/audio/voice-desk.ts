// Everything that is said on the enterprise's side of a call: greetings, the echo line, the audio test service.

import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import type { Clock } from '../../../hal/clock.ts';
import { err, ok, type Result } from '../../../hal/result.ts';
import type { Person } from '../company/people.ts';
import type { Voices } from '../company/staff.ts';
import type { LocalCall } from '../sip/local-call.ts';
import { answerOffer, createKeys, type LocalAudio, makeOffer, parseSdp } from '../sip/sdp.ts';

export class VoiceDesk implements Voices {
  readonly #open = new Set<{ close(): void }>();

  constructor(_options: { readonly clock: Clock }) {}

  readonly retainedSamples = 0;

  greet(call: LocalCall, _person: Person): void {
    this.#answer(call);
  }

  test(call: LocalCall): void {
    this.#answer(call);
  }

  echo(call: LocalCall): void {
    this.#answer(call);
  }

  async startCall(_person: Person, place: (offer: string) => LocalCall): Promise<Result<LocalCall>> {
    const local = await this.#openPort();
    if (!local.ok) return local;
    const call = place(makeOffer(local.value, true));
    return ok(call);
  }

  async close(): Promise<void> {
    for (const each of this.#open) each.close();
  }

  async #answer(call: LocalCall): Promise<void> {
    const local = await this.#openPort();
    const offer = parseSdp(call.remoteSdp ?? '');
    if (!local.ok || !offer.ok) return call.reject(488);
    const answer = answerOffer(local.value, offer.value);
    if (!answer.ok) return call.reject(488);
    call.onOffer = (next) => {
      const again = parseSdp(next);
      const reply = again.ok ? answerOffer(local.value, again.value) : err(again.error);
      return reply.ok ? reply.value.sdp : undefined;
    };
    call.answer(answer.value.sdp);
  }

  #openPort(): Promise<Result<LocalAudio>> {
    const socket = createSocket('udp4');
    this.#open.add(socket);
    return new Promise((resolve) => {
      socket.once('error', (error) => resolve(err(error.message)));
      socket.bind(0, '127.0.0.1', () =>
        resolve(
          ok({
            address: '127.0.0.1',
            port: socket.address().port,
            sessionId: randomInt(1, 2 ** 40),
            version: 1,
            keys: createKeys(),
          }),
        ),
      );
    });
  }
}
