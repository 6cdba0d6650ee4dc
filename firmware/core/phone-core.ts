// The phone: joins its rooms into one immutable PhoneState and carries out its commands.

import type { Timer } from '../../hal/clock.ts';
import type { MediaEngine, SoundPartState } from '../../media/session.ts';
import { Account, Lock } from '../account/index.ts';
import type { QualityReports } from '../admin/index.ts';
import type { AudioTest, CallLog, Calls } from '../calls/index.ts';
import { mayChoose, ownPresence, People, readPeople } from '../people/index.ts';
import type { OwnIdentity, Phone, PhoneCommands, PhoneSettings, PhoneState, Presence } from '../phone.ts';
import { absentSetUp } from '../set-up/index.ts';
import type { SipUserAgent } from '../sip/index.ts';
import type { LogSink } from '../store/index.ts';
import { type CorePorts, type LateParts, toldFromOutside } from './core-ports.ts';
import { DeviceProblems, newsOfSound } from './device-problems.ts';
import { DiagnosticReporter } from './diagnostic-reporter.ts';
import { showLamps } from './lamps.ts';
import { lockedView } from './locked-view.ts';
import { Settings, type VolumeName, volumeOfPath } from './settings.ts';
import { TimeKeeper } from './time-keeper.ts';

const previewMs = 3_000;
const noSearch: PhoneState['search'] = { query: '', matches: [] };

