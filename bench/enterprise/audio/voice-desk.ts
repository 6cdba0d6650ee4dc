// Everything that is said on the enterprise's side of a call: greetings, the echo line, the audio test service.

import { ok, type Result } from '../../../hal/result.ts';
import type { LocalCall } from '../company/local-call.ts';
import type { Person } from '../company/people.ts';
import type { Voices } from '../company/staff.ts';
import { header } from '../sip/message.ts';
import { EchoScript } from './echo-script.ts';
import { FramePacer } from './frame-pacer.ts';
import { SampleShelf } from './sample-shelf.ts';
import type { Script } from './script.ts';
import { chooseLanguage, type Language, loadSentence } from './speech-file.ts';
import { Talk, type TalkOptions } from './talk.ts';
import { TestScript } from './test-script.ts';

export class VoiceDesk implements Voices {
  readonly #options: Omit<TalkOptions, 'pacer'>;
  readonly #pacer: FramePacer;
  readonly #shelf = new SampleShelf();
  readonly #talks = new Set<Talk>();
  #loudestBefore = 0;
  #closed = false;

  constructor(options: Omit<TalkOptions, 'pacer'>) {
    this.#options = options;
    this.#pacer = new FramePacer(options.clock);
  }

  get retainedSamples(): number {
    return this.#shelf.count;
  }

  get talking(): number {
    return this.#talks.size;
  }

  /** The loudest sample that anybody said to the bench so far, 0 to 32768. */
  get loudestHeard(): number {
    return Math.max(this.#loudestBefore, ...[...this.#talks].map(({ loudest }) => loudest));
  }

  greet(call: LocalCall, _person: Person): void {
    void this.#answer(call, new EchoScript(loadSentence('greeting', languageOf(call))));
  }

  test(call: LocalCall): void {
    void this.#answer(call, new TestScript(loadSentence('prompt', languageOf(call)), this.#shelf));
  }

  echo(call: LocalCall): void {
    void this.#answer(call, new EchoScript());
  }

  /** Whoever answers the call hears a script of the bench's own. */
  perform(call: LocalCall, script: Script): void {
    void this.#answer(call, script);
  }

  async startCall(
    _person: Person,
    place: (offer: string) => LocalCall,
    script: Script = new EchoScript(loadSentence('greeting', 'en')),
  ): Promise<Result<LocalCall>> {
    const talk = await this.#open(script);
    if (!talk.ok) return talk;
    const call = place(talk.value.offer(true));
    this.#attach(call, talk.value);
    return ok(call);
  }

  close(): void {
    this.#closed = true;
    for (const talk of this.#talks) talk.close();
    this.#talks.clear();
    this.#shelf.destroyAll();
  }

  async #answer(call: LocalCall, script: Script): Promise<void> {
    const talk = await this.#open(script);
    if (!talk.ok) return call.reject(500);
    this.#attach(call, talk.value);
    // No offer in the INVITE: ours goes into the 200, plain, as nothing is known of the caller.
    const description = call.remoteSdp === undefined ? ok(talk.value.offer(false)) : talk.value.answer(call.remoteSdp);
    if (description.ok) call.answer(description.value);
    else call.reject(488);
  }

  async #open(script: Script): Promise<Result<Talk>> {
    const talk = await Talk.open({ ...this.#options, pacer: this.#pacer }, script);
    if (talk.ok) this.#talks.add(talk.value);
    if (talk.ok && this.#closed) talk.value.close();
    return talk;
  }

  #attach(call: LocalCall, talk: Talk): void {
    const close = () => {
      this.#loudestBefore = this.loudestHeard;
      talk.close();
      this.#talks.delete(talk);
    };
    if (call.state === 'ended') {
      close();
      return;
    }
    call.onEnded = close;
    call.onOffer = (offer) => {
      const answer = talk.answer(offer);
      return answer.ok ? answer.value : undefined;
    };
    call.onAnswered = (answer) => {
      if (!talk.accept(answer).ok) call.hangUp();
    };
    talk.onFinished = () => call.hangUp();
  }
}

function languageOf(call: LocalCall): Language {
  return chooseLanguage(call.invitation && header(call.invitation, 'Accept-Language'));
}