export class PhoneCore implements Phone {
  readonly commands: PhoneCommands;
  readonly #ports: CorePorts;
  readonly #log: LogSink;
  readonly #reporter: DiagnosticReporter;
  readonly #settings: Settings;
  readonly #lock: Lock;
  readonly #account: Account;
  readonly #time: TimeKeeper;
  readonly #listeners = new Set<() => void>();
  readonly #problems = new DeviceProblems();
  /** Read once somebody is signed in: nobody else should see them, and the first screen need not wait. */
  #people = new People([]);
  #callLog: CallLog | undefined;
  #calls: Calls | undefined;
  #audioTest: AudioTest | undefined;
  #qualityReports: QualityReports | undefined;
  #media: MediaEngine | undefined;
  #sip: SipUserAgent | undefined;
  #preview: Timer | undefined;
  #presence: Presence = 'available';
  #messagesWaiting = 0;
  #search = noSearch;
  #volumes: { readonly voice: number | undefined; readonly ringer: number | undefined } = {
    voice: undefined,
    ringer: undefined,
  };
  #state: PhoneState;
  #stale = false;

  constructor(ports: CorePorts) {
    this.#ports = ports;
    this.#reporter = new DiagnosticReporter(ports.diagnose);
    this.#log = (level, text) => ports.diagnose({ type: 'log', level, text });
    const { clock, random, store, policy, config } = ports;
    const log = this.#log;
    const onChange = (): void => this.#changed();
    this.#settings = new Settings(store, policy, config.language);
    this.#lock = new Lock({ clock, random, store, policy, log, onChange, busy: () => this.#inCall() });
    this.#account = new Account({
      ...{ clock, store, config, policy, log, onChange },
      trustAnchors: ports.trustAnchors,
      requestSignIn: ports.requestSignIn,
      onSignedIn: (pin) => this.#signedIn(pin),
      onSignedOut: () => this.#signedOut(),
    });
    // A lock without its owner would shut out everybody.
    if (this.#account.state.status === 'signed-out' && this.#lock.state.hasPin) this.#lock.forget();
    this.commands = this.#makeCommands();
    this.#state = this.#compose();
    this.#time = new TimeKeeper(clock, onChange);
    ports.hook.onChange((position) => this.#hookMoved(position));
    this.#changed();
  }

  get state(): PhoneState {
    return this.#state;
  }

  get touchedAtMs(): number {
    return this.#lock.touchedAtMs;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  levels(): { readonly capture: number; readonly playout: number } {
    return this.#media?.levels() ?? { capture: 0, playout: 0 };
  }

  /** What the ports tell has changed. */
  refresh(): void {
    this.#changed();
  }

  /** Media and signalling are there: from now on the phone can register and call. */
  async attach({ media, sip }: LateParts): Promise<void> {
    // Loaded here, because it brings the SIP library with it.
    const { AudioTest, CallLog, Calls, encryptionOf } = await import('../calls/index.ts');
    const { QualityReports } = await import('../admin/index.ts');
    const { clock, random, store, policy, config, hook } = this.#ports;
    const onChange = (): void => this.#changed();
    this.#media = media;
    this.#sip = sip;
    this.#reporter.follow(sip);
    this.#qualityReports = new QualityReports({
      ...{ clock, policy, log: this.#log },
      publish: (publication) => sip.publish(publication),
      address: () => this.#account.self?.address,
    });
    const callLog = new CallLog(store, () => this.#people);
    const calls = new Calls({
      ...{ clock, random, media, sip, policy, callLog, onChange },
      account: () => this.#account.configured,
      people: () => this.#people,
      presence: () => this.#presence,
      ringer: () => this.#ringer(),
      hook: hook.position,
      log: this.#log,
      onMeasured: (call, statistics) => {
        this.#reporter.measured(call.id, statistics);
        this.#qualityReports?.measured(call, statistics);
      },
      onEnded: (callId) => this.#qualityReports?.ended(callId),
    });
    this.#audioTest = new AudioTest({
      ...{ clock, sip },
      target: config.audio_test_service,
      encryptionRequired: () => encryptionOf(this.#account.configured, policy) === 'required',
      describe: (listener) => calls.describe(listener),
      onChange: () => {
        calls.setOccupied(this.#audioTest?.running ?? false);
        this.#changed();
      },
      onMeasured: (statistics) => this.#reporter.measured('test-call', statistics),
    });
    this.#callLog = callLog;
    this.#calls = calls;
    media.onFailure((failure) => {
      // One session refused is one call's trouble, which that call tells by itself.
      if (failure.kind === 'session-refused') this.#log('error', `A call got no sound: ${failure.detail}.`);
      else if (failure.kind === 'device-trouble') this.#log('warning', failure.detail);
      else this.#mediaFailed(failure.kind === 'engine-died' ? 'media-engine-died' : 'no-audio-device', failure.detail);
    });
    media.onMicrophone((state) => this.#soundChanged('microphone', state));
    media.onSpeaker((state) => this.#soundChanged('speaker', state));
    media.onRestored(() => {
      if (this.#problems.regainEngine()) this.#changed();
    });
    sip.onMessagesWaiting((count) => {
      this.#messagesWaiting = this.#account.configured?.mwi === false ? 0 : count;
      this.#changed();
    });
    this.#account.attach(sip);
    this.#changed();
  }

  /** Un-registers within the time that `SipUserAgent.unregister` allows itself, and silences the phone. */
  async close(): Promise<void> {
    this.#time.close();
    this.#preview?.cancel();
    this.#audioTest?.stop();
    this.#calls?.endAll(undefined);
    this.#qualityReports?.close();
    await this.#sip?.unregister();
    await this.#sip?.close();
    await this.#media?.close();
  }

  #makeCommands(): PhoneCommands {
    const calls = (): Calls | undefined => this.#calls;
    return {
      ...(this.#ports.setUp ?? absentSetUp).commands,
      signInWithPin: (extension, pin) => void this.#account.signInWithPin(extension, pin),
      signInWithPassword: (address, password) => this.#account.signInWithPassword(address, password),
      cancelSignIn: () => this.#account.cancel(),
      signOut: () => this.#account.signOut(),
      dial: (target) => {
        this.#audioTest?.stop();
        calls()?.dial(target);
      },
      redial: () => calls()?.redial(),
      answer: (callId) => {
        this.#audioTest?.stop();
        calls()?.answer(callId);
      },
      decline: (callId) => calls()?.decline(callId),
      hangUp: (callId) => calls()?.hangUp(callId),
      hold: (callId) => calls()?.hold(callId),
      resume: (callId) => calls()?.resume(callId),
      sendDigit: (digit) => calls()?.sendDigit(digit),
      soundDigit: (digit) => calls()?.soundDigit(digit),
      dismiss: (callId) => calls()?.dismiss(callId),
      setMuted: (muted) => calls()?.setMuted(muted),
      setAudioPath: (path) => calls()?.setAudioPath(path),
      changeVolume: (steps) => this.#changeVolume(steps),
      search: (query) => this.#searchFor(query),
      clearMissed: () => {
        this.#callLog?.clearMissed();
        this.#changed();
      },
      setPresence: (presence) => this.#setPresence(presence),
      startTestCall: () => this.#startTestCall(),
      stopTestCall: () => this.#audioTest?.stop(),
      changeSettings: (change) => this.#changeSettings(change),
      previewRinger: (ringer) => this.#previewRinger(ringer),
      lock: () => this.#lock.lock(),
      unlock: (pin) => void this.#lock.unlock(pin),
      setLockPin: (pin) => void this.#lock.setPin(pin),
      touch: () => this.#lock.touch(),
    };
  }

  #compose(): PhoneState {
    const { clock, identity, policy, version, hook } = this.#ports;
    const { vendor, model, serialNumber, macAddress } = identity.read();
    const registration = this.#sip?.registration;
    const account = this.#account.state;
    const view = this.#calls?.view() ?? {
      calls: [],
      activeCallId: undefined,
      hook: hook.position,
      audioPath: 'handset',
      muted: false,
    };
    const signedIn = account.status === 'signed-in';
    return lockedView({
      // Whoever must sign in can begin before the rest has loaded.
      startup: this.#calls || account.status === 'signed-out' ? 'ready' : 'starting',
      nowMs: clock.wallMs(),
      account,
      self: this.#self(),
      presence: ownPresence(this.#presence, signedIn, this.#inCall(), policy),
      lock: this.#lock.state,
      ...view,
      callLog: this.#callLog?.entries ?? [],
      missedCount: this.#callLog?.missedCount ?? 0,
      messagesWaiting: this.#messagesWaiting,
      contacts: this.#people.all,
      search: this.#search,
      testCall: this.#audioTest?.state ?? { step: 'idle' },
      ...toldFromOutside(this.#ports),
      settings: this.#settings.current,
      ringers: this.#media?.ringers ?? [],
      about: {
        ...{ version, vendor, model, serialNumber, macAddress },
        networkAddress: registration?.status === 'registered' ? registration.localAddress : '',
        server: this.#account.server,
        signalling: this.#account.transport.toUpperCase(),
      },
      deviceProblems: this.#problems.list,
      allowed: { testCall: policy.enableTestCall, changeRinger: policy.enableRingerChange },
    });
  }

  /** Whoever signs in by address brings no extension and no title, but the contacts may know them. */
  #self(): OwnIdentity | undefined {
    const { self } = this.#account;
    const known = self && this.#people.byAddress(self.address);
    if (!known) return self;
    const extension = known.numbers.find(({ kind }) => kind === 'extension')?.number ?? '';
    return { ...self, extension: self.extension || extension, title: self.title || known.title };
  }

  /** However much happens in one turn, the state is replaced and told once. */
  #changed(): void {
    if (this.#stale) return;
    this.#stale = true;
    queueMicrotask(() => {
      this.#stale = false;
      this.#state = this.#compose();
      this.#time.follow(this.#state);
      this.#applyVolumes();
      showLamps(this.#ports.indicators, this.#state);
      this.#reporter.report(this.#state);
      for (const listener of [...this.#listeners]) listener();
    });
  }

  #signedIn(pin: string | undefined): void {
    void this.#loadPeople();
    if (pin !== undefined) void this.#lock.setPin(pin);
  }

  #signedOut(): void {
    this.#audioTest?.stop();
    this.#calls?.forget();
    this.#qualityReports?.forget();
    this.#callLog?.forget();
    this.#people = new People([]);
    this.#lock.forget();
    this.#search = noSearch;
    this.#messagesWaiting = 0;
    this.#presence = 'available';
    this.#changed();
  }

  async #loadPeople(): Promise<void> {
    const { config, policy } = this.#ports;
    const people = await readPeople(config.contacts, policy.displayPhoto !== 'NoPhoto', this.#log);
    // Signed out while the file was read.
    if (this.#account.state.status === 'signed-out') return;
    this.#people = people;
    this.#callLog?.recognise();
    this.#changed();
  }

  #hookMoved(position: PhoneState['hook']): void {
    this.#lock.touch();
    if (position === 'on-hook' && this.#audioTest?.running && this.#calls?.view().audioPath === 'handset')
      this.#audioTest.stop();
    this.#calls?.moveHook(position);
    this.#changed();
  }

  #inCall(): boolean {
    return (this.#calls?.busy ?? false) || (this.#audioTest?.running ?? false);
  }

  #startTestCall(): void {
    const { policy } = this.#ports;
    if (policy.enableTestCall && this.#account.state.status === 'signed-in' && !this.#inCall())
      this.#audioTest?.start();
  }

  #mediaFailed(problem: 'no-audio-device' | 'media-engine-died', detail = 'no reason was given'): void {
    // Without a device calls go on in silence, as the ribbon says; without the engine there are none.
    if (problem === 'no-audio-device') this.#problems.missDevice();
    else {
      this.#problems.loseEngine();
      this.#audioTest?.stop();
      this.#calls?.endAll('no-audio-device');
    }
    this.#log('error', `Sound does not work: ${problem}: ${detail}.`);
    this.#changed();
  }

  #soundChanged(part: 'microphone' | 'speaker', state: SoundPartState): void {
    this.#problems.change(part, state);
    this.#log(state === 'works' ? 'info' : 'warning', `The ${part} ${newsOfSound[state]}.`);
    this.#changed();
  }

  #setPresence(presence: Presence): void {
    if (mayChoose(presence, this.#ports.policy)) this.#presence = presence;
    this.#changed();
  }

  #searchFor(query: string): void {
    this.#search = query === '' ? noSearch : { query, matches: this.#people.search(query) };
    this.#changed();
  }

  #changeSettings(change: Partial<PhoneSettings>): void {
    if (!this.#settings.change(change)) return;
    this.#calls?.refresh();
    this.#changed();
  }

  #changeVolume(steps: number): void {
    if (this.#settings.stepVolume(this.#soundingVolume(), steps)) this.#changed();
  }

  #soundingVolume(): VolumeName {
    const calls = this.#calls?.view().calls ?? [];
    const talking = calls.some(
      ({ phase, held }) => (phase === 'connected' && !held) || phase === 'dialling' || phase === 'ringing-out',
    );
    const path = this.#calls?.view().audioPath ?? 'handset';
    return talking || this.#audioTest?.running ? volumeOfPath[path] : 'ringerVolume';
  }

  /** The engine is told only what differs from what it was told last. */
  #applyVolumes(): void {
    const path = this.#calls?.view().audioPath ?? 'handset';
    const { [volumeOfPath[path]]: voice, ringerVolume } = this.#settings.current;
    if (voice !== this.#volumes.voice) this.#media?.setVolume(voice);
    if (ringerVolume !== this.#volumes.ringer) this.#media?.setRingerVolume(ringerVolume);
    if (this.#media) this.#volumes = { voice, ringer: ringerVolume };
  }

  #ringer(): string {
    return this.#settings.current.ringer || (this.#media?.ringers[0] ?? '');
  }

  #previewRinger(ringer: string): void {
    if (this.#inCall()) return;
    this.#preview?.cancel();
    this.#media?.startRinger(ringer);
    this.#preview = this.#ports.clock.after(previewMs, () => {
      this.#media?.stopRinger();
      this.#calls?.refresh();
    });
  }
}
